import { RuntimeProcess, type UpdateReport } from '../local/runtime-process';
import { UpdateProgress } from '../local/update-progress';
import { UserError } from '../terminal/user-error';
import { Contender, type ContenderProps } from './contender';
import { platformRowCounts, type RowCount, type Tallies } from './row-counts';

/** This platform: the generated notebooks on the local runtime. */
export class PlatformContender extends Contender {
  readonly name = 'this platform';
  private runtime: RuntimeProcess | undefined;

  constructor(
    props: ContenderProps,
    private readonly expectedMessages: number,
  ) {
    super(props);
  }

  protected get group(): number | undefined {
    return this.runtime?.group;
  }

  rowCounts(tallies: Tallies): RowCount[] {
    return platformRowCounts(this.warehouse, tallies);
  }

  async stop(): Promise<void> {
    await this.runtime?.stop();
  }

  protected async launch(): Promise<void> {
    const { artefacts, state, toolchain } = this.props;
    this.runtime = new RuntimeProcess(artefacts.directory, state, toolchain, this.expectedMessages);
    await this.runtime.ready;
  }

  protected async update(): Promise<number> {
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
}

/** Duration of an update; throws if it failed. */
export function updateSeconds({ finished }: UpdateReport): number {
  if (finished.status === 'COMPLETED') return finished.seconds;
  throw new UserError(
    `An update failed, so there is nothing to measure: ${JSON.stringify(finished.problems)}`,
  );
}
