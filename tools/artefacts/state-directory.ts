import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Root of the project: where the notebooks, `main.ts` and the Python packages are found. */
export const PROJECT_ROOT = path.resolve(__dirname, '..', '..');

/** What `--clean` keeps: it is installed, not computed, and costs minutes to make again. */
const KEPT_BY_CLEAN = 'toolchain';

/** Where everything is kept that a run leaves behind for the next one. */
export class StateDirectory {
  /** Synthesized stacks, notebooks and lineage. */
  readonly synthesized: string;
  /** The broker's configuration, data and log, and the record of what was delivered to it. */
  readonly kafka: string;
  /** The simulated recording. */
  readonly simulation: string;
  /** The Delta tables, one directory each. */
  readonly warehouse: string;
  /** Private to the runtime, with its log. */
  readonly runtime: string;
  /** What the last run was started with. */
  readonly run: string;
  /** The last results of the data-quality checks. */
  readonly checks: string;
  /** Logs of everything that the last run with `--debug` did: `spark.log` and `runtime.log`. */
  readonly logs: string;
  /** The report of the last run, a page for a browser. */
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

  /** A path as a person would type it at the project's root. */
  display(file: string): string {
    const relative = path.relative(PROJECT_ROOT, file);
    return relative.startsWith('..') ? file : relative;
  }

  /**
   * Removes everything but the toolchain, and the lock that the caller holds.
   *
   * @param keepSynthesized whether what was synthesized stays too, because it was synthesized just now
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
