import type { Edit } from '../changed-project';

/** One change of the platform, and what a review must find in it. */
export interface CorpusCase {
  /** What is changed, as a reviewer would say it. */
  readonly change: string;

  readonly edits: readonly Edit[];

  /**
   * Edits of what is deployed before.
   * @default - the project as it is
   */
  readonly deployed?: readonly Edit[];

  /** @default 'staging', whose updates are scheduled and do not run all the time */
  readonly environment?: string;

  /** Every finding that is not safe, as `kind subject`, in any order; none for a safe change. */
  readonly finds: readonly string[];
}

/** Replaces a text that stands once in a file. */
export const replace = (file: string, from: string, to: string): Edit => ({ file, from, to });

export const SILVER = 'constructs/music-streaming/silver.ts';
export const BRONZE = 'constructs/music-streaming/bronze.ts';
export const GOLD = 'constructs/music-streaming/gold.ts';
export const RAW = 'constructs/music-streaming/raw.ts';
export const FIELDS = 'constructs/music-streaming/event-fields.ts';
export const STACK = 'constructs/music-streaming/music-streaming-stack.ts';
export const PROD = 'environments/prod.ts';
