import type { DatasetKind, ManifestDataset } from './manifest';

type OfAKind = Pick<ManifestDataset, 'kind'>;

/** The kinds of dataset, as people call them. */
export const KIND_NAMES: Readonly<Record<DatasetKind, string>> = {
  kafka_stream: 'Kafka stream',
  streaming_table: 'streaming table',
  materialized_view: 'materialized view',
  temporary_view: 'temporary view',
  published_view: 'published view',
  auto_cdc_table: 'AUTO CDC table',
};

/** A kind with its article: `an AUTO CDC table`. */
export function kindWithArticle(kind: DatasetKind): string {
  return `${kind === 'auto_cdc_table' ? 'an' : 'a'} ${KIND_NAMES[kind]}`;
}

/** What a dataset is, in a few words: the SCD type of an AUTO CDC table, the table that a quarantine belongs to. */
export function describeKind({ kind, cdc, quarantineOf }: ManifestDataset): string {
  if (quarantineOf !== undefined) return `${KIND_NAMES[kind]}, quarantine of ${quarantineOf}`;
  return cdc ? `${KIND_NAMES[kind]}, SCD type ${cdc.scdType}` : KIND_NAMES[kind];
}

/** Whether a dataset is stored as a table; the rows of a view are computed when it is read. */
export function isStored({ kind }: OfAKind): boolean {
  return kind !== 'temporary_view' && kind !== 'published_view';
}

/** Whether a dataset is a streaming table to Databricks: its rows may no longer be in its sources. */
export function isStreamingTable({ kind }: OfAKind): boolean {
  return kind === 'kafka_stream' || kind === 'streaming_table' || kind === 'auto_cdc_table';
}

/** Whether a dataset is in the catalog, where others than the pipeline can query it. */
export function isInCatalog({ kind }: OfAKind): boolean {
  return kind !== 'temporary_view';
}
