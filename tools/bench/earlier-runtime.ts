import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import type { RuntimePackage } from '../local/runtime-process';

/** The last commit whose runtime let Spark's Delta write every table. */
export const EARLIER_COMMIT = '9694fa7';

/** A checkout of the earlier runtime, beside the project; nothing where this clone does not have its commit. */
export class EarlierRuntime {
  private constructor(readonly directory: string) {}

  static checkOut(root: string): EarlierRuntime | undefined {
    const directory = path.join(root, 'earlier-runtime');
    try {
      git('worktree', 'add', '--detach', directory, EARLIER_COMMIT);
    } catch {
      return undefined;
    }
    return new EarlierRuntime(directory);
  }

  get runtime(): RuntimePackage {
    return { checkout: this.directory, name: 'local.runtime' };
  }

  remove(): void {
    git('worktree', 'remove', '--force', this.directory);
  }
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: PROJECT_ROOT, stdio: 'ignore' });
}
