import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { sparkVariables } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { Contender, ContenderProps } from './contender';
import { usageOf } from './process-usage';
import { originalDesignRowCounts, plainStreamingRowCounts, type RowCount, type Tallies } from './row-counts';
import { secondsOf } from './timing';
import { type Work, workOf } from './work';

const STOP_PATIENCE = 15_000;

/** What a baseline's process says. */
type Report = { readonly event: 'ready' } | { readonly event: 'finished'; readonly seconds: number };

/** What else could be done with the topics, by the name of the Python file that does it. */
const BASELINES = {
  original_design: { name: 'the original design', rowCounts: originalDesignRowCounts },
  plain_streaming: { name: 'plain Structured Streaming', rowCounts: plainStreamingRowCounts },
};

/** Something to compare the platform with. */
export class BaselineContender implements Contender {
  readonly name: string;
  readonly warehouse: string;
  private readonly log: string;
  private running: { process: SupervisedProcess; reports: AsyncIterator<string> } | undefined;

  constructor(
    private readonly module: keyof typeof BASELINES,
    private readonly props: ContenderProps,
  ) {
    this.name = BASELINES[module].name;
    this.warehouse = props.state.warehouse;
    this.log = path.join(props.state.runtime, `${module}.log`);
  }

  async start(): Promise<Work> {
    return workOf(
      () => this.group,
      () => secondsOf(() => this.startProcess()),
    );
  }

  async bringUpToDate(): Promise<Work> {
    return workOf(
      () => this.group,
      () => this.update(),
    );
  }

  peakBytes(): number | undefined {
    return this.group === undefined ? undefined : usageOf(this.group)?.peakBytes;
  }

  private get group(): number | undefined {
    return this.running?.process.group;
  }

  private async startProcess(): Promise<void> {
    const { artefacts, broker, state, toolchain } = this.props;
    mkdirSync(state.runtime, { recursive: true });
    const process = new SupervisedProcess(
      [
        ...[toolchain.python, '-m', 'tools.bench.baseline_process', this.module],
        ...['--state', state.root, '--artefacts', artefacts.directory],
        ...['--bootstrap-servers', broker.bootstrapServers],
      ],
      {
        directory: PROJECT_ROOT,
        environment: sparkVariables(toolchain),
        log: this.log,
        readOutput: true,
      },
    );
    const reports = createInterface({ input: process.output })[Symbol.asyncIterator]();
    this.running = { process, reports };
    await this.nextReport();
  }

  private async update(): Promise<number> {
    const activity = this.props.progress.begin(`Update of ${this.name}`);
    try {
      this.running?.process.input.write('update\n');
      const report = await this.nextReport();
      if (report.event !== 'finished') throw new Error(`unexpected report: ${JSON.stringify(report)}`);
      activity.done('completed');
      return report.seconds;
    } finally {
      activity.dismiss();
    }
  }

  rowCounts(tallies: Tallies): RowCount[] {
    return BASELINES[this.module].rowCounts(this.warehouse, tallies);
  }

  async stop(): Promise<void> {
    this.running?.process.input.end();
    await this.running?.process.awaitEndWithin(STOP_PATIENCE);
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
