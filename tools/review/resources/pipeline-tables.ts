import type { DeployedPipeline, ManifestDataset } from '../../artefacts/manifest';

/** Kinds of dataset that hold what their sources may no longer have; the others are computed again at any time. */
const KEEP_HISTORY: ReadonlySet<string> = new Set(['kafka_stream', 'streaming_table', 'auto_cdc_table']);

/** Tables that are copied one by one in the commands of a finding. */
const MOST_COPIES = 20;

/** Datasets that other people see in the catalog, by name, in the order in which data flows. */
export function publishedNames(deployed: DeployedPipeline | undefined): string[] {
  const datasets = deployed?.manifest?.datasets ?? [];
  return datasets.filter(({ kind }) => kind !== 'temporary_view').map(({ name }) => name);
}

/** Whether a dataset holds what cannot be computed again from something else for sure. */
export function keepsHistory({ kind }: ManifestDataset): boolean {
  return KEEP_HISTORY.has(kind);
}

/** How many tables it is about, in words. */
export function tablesText(deployed: DeployedPipeline | undefined): string {
  if (!deployed?.manifest) return 'every table that it has created';
  const count = publishedNames(deployed).length;
  return count === 1 ? 'its table' : `its ${count} tables and views`;
}

/** Statements that copy what is lost otherwise to a schema that no pipeline writes to. */
export function copyStatements(deployed: DeployedPipeline | undefined): string[] {
  const { manifest, catalog, schema } = deployed ?? {};
  if (!manifest || catalog === undefined || schema === undefined) return [];
  const target = `\`${catalog}\`.\`${schema}_copy\``;
  const tables = manifest.datasets.filter(keepsHistory);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${target};`,
    ...tables
      .slice(0, MOST_COPIES)
      .map(
        ({ name }) =>
          `CREATE TABLE ${target}.\`${name}\` AS SELECT * FROM \`${catalog}\`.\`${schema}\`.\`${name}\`;`,
      ),
  ];
}
