import type { Artefacts } from '../artefacts/artefacts';
import type { StateDirectory } from '../artefacts/state-directory';
import type { Broker } from '../local/kafka/broker';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import type { RowCount, Tallies } from './row-counts';
import { secondsOf, usageOf, type Work, workOf } from './work';

/** Environment of a contender. */
export interface ContenderProps {
  /** State directory of this contender only. */
  readonly state: StateDirectory;
  readonly artefacts: Artefacts;
  readonly broker: Broker;
  readonly toolchain: Toolchain;
  readonly progress: Progress;
}

/** A measured process that updates tables from the topics. */
export abstract class Contender {
  /** Display name. */
  abstract readonly name: string;

  constructor(protected readonly props: ContenderProps) {}

  /** Directory of its tables, one subdirectory each. */
  get warehouse(): string {
    return this.props.state.warehouse;
  }

  /** Starts its process and Spark; resolves when it is ready. */
  start(): Promise<Work> {
    return workOf(
      () => this.group,
      () => secondsOf(() => this.launch()),
    );
  }

  /** Processes all messages in the topics; the seconds are measured by the process itself. */
  bringUpToDate(): Promise<Work> {
    return workOf(
      () => this.group,
      () => this.update(),
    );
  }

  /** Peak memory of its processes so far, in bytes. */
  peakBytes(): number | undefined {
    return this.group === undefined ? undefined : usageOf(this.group)?.peakBytes;
  }

  /** Expected row counts of its tables after these messages. */
  abstract rowCounts(tallies: Tallies): RowCount[];
  abstract stop(): Promise<void>;

  /** Process group, once started. */
  protected abstract readonly group: number | undefined;
  protected abstract launch(): Promise<void>;
  protected abstract update(): Promise<number>;
}
