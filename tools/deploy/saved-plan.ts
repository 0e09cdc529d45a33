import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../terminal/user-error';
import type { Applied, PlanProps, Terraform } from './terraform';
import type { Message } from './terraform-messages';

/**
 * A plan of one command. Between planning and applying it exists only in memory, so no other command can replace it, and
 * a command that is killed at its question leaves no plan with secrets behind.
 */
export class SavedPlan {
  private constructor(
    private readonly terraform: Terraform,
    private readonly directory: string,
    private readonly content: Buffer,
    /** SHA-256 of the plan. */
    private readonly hash: string,
    /** Output of `terraform show -json` for this plan. */
    readonly json: string,
  ) {}

  /** Plans with Terraform. @param directory directory for the private directories of plans */
  static async create(
    terraform: Terraform,
    directory: string,
    props: Omit<PlanProps, 'file'>,
  ): Promise<SavedPlan> {
    return withPrivateFile(directory, async (file) => {
      // Terraform would create a world-readable file, but keeps the mode of an existing one.
      writeFileSync(file, '', { mode: 0o600 });
      await terraform.plan({ ...props, file });
      const content = readFileSync(file);
      const hash = hashOf(content);
      const json = await terraform.show(file);
      requireHash(file, hash);
      return new SavedPlan(terraform, directory, content, hash, json);
    });
  }

  /** Applies exactly the plan that {@link json} shows. */
  async apply(report: (message: Message) => void): Promise<Applied> {
    return withPrivateFile(this.directory, async (file) => {
      writeFileSync(file, this.content, { mode: 0o600 });
      requireHash(file, this.hash);
      return this.terraform.apply(file, report);
    });
  }
}

/** Runs a task with the path of a file in a new directory that only this user can read, and removes both. */
async function withPrivateFile<T>(parent: string, task: (file: string) => Promise<T>): Promise<T> {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  // mkdtemp creates the directory with mode 0700 and an unpredictable name.
  const directory = mkdtempSync(path.join(parent, 'plan-'));
  try {
    return await task(path.join(directory, 'tfplan'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function requireHash(file: string, hash: string): void {
  if (hashOf(readFileSync(file)) === hash) return;
  throw new UserError(
    'The saved plan was changed by a different program, so it was not used. Run the command again.',
  );
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
