import { RuntimeProcess, type RuntimeProcessOptions, type UpdateReport } from '../local/runtime-process';
import { UpdateProgress } from '../local/update-progress';
import { UserError } from '../terminal/user-error';
import type { Contender, ContenderProps } from './contender';
import { usageOf } from './process-usage';
import { platformRowCounts, type RowCount, type Tallies } from './row-counts';
import { secondsOf } from './timing';
import { type Work, workOf } from './work';

/** This platform: the generated notebooks, as `npm start` runs them. */
export class PlatformContender implements Contender {
  readonly warehouse: string;
  private runtime: RuntimeProcess | undefined;

  constructor(
    private readonly props: ContenderProps,
    readonly name = 'this platform',
    private readonly options: RuntimeProcessOptions = {},
  ) {
    this.warehouse = props.state.warehouse;
  }

  async start(): Promise<Work> {
    const { artefacts, state, toolchain } = this.props;
    return workOf(
      () => this.runtime?.group,
      () =>
        secondsOf(async () => {
          this.runtime = new RuntimeProcess(artefacts.directory, state, toolchain, this.options);
          await this.runtime.ready;
        }),
    );
  }

  async bringUpToDate(): Promise<Work> {
    return workOf(
      () => this.runtime?.group,
      () => this.update(),
    );
  }

  peakBytes(): number | undefined {
    const group = this.runtime?.group;
    return group === undefined ? undefined : usageOf(group)?.peakBytes;
  }

  private async update(): Promise<number> {
    if (this.runtime === undefined) throw new Error('the platform was not started');
    const { artefacts, broker, progress } = this.props;
    const shown = new UpdateProgress(progress, `Update of ${this.name}`);
    try {
      const configuration = artefacts.localConfiguration(broker.bootstrapServers);
      const report = await this.runtime.update(configuration, [], (event) => shown.show(event));
      shown.finish(report);
      return updateSeconds(report);
    } finally {
      shown.dismiss();
    }
  }

  rowCounts(tallies: Tallies): RowCount[] {
    return platformRowCounts(this.warehouse, tallies);
  }

  async stop(): Promise<void> {
    await this.runtime?.stop();
  }
}

/** How long an update took; one that failed has no place in a measurement. */
export function updateSeconds({ finished }: UpdateReport): number {
  if (finished.status === 'COMPLETED') return finished.seconds;
  throw new UserError(
    `An update failed, so there is nothing to measure: ${JSON.stringify(finished.problems)}`,
  );
}
