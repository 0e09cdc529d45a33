/** Output of `read_tables.py`: the data of a report from the local tables. Times are ISO 8601, UTC. */
export interface TablesContent {
  /** By dataset; only datasets with a table. */
  readonly tables: Readonly<Record<string, TableSize>>;
  /** By dataset, without quarantines: see `quarantines`. */
  readonly samples: Readonly<Record<string, RowSamples>>;
  /** Number of updates before the first in `events`. */
  readonly earlierUpdates: number;
  /** Events of the last updates, oldest first. */
  readonly events: readonly LoggedEvent[];
  /** By quarantine. */
  readonly quarantines: Readonly<Record<string, QuarantineContent>>;
  /** Rows by chart; charts whose table is missing or empty are left out. */
  readonly chartRows: Readonly<Partial<Record<ChartName, readonly ChartRow[]>>>;
}

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
  /** Version of the Delta table. */
  readonly version: number;
}

/** Sample rows of a table, as text; null for NULL. */
export interface RowSamples {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** The fields of an event of the event log that a report reads. */
export interface LoggedEvent {
  readonly time: string;
  readonly update: string;
  readonly dataset: string | null;
  readonly type: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR' | 'METRICS';
  readonly message: string;
  /** The event's details, keyed by event type in the event log. */
  readonly details: {
    readonly status?: string;
    readonly state?: string;
    readonly metrics?: Readonly<Record<string, number>>;
    readonly data_quality?: {
      readonly dropped_records: number;
      readonly expectations: readonly ExpectationCount[];
    };
    readonly full_refresh?: boolean;
    readonly full_refresh_selection?: readonly string[];
    readonly technique_information?: readonly ChosenTechnique[];
  };
}

/** Planned refresh of a materialized view. */
export interface ChosenTechnique {
  readonly maintenance_type: string;
  readonly is_chosen: boolean;
  readonly reason: string;
}

export interface ExpectationCount {
  readonly name: string;
  readonly passed_records: number;
  readonly failed_records: number;
}

export interface QuarantineContent {
  readonly rows: number;
  /** Number of rows examined, newest first. */
  readonly read: number;
  /** Most frequent first. */
  readonly reasons: readonly QuarantineReason[];
}

/** Messages that failed the same rules. */
export interface QuarantineReason {
  readonly rules: readonly string[];
  readonly rows: number;
  readonly samples: readonly QuarantineSample[];
}

/** A message with its unmodified payload. */
export interface QuarantineSample {
  /** Kafka timestamp and position; null if the quarantine does not record them. */
  readonly time: string | null;
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
  /** The beginning of the payload, or of the row as JSON; null for a message without a payload. */
  readonly value: string | null;
  /** Size of the whole payload, in bytes. */
  readonly length: number;
}

export type ChartName = 'active_users' | 'top_artists' | 'subscriptions' | 'retention';

export type ChartRow = Readonly<Record<string, string | number | null>>;
