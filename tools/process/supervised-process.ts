import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Exit code, as a shell would have it, of a process that was killed. */
const KILLED = 137;
const GROUP_PATIENCE = 5000;
const GROUP_POLL_INTERVAL = 20;

const SUPERVISOR = path.join(__dirname, 'supervisor.sh');

/** How a supervised process is started. */
export interface SupervisedProcessOptions {
  readonly directory: string;
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** File that takes standard error, and standard output too unless it is read; emptied first. */
  readonly log: string;
  /** Whether `output` is read here. @default - standard output goes to the log */
  readonly readOutput?: boolean;
}

/** How a process ended. */
export interface Ending {
  /** Exit code; 128 and more after a signal, as a shell counts. */
  readonly code: number;
}

/**
 * A child process that cannot outlive this one, however this one ends: a small shell script stands
 * between the two and ends the child when the pipe to here closes.
 *
 * It leads a process group of its own, so that Ctrl-C in a terminal reaches only this process,
 * which then stops its children in order.
 */
export class SupervisedProcess {
  private static readonly running = new Set<SupervisedProcess>();
  private readonly child: ChildProcess;
  private readonly lifeline: Writable;

  /** Resolves when the process and everything it started in its group has ended. */
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
    // A write or close after the other end is gone is no news: `ended` tells.
    for (const stream of [this.lifeline, this.input]) stream.on('error', () => undefined);
    SupervisedProcess.running.add(this);
    this.ended = this.awaitEnd();
  }

  /** Kills every supervised process that is still running, at once and without asking. */
  static killAll(): void {
    for (const supervised of SupervisedProcess.running) supervised.kill();
  }

  /** Waits until no supervised process is running any more. */
  static async allEnded(): Promise<void> {
    await Promise.allSettled([...SupervisedProcess.running].map(({ ended }) => ended));
  }

  /** Identifier of the process group, for tests that check what is left of it. */
  get group(): number | undefined {
    return this.child.pid;
  }

  get input(): Writable {
    return this.child.stdin as Writable;
  }

  get output(): Readable {
    return this.child.stdout as Readable;
  }

  /** Asks the process to end, kills it where it has not done so in time, and waits for its end. */
  async stop(patienceMilliseconds: number): Promise<Ending> {
    this.child.kill('SIGTERM');
    return this.awaitEndWithin(patienceMilliseconds);
  }

  /** Waits for an end that was already asked for in another way, and kills the process after that. */
  async awaitEndWithin(patienceMilliseconds: number): Promise<Ending> {
    const timer = setTimeout(() => this.kill(), patienceMilliseconds);
    const ending = await this.ended;
    clearTimeout(timer);
    return ending;
  }

  /** Kills the process and everything it started. */
  kill(): void {
    if (this.ending === undefined) this.signalGroup('SIGKILL');
  }

  /** Waits for what the process itself started and left behind, such as the JVM of a Spark session. */
  private async awaitEndOfGroup(): Promise<void> {
    const deadline = Date.now() + GROUP_PATIENCE;
    while (this.signalGroup(0) && Date.now() < deadline) await sleep(GROUP_POLL_INTERVAL);
    this.signalGroup('SIGKILL');
  }

  /** Tells whether there was anybody to signal. */
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
