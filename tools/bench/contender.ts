import type { Artefacts } from '../artefacts/artefacts';
import type { StateDirectory } from '../artefacts/state-directory';
import type { Broker } from '../local/kafka/broker';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import type { RowCount, Tallies } from './row-counts';
import type { Work } from './work';

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
  /** Starts its process and Spark; resolves when it can be asked to work. */
  start(): Promise<Work>;
  /** Takes what the topics hold; the seconds are those of its own clock. */
  bringUpToDate(): Promise<Work>;
  /** The most memory that its processes have had so far, in bytes. */
  peakBytes(): number | undefined;
  /** The rows that its tables must have, once it has taken messages of which there are so many. */
  rowCounts(tallies: Tallies): RowCount[];
  stop(): Promise<void>;
}
