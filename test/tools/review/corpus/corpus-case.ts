import type { Edit, EnvironmentName } from '../changed-platform';

/** One change of the fixture platform, and what a review must find in it. */
export interface CorpusCase {
  /** What is changed, as a reviewer would say it. */
  readonly change: string;

  readonly edits: readonly Edit[];

  /**
   * Edits of what is deployed before.
   * @default - the platform as it is
   */
  readonly deployed?: readonly Edit[];

  /** @default 'staging', whose updates are scheduled */
  readonly environment?: EnvironmentName;

  /** Every finding that is not safe, as `kind subject`, in any order; none for a safe change. */
  readonly finds: readonly string[];
}

/** Replaces a text that occurs once in a file. */
export const replace = (file: string, from: string, to: string): Edit => ({ file, from, to });

/** A text of a declaration that occurs once in the platform. */
export const declare = (from: string, to: string): Edit => replace('platform.ts', from, to);

/** A text that occurs once in the function of a dataset. */
export const rewrite = (name: string, from: string, to: string): Edit =>
  replace(`notebooks/${name}`, from, to);
