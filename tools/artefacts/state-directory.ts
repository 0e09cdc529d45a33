import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Root directory of the project. */
export const PROJECT_ROOT = path.resolve(__dirname, '..', '..');

/** Kept by `--clean`: installing it again takes minutes. */
const KEPT_BY_CLEAN = 'toolchain';

/** The directory with all state that runs leave for the next one. */
export class StateDirectory {
  /** Synthesized stacks, notebooks and lineage. */
  readonly synthesized: string;
  /** The broker's configuration, data and log, and the record of delivered messages. */
  readonly kafka: string;
  /** The simulated recording. */
  readonly simulation: string;
  /** The Delta tables, one directory each. */
  readonly warehouse: string;
  /** Private to the runtime, with its log. */
  readonly runtime: string;
  /** Options and source of the last run. */
  readonly run: string;
  /** Latest results of the data-quality checks. */
  readonly checks: string;
  /** Full logs of the last run with `--debug`: `spark.log` and `runtime.log`. */
  readonly logs: string;
  /** HTML report of the last run. */
  readonly report: string;
  /** Held by the command that uses this directory. */
  readonly lock: string;

  constructor(readonly root: string = path.join(PROJECT_ROOT, '.local')) {
    this.synthesized = path.join(root, 'synth');
    this.kafka = path.join(root, 'kafka');
    this.simulation = path.join(root, 'simulation');
    this.warehouse = path.join(root, 'warehouse');
    this.runtime = path.join(root, 'runtime');
    this.run = path.join(root, 'run.json');
    this.checks = path.join(root, 'checks.json');
    this.logs = path.join(root, 'logs');
    this.report = path.join(root, 'report.html');
    this.lock = path.join(root, 'lock.json');
    mkdirSync(root, { recursive: true });
  }

  /** A path relative to the project root, for messages. */
  display(file: string): string {
    const relative = path.relative(PROJECT_ROOT, file);
    return relative.startsWith('..') ? file : relative;
  }

  /**
   * Removes everything except the toolchain and the lock that the caller holds.
   *
   * @param keepSynthesized whether to keep the synthesized artefacts, because they are up to date
   */
  clean({ keepSynthesized }: { readonly keepSynthesized: boolean }): void {
    const synthesized = path.basename(this.synthesized);
    const kept = [
      KEPT_BY_CLEAN,
      path.basename(this.lock),
      ...(keepSynthesized ? [synthesized, `${synthesized}.from`] : []),
    ];
    for (const entry of readdirSync(this.root)) {
      if (!kept.includes(entry)) rmSync(path.join(this.root, entry), { recursive: true, force: true });
    }
  }
}
