/** What is read from the local tables for a report, as `read_tables.py` writes it. Times are ISO 8601, UTC. */
export interface TablesContent {
  /** By dataset; one without a table is not there. */
  readonly tables: Readonly<Record<string, TableSize>>;
  /** By dataset; a quarantine has its own. */
  readonly samples: Readonly<Record<string, RowSamples>>;
  /** How many updates were before those whose events are here. */
  readonly earlierUpdates: number;
  /** Events of the last updates, in the order in which they happened. */
  readonly events: readonly LoggedEvent[];
  /** By name of the quarantine. */
  readonly quarantines: Readonly<Record<string, QuarantineContent>>;
  /** Rows by figure; one whose table is not there, or empty, is not there either. */
  readonly figures: Readonly<Partial<Record<FigureName, readonly FigureRow[]>>>;
}

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
  /** Version of the Delta table. */
  readonly version: number;
}

/** A few rows of a table, as text; null where a value is NULL. */
export interface RowSamples {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** An event of the event log, as far as a report reads it. */
export interface LoggedEvent {
  readonly time: string;
  readonly update: string;
  readonly dataset: string | null;
  readonly type: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR' | 'METRICS';
  readonly message: string;
  /** What the event log has below the name of the type. */
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

/** How a materialized view is to be refreshed. */
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
  /** How many of the rows were looked at: the newest. */
  readonly read: number;
  /** Most frequent first. */
  readonly reasons: readonly QuarantineReason[];
}

/** Messages that fail the same rules. */
export interface QuarantineReason {
  readonly rules: readonly string[];
  readonly rows: number;
  readonly samples: readonly QuarantineSample[];
}

/** A message as it came. Its payload may hold anything. */
export interface QuarantineSample {
  /** When Kafka received it, and its place there; null where the quarantine does not tell. */
  readonly time: string | null;
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
  /** The beginning of the payload, or of the row as JSON; null if the message has none. */
  readonly value: string | null;
  /** Bytes of the whole payload. */
  readonly length: number;
}

export type FigureName = 'active_users' | 'top_artists' | 'subscriptions' | 'retention';

export type FigureRow = Readonly<Record<string, string | number | null>>;
