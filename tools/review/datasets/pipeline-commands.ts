import type { DeployedPipeline, PipelineChange } from '../pipeline-change';

/**
 * Commands that fully refresh some tables in one update. One that runs is stopped first: a pipeline has one update at
 * a time. Tables of the pipeline's own schema go by their names.
 *
 * @see https://docs.databricks.com/aws/en/ldp/updates
 */
export function fullRefreshCommands({ before, after }: PipelineChange, tables: readonly string[]): string[] {
  const known = before?.id ?? after?.id;
  const id = known ?? '<id of the pipeline>';
  return [
    ...(known === undefined ? ['databricks pipelines list-pipelines'] : []),
    `databricks pipelines stop ${id}`,
    `databricks pipelines start-update ${id} --json '${JSON.stringify({ full_refresh_selection: tables })}'`,
  ];
}

/** The name of a table with the catalog and schema that it is published to, as far as they are known. */
export function tableName(pipeline: DeployedPipeline | undefined, name: string): string {
  const { catalog, schema } = pipeline ?? {};
  return catalog && schema ? `${catalog}.${schema}.${name}` : name;
}

/** SQL that copies the rows of a table to a new one. */
export function copyCommand({ before, after }: PipelineChange, table: string): string {
  const name = tableName(before ?? after, table);
  return `CREATE TABLE ${name}_before_deployment AS SELECT * FROM ${name};`;
}
