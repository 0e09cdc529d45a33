import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Conventional exit code of a killed process. */
const KILLED = 137;
const GROUP_PATIENCE = 5000;
const GROUP_POLL_INTERVAL = 20;

const SUPERVISOR = path.join(__dirname, 'supervisor.sh');

/** Options for starting a supervised process. */
export interface SupervisedProcessOptions {
  readonly directory: string;
  /** Variables added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Log file for standard error, and for standard output unless it is read; truncated at the start. */
  readonly log: string;
  /** Whether this process reads standard output through `output`. @default - standard output goes to the log */
  readonly readOutput?: boolean;
}

/** Result of a process. */
export interface Ending {
  /** Exit code; 128 or more after a signal, as in a shell. */
  readonly code: number;
}

/**
 * A child process that cannot outlive this one: a small shell script between the two ends the child
 * when the pipe to this process closes.
 *
 * It leads a separate process group, so that Ctrl-C in a terminal reaches only this process,
 * which then stops its children in order.
 */
export class SupervisedProcess {
  private static readonly running = new Set<SupervisedProcess>();
  private readonly child: ChildProcess;
  private readonly lifeline: Writable;

  /** Resolves when the process and its whole process group have ended. */
  readonly ended: Promise<Ending>;
  /** Set once the process has ended. */
  ending: Ending | undefined;

  constructor(command: readonly string[], options: SupervisedProcessOptions) {
    const log = openSync(options.log, 'w');
    this.child = spawn('sh', [SUPERVISOR, ...command], {
      cwd: options.directory,
      env: { ...process.env, ...options.environment },
      detached: true,
      stdio: ['pipe', options.readOutput ? 'pipe' : log, log, 'pipe'],
    });
    closeSync(log);
    this.lifeline = this.child.stdio[3] as Writable;
    // Ignore errors of writes after the process has ended: `ended` reports the end.
    for (const stream of [this.lifeline, this.input]) stream.on('error', () => undefined);
    SupervisedProcess.running.add(this);
    this.ended = this.awaitEnd();
  }

  /** Kills all running supervised processes immediately. */
  static killAll(): void {
    for (const supervised of SupervisedProcess.running) supervised.kill();
  }

  /** Waits until all supervised processes have ended. */
  static async allEnded(): Promise<void> {
    await Promise.allSettled([...SupervisedProcess.running].map(({ ended }) => ended));
  }

  /** ID of the process group, for tests that check for remaining processes. */
  get group(): number | undefined {
    return this.child.pid;
  }

  get input(): Writable {
    return this.child.stdin as Writable;
  }

  get output(): Readable {
    return this.child.stdout as Readable;
  }

  /** Terminates the process, kills it after a timeout, and waits for its end. */
  async stop(patienceMilliseconds: number): Promise<Ending> {
    this.child.kill('SIGTERM');
    return this.awaitEndWithin(patienceMilliseconds);
  }

  /** Waits for an end that was requested in a different way, and kills the process after a timeout. */
  async awaitEndWithin(patienceMilliseconds: number): Promise<Ending> {
    const timer = setTimeout(() => this.kill(), patienceMilliseconds);
    const ending = await this.ended;
    clearTimeout(timer);
    return ending;
  }

  /** Kills the process and its process group. */
  kill(): void {
    if (this.ending === undefined) this.signalGroup('SIGKILL');
  }

  /** Waits for remaining children of the process, such as the JVM of a Spark session. */
  private async awaitEndOfGroup(): Promise<void> {
    const deadline = Date.now() + GROUP_PATIENCE;
    while (this.signalGroup(0) && Date.now() < deadline) await sleep(GROUP_POLL_INTERVAL);
    this.signalGroup('SIGKILL');
  }

  /** Sends a signal to the process group; returns whether it existed. */
  private signalGroup(signal: NodeJS.Signals | 0): boolean {
    if (this.child.pid === undefined) return false;
    try {
      return process.kill(-this.child.pid, signal);
    } catch {
      return false;
    }
  }

  private async awaitEnd(): Promise<Ending> {
    try {
      const [code] = (await once(this.child, 'exit')) as [number | null];
      await this.awaitEndOfGroup();
      this.ending = { code: code ?? KILLED };
    } catch (error) {
      this.ending = { code: 127 };
      throw error;
    } finally {
      SupervisedProcess.running.delete(this);
      this.lifeline.destroy();
    }
    return this.ending;
  }
}
