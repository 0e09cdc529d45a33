import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { sparkVariables } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import { Contender, type ContenderProps } from './contender';
import { originalDesignRowCounts, plainStreamingRowCounts, type RowCount, type Tallies } from './row-counts';

const STOP_PATIENCE = 15_000;

/** Events reported by the process of a baseline. */
interface Report {
  readonly event: 'ready' | 'finished';
  /** Duration of an update; 0 for `ready`. */
  readonly seconds: number;
}

/** Baselines by the name of the Python file that implements them. */
const BASELINES = {
  original_design: { name: 'the original design', rowCounts: originalDesignRowCounts },
  plain_streaming: { name: 'plain Structured Streaming', rowCounts: plainStreamingRowCounts },
};

/** A baseline that the platform is compared with. */
export class BaselineContender extends Contender {
  readonly name: string;
  private readonly log: string;
  private running: { process: SupervisedProcess; reports: AsyncIterator<string> } | undefined;

  constructor(
    private readonly module: keyof typeof BASELINES,
    props: ContenderProps,
  ) {
    super(props);
    this.name = BASELINES[module].name;
    this.log = path.join(props.state.runtime, `${module}.log`);
  }

  protected get group(): number | undefined {
    return this.running?.process.group;
  }

  rowCounts(tallies: Tallies): RowCount[] {
    return BASELINES[this.module].rowCounts(this.warehouse, tallies);
  }

  async stop(): Promise<void> {
    this.running?.process.input.end();
    await this.running?.process.awaitEndWithin(STOP_PATIENCE);
  }

  protected async launch(): Promise<void> {
    const { artefacts, broker, state, toolchain } = this.props;
    mkdirSync(state.runtime, { recursive: true });
    const process = new SupervisedProcess(
      [
        ...[toolchain.python, '-m', 'tools.bench.baseline_process', this.module],
        ...['--state', state.root, '--artefacts', artefacts.directory],
        ...['--bootstrap-servers', broker.bootstrapServers],
      ],
      { directory: PROJECT_ROOT, environment: sparkVariables(toolchain), log: this.log, readOutput: true },
    );
    const reports = createInterface({ input: process.output })[Symbol.asyncIterator]();
    this.running = { process, reports };
    await this.nextReport();
  }

  protected async update(): Promise<number> {
    const activity = this.props.progress.begin(`Update of ${this.name}`);
    try {
      this.running?.process.input.write('update\n');
      const { seconds } = await this.nextReport();
      activity.done('completed');
      return seconds;
    } finally {
      activity.dismiss();
    }
  }

  private async nextReport(): Promise<Report> {
    if (this.running === undefined) throw new Error(`${this.name} was not started`);
    const { done, value } = await this.running.reports.next();
    if (!done) return JSON.parse(value) as Report;
    const { code } = await this.running.process.ended;
    throw new UserError(
      `${this.name} ended unexpectedly (exit code ${code}). The end of its log:\n${tailOf(this.log)}`,
    );
  }
}
