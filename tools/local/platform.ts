import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Artefacts, findArtefacts } from '../artefacts/artefacts';
import type { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { causeIn } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { Broker } from './kafka/broker';
import type { DeliveryRecord } from './kafka/delivery-record';
import type { Recording } from './kafka/recording';
import { replay } from './kafka/replay';
import { type FullRefresh, RuntimeProcess, type UpdateReport } from './runtime-process';
import { UpdateProgress } from './update-progress';

/** What a platform is built from. */
export interface PlatformProps {
  readonly state: StateDirectory;
  readonly toolchain: Toolchain;
  readonly progress: Progress;
  /** Whether Spark and Python log everything they do, see `StateDirectory.logs`. @default false */
  readonly debug?: boolean;
}

/** The synthesized pipeline with all it needs to run on this machine: a broker and a Spark session. */
export class Platform {
  private readonly stopped = new AbortController();
  private runtime: RuntimeProcess | undefined;
  private broker: Broker | undefined;
  private synthesized: Artefacts | undefined;
  private expectedMessages = 0;
  /** Rejects when the broker ends before it is stopped: readers would wait for it for ever. */
  private brokerFailed: Promise<never> = new Promise(() => undefined);

  constructor(private readonly props: PlatformProps) {}

  /** What was synthesized last. */
  get artefacts(): Artefacts {
    return required(this.synthesized, 'synthesized');
  }

  /**
   * Synthesizes, and starts the broker and the session meanwhile.
   *
   * @param expectedMessages about how many messages the session will take
   */
  async start(expectedMessages: number): Promise<void> {
    this.expectedMessages = expectedMessages;
    // A session needs to know only where its notebooks will be: mostly where they were the last time.
    const expected = findArtefacts(this.props.state.synthesized);
    if (expected !== undefined) this.startRuntime(expected);
    const synthesis = this.synthesized === undefined ? this.synthesize() : undefined;
    await Promise.all([
      this.startBroker(),
      synthesis?.then(() => this.currentRuntime()) ?? this.currentRuntime(),
    ]);
  }

  /** Synthesizes the pipeline; the next update runs what came out. */
  async synthesize(): Promise<void> {
    const activity = this.props.progress.begin('Synthesizing the pipeline');
    try {
      this.synthesized = await synthesizeArtefacts(this.props.state);
      activity.done(`${this.synthesized.manifest.datasets.length} datasets`);
    } finally {
      activity.dismiss();
    }
  }

  /** Delivers what is new in a recording to the broker, up to a length of each topic's file. */
  async replay(
    recording: Recording,
    record: DeliveryRecord,
    what: string,
    lengths?: Readonly<Record<string, number>>,
  ): Promise<number> {
    const { state, toolchain, progress } = this.props;
    const activity = progress.begin(`Delivering ${what} to Kafka`);
    try {
      const delivery = replay(
        {
          recording,
          record,
          bootstrapServers: required(this.broker, 'started').bootstrapServers,
          python: toolchain.python,
          log: path.join(state.kafka, 'producer.log'),
          topics: this.artefacts.topics,
          progress: (delivered) => activity.detail(delivered.toLocaleString('en')),
        },
        lengths,
      );
      // Without a broker the producer would wait for ever.
      const messages = await Promise.race([delivery, this.brokerFailed]);
      activity.done(messages === 0 ? 'nothing new' : `${messages.toLocaleString('en')} messages`);
      return messages;
    } finally {
      activity.dismiss();
    }
  }

  /** Runs an update of the pipeline. */
  async update(title: string, fullRefresh: FullRefresh = []): Promise<UpdateReport> {
    const { progress } = this.props;
    const runtime = await this.currentRuntime();
    const { bootstrapServers } = required(this.broker, 'started');
    const shown = new UpdateProgress(progress, title);
    try {
      const configuration = this.artefacts.localConfiguration(bootstrapServers);
      const updating = runtime.update(configuration, fullRefresh, (event) => shown.show(event));
      const report = await Promise.race([updating, this.brokerFailed]);
      shown.finish(report);
      return report;
    } finally {
      shown.dismiss();
    }
  }

  /** Ends everything, in order; what is in the middle of something is not waited for if that is `urgent`. */
  async stop(urgent: boolean): Promise<void> {
    this.stopped.abort();
    const runtimeEnded = urgent ? this.runtime?.abort() : this.runtime?.stop();
    await Promise.all([runtimeEnded, this.broker?.stop()]);
    // Whoever is not in a hurry may still have something else under way, such as the report.
    if (!urgent) return;
    SupervisedProcess.killAll();
    await SupervisedProcess.allEnded();
  }

  /** The runtime of what was synthesized last; one that was started for other notebooks, or has ended, is replaced. */
  private async currentRuntime(): Promise<RuntimeProcess> {
    const { directory } = this.artefacts;
    if (this.runtime?.artefacts === directory && !this.runtime.hasEnded) return this.runtime;
    await this.runtime?.abort();
    return this.startRuntime(directory);
  }

  private startRuntime(artefacts: string): RuntimeProcess {
    const { state, toolchain, progress, debug } = this.props;
    const activity = progress.begin('Starting the Spark session');
    const logs = debug ? state.logs : undefined;
    const runtime = new RuntimeProcess(artefacts, state, toolchain, this.expectedMessages, logs);
    runtime.ready.then(
      () => activity.done(debug ? `logs in ${state.display(state.logs)}` : undefined),
      () => activity.dismiss(),
    );
    this.runtime = runtime;
    return runtime;
  }

  private async startBroker(): Promise<void> {
    const { state, toolchain, progress } = this.props;
    const activity = progress.begin('Starting the Kafka broker');
    try {
      mkdirSync(state.kafka, { recursive: true });
      this.broker = await Broker.start(state.kafka, toolchain, this.stopped.signal);
      activity.done(this.broker.bootstrapServers);
      this.brokerFailed = this.broker.ended.then((code) => {
        const log = path.join(state.kafka, 'broker.log');
        const cause = causeIn(log) ?? `exit code ${code}`;
        throw new UserError(
          `The Kafka broker ended unexpectedly (${cause}). Its log is ${state.display(log)}.`,
        );
      });
      // Reject the pending update; after a stop this is not a failure.
      this.brokerFailed.catch(() => undefined);
    } finally {
      activity.dismiss();
    }
  }
}

function required<Part>(part: Part | undefined, what: string): Part {
  if (part === undefined) throw new Error(`the platform is not ${what} yet`);
  return part;
}
