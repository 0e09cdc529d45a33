import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { sparkVariables, type Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';

const STOP_PATIENCE = 15_000;
const ABORT_PATIENCE = 5000;

/** From so many messages on, code of Java's second compiler is worth the time that it takes to make. */
const MANY_MESSAGES = 200_000;

/** What happened to a dataset in an update, as far as it is known by now. */
export interface FlowEvent {
  readonly event: 'flow';
  readonly dataset: string;
  readonly kind: string;
  readonly layer: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'SKIPPED' | 'FAILED' | 'EXCLUDED';
  readonly rowsIn?: number;
  readonly rowsOut?: number;
  /** Rows dropped, by rule. */
  readonly rejected?: Readonly<Record<string, number>>;
  /** Rows let pass with a warning, by rule. */
  readonly warned?: Readonly<Record<string, number>>;
  readonly seconds?: number;
  /** Whether a materialized view was recomputed whole, or only the groups with new rows. */
  readonly refresh?: 'full' | 'incremental';
  readonly refreshReason?: string;
  readonly message?: string;
}

/** The datasets that an update will run, in running order. */
export interface UpdateStarted {
  readonly event: 'update_started';
  readonly updateId: string;
  readonly datasets: readonly string[];
}

/** How an update ended. */
export interface UpdateFinished {
  readonly event: 'update_finished';
  readonly updateId: string;
  readonly status: 'COMPLETED' | 'FAILED';
  readonly seconds: number;
  readonly problems?: ReadonlyArray<{ readonly dataset?: string; readonly message: string }>;
  /** File with the whole text of the problems, if there is more to read. */
  readonly details?: string;
}

interface Ready {
  readonly event: 'ready';
  readonly seconds: number;
}

type RuntimeEvent = Ready | UpdateStarted | FlowEvent | UpdateFinished;

/** Datasets to compute from the beginning. */
export type FullRefresh = 'all' | readonly string[];

/** An update and everything it reported. */
export interface UpdateReport {
  readonly finished: UpdateFinished;
  /** The last event of each dataset. */
  readonly flows: ReadonlyMap<string, FlowEvent>;
}

/** The Python process that holds the Spark session and runs updates in it. */
export class RuntimeProcess {
  private readonly supervised: SupervisedProcess;
  private readonly events = new EventEmitter();
  private readonly log: string;
  /** Resolves with the seconds that the session took to start. */
  readonly ready: Promise<number>;

  constructor(
    /** Directory of the notebooks and the manifest, read again by each update. */
    readonly artefacts: string,
    state: StateDirectory,
    toolchain: Toolchain,
    /** About how many messages it will take. */
    expectedMessages = 0,
    /** Directory for logs of everything that Spark and Python do. @default - only problems are logged */
    logs?: string,
  ) {
    mkdirSync(state.runtime, { recursive: true });
    this.log = path.join(state.runtime, 'runtime.log');
    this.supervised = new SupervisedProcess(
      [
        ...[toolchain.python, '-m', 'tools.local.runtime', '--artefacts', artefacts, '--state', state.root],
        ...(logs === undefined ? [] : ['--logs', logs]),
      ],
      {
        directory: PROJECT_ROOT,
        environment: { ...sparkVariables(toolchain), SPARK_COMPILER: compilerFor(expectedMessages) },
        log: this.log,
        readOutput: true,
      },
    );
    createInterface({ input: this.supervised.output }).on('line', (line) => {
      const event = JSON.parse(line) as RuntimeEvent;
      this.events.emit(event.event, event);
    });
    this.ready = this.next<Ready>('ready').then(({ seconds }) => seconds);
    // Avoids an unhandled rejection: a failure may come before or after anyone awaits it.
    this.ready.catch(() => undefined);
  }

  /** Runs an update and waits for its end; `heard` gets every event on the way. */
  async update(
    configuration: Readonly<Record<string, string>>,
    fullRefresh: FullRefresh,
    heard: (event: UpdateStarted | FlowEvent) => void,
  ): Promise<UpdateReport> {
    await this.ready;
    const flows = new Map<string, FlowEvent>();
    const onFlow = (event: FlowEvent) => {
      flows.set(event.dataset, event);
      heard(event);
    };
    this.events.on('update_started', heard).on('flow', onFlow);
    try {
      const finished = this.next<UpdateFinished>('update_finished');
      this.supervised.input.write(`${JSON.stringify({ command: 'update', configuration, fullRefresh })}\n`);
      return { finished: await finished, flows };
    } finally {
      this.events.off('update_started', heard).off('flow', onFlow);
    }
  }

  /** Whether the session is gone, such as after its Java process was killed. */
  get hasEnded(): boolean {
    return this.supervised.ending !== undefined;
  }

  /** The process group of the session. */
  get group(): number | undefined {
    return this.supervised.group;
  }

  /** Lets the session end, and ends it if that takes too long. */
  async stop(): Promise<void> {
    this.supervised.input.end(`${JSON.stringify({ command: 'stop' })}\n`);
    await this.supervised.awaitEndWithin(STOP_PATIENCE);
  }

  /** Ends the session in the middle of whatever it does; tables stay whole, as after any kill. */
  async abort(): Promise<void> {
    await this.supervised.stop(ABORT_PATIENCE);
  }

  /** The next event of a name; an error if the process ends before. */
  private async next<Event>(name: string): Promise<Event> {
    const heard = new Promise<Event>((resolve) => this.events.once(name, resolve));
    const ended = this.supervised.ended.then(({ code }) => {
      throw new UserError(
        `The runtime ended unexpectedly (exit code ${code}). The end of its log, ${this.log}:\n${tailOf(this.log)}`,
      );
    });
    return Promise.race([heard, ended]);
  }
}

function compilerFor(messages: number): 'c1' | 'c2' {
  return messages >= MANY_MESSAGES ? 'c2' : 'c1';
}
