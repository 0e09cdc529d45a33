import { isInCatalog, isStreamingTable } from '../../artefacts/dataset-kind';
import type { DeployedPipeline } from '../pipeline-change';

/** The most tables for which a finding lists copy commands. */
const MOST_COPIES = 20;

/** Names of the datasets published to the catalog, in the order in which data flows. */
export function publishedNames(deployed: DeployedPipeline | undefined): string[] {
  const datasets = deployed?.manifest?.datasets ?? [];
  return datasets.filter(isInCatalog).map(({ name }) => name);
}

/** The number of tables as text. */
export function tablesText(deployed: DeployedPipeline | undefined): string {
  if (!deployed?.manifest) return 'every table it created';
  const count = publishedNames(deployed).length;
  return count === 1 ? 'its table' : `its ${count} tables and views`;
}

/** Statements that back up tables to a schema that no pipeline writes to. */
export function copyStatements(deployed: DeployedPipeline | undefined): string[] {
  const { manifest, catalog, schema } = deployed ?? {};
  if (!manifest || catalog === undefined || schema === undefined) return [];
  const target = `\`${catalog}\`.\`${schema}_copy\``;
  const tables = manifest.datasets.filter(isStreamingTable);
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
