import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DatasetKind, Manifest, ManifestColumn, ManifestDataset } from './manifest';

export type { DatasetKind, Manifest, ManifestColumn, ManifestDataset };

/** The lineage manifest of a directory of synthesized notebooks. */
export function readLineageManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(path.join(directory, 'lineage.json'), 'utf8')) as Manifest;
}

/** The kinds of dataset, as people call them. */
export const KIND_NAMES: Readonly<Record<DatasetKind, string>> = {
  kafka_stream: 'Kafka stream',
  streaming_table: 'streaming table',
  materialized_view: 'materialized view',
  temporary_view: 'temporary view',
  published_view: 'published view',
  auto_cdc_table: 'AUTO CDC table',
};

/** What a dataset is, in a few words: of an AUTO CDC table its type, of a quarantine whose it is. */
export function kindOf({ kind, cdc, quarantineOf }: ManifestDataset): string {
  if (quarantineOf !== undefined) return `${KIND_NAMES[kind]}, quarantine of ${quarantineOf}`;
  return cdc ? `${KIND_NAMES[kind]}, SCD type ${cdc.scdType}` : KIND_NAMES[kind];
}
