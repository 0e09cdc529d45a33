import { RuntimeProcess, type UpdateReport } from '../runtime-process';
import { UpdateProgress } from '../update-progress';
import { UserError } from '../user-error';
import type { Contender, ContenderProps } from './contender';
import { platformRowCounts, type RowCount, type Tallies } from './row-counts';

/** This platform: the generated notebooks, as `npm start` runs them. */
export class PlatformContender implements Contender {
  readonly name = 'this platform';
  readonly warehouse: string;
  private runtime: RuntimeProcess | undefined;

  constructor(private readonly props: ContenderProps) {
    this.warehouse = props.state.warehouse;
  }

  async start(): Promise<void> {
    const { artefacts, state, toolchain } = this.props;
    this.runtime = new RuntimeProcess(artefacts.directory, state, toolchain);
    await this.runtime.ready;
  }

  async bringUpToDate(): Promise<number> {
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
