import type { Artefacts } from '../artefacts/artefacts';
import type { StateDirectory } from '../artefacts/state-directory';
import type { Broker } from '../local/kafka/broker';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import type { RowCount, Tallies } from './row-counts';
import { secondsOf, usageOf, type Work, workOf } from './work';

/** What a contender works with. */
export interface ContenderProps {
  /** Its own: no other contender writes there. */
  readonly state: StateDirectory;
  readonly artefacts: Artefacts;
  readonly broker: Broker;
  readonly toolchain: Toolchain;
  readonly progress: Progress;
}

/** A process that brings tables up to date with the topics, and is measured doing it. */
export abstract class Contender {
  /** What it is, for the reader of the table. */
  abstract readonly name: string;

  constructor(protected readonly props: ContenderProps) {}

  /** Contains its tables, one directory each. */
  get warehouse(): string {
    return this.props.state.warehouse;
  }

  /** Starts its process and Spark; resolves when it is ready for work. */
  start(): Promise<Work> {
    return workOf(
      () => this.group,
      () => secondsOf(() => this.launch()),
    );
  }

  /** Processes what the topics contain; the seconds are those of its own clock. */
  bringUpToDate(): Promise<Work> {
    return workOf(
      () => this.group,
      () => this.update(),
    );
  }

  /** The most memory that its processes have used so far, in bytes. */
  peakBytes(): number | undefined {
    return this.group === undefined ? undefined : usageOf(this.group)?.peakBytes;
  }

  /** The rows that its tables must have after these messages. */
  abstract rowCounts(tallies: Tallies): RowCount[];
  abstract stop(): Promise<void>;

  /** The group of its processes, once it runs. */
  protected abstract readonly group: number | undefined;
  protected abstract launch(): Promise<void>;
  protected abstract update(): Promise<number>;
}
