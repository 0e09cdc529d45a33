import type { Artefacts } from '../artefacts';
import type { Broker } from '../broker';
import type { Progress } from '../progress';
import type { StateDirectory } from '../state-directory';
import type { Toolchain } from '../toolchain/toolchain';
import type { RowCount, Tallies } from './row-counts';

/** What a contender works with. */
export interface ContenderProps {
  /** Its own: nobody else writes there. */
  readonly state: StateDirectory;
  readonly artefacts: Artefacts;
  readonly broker: Broker;
  readonly toolchain: Toolchain;
  readonly progress: Progress;
}

/** Something that brings tables up to date with what the topics hold, and is measured doing it. */
export interface Contender {
  /** What it is, for the reader of the table. */
  readonly name: string;
  /** Holds its tables, one directory each. */
  readonly warehouse: string;
  /** Resolves when it can be asked to work; takes as long as starting its process and Spark does. */
  start(): Promise<void>;
  /** Takes what the topics hold, and tells how many seconds that took by its own clock. */
  bringUpToDate(): Promise<number>;
  /** The rows that its tables must have, once it has taken messages of which there are so many. */
  rowCounts(tallies: Tallies): RowCount[];
  stop(): Promise<void>;
}
