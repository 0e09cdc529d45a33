import type { DatasetKind, ManifestDataset } from './manifest';

type OfAKind = Pick<ManifestDataset, 'kind'>;

/** Display names of the dataset kinds. */
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

/** Kind of a dataset, with the SCD type of an AUTO CDC table or the table of a quarantine. */
export function describeKind({ kind, cdc, quarantineOf }: ManifestDataset): string {
  if (quarantineOf !== undefined) return `${KIND_NAMES[kind]}, quarantine of ${quarantineOf}`;
  return cdc ? `${KIND_NAMES[kind]}, SCD type ${cdc.scdType}` : KIND_NAMES[kind];
}

/** Whether a dataset is stored as a table, as opposed to a view. */
export function isStored({ kind }: OfAKind): boolean {
  return kind !== 'temporary_view' && kind !== 'published_view';
}

/** Whether a dataset is a streaming table on Databricks, whose rows may no longer be in its sources. */
export function isStreamingTable({ kind }: OfAKind): boolean {
  return kind === 'kafka_stream' || kind === 'streaming_table' || kind === 'auto_cdc_table';
}

/** Whether a dataset is published to the catalog. */
export function isInCatalog({ kind }: OfAKind): boolean {
  return kind !== 'temporary_view';
}
