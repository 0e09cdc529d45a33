import type { DeployedPipeline, PipelineChange } from '../pipeline-change';

/**
 * Commands that fully refresh tables in one update. They first stop a running update: a pipeline has one update at a
 * time. Tables in the pipeline's own schema are given by name.
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

/** The fully qualified name of a table, or only its name if catalog or schema are unknown. */
export function tableName(pipeline: DeployedPipeline | undefined, name: string): string {
  const { catalog, schema } = pipeline ?? {};
  return catalog && schema ? `${catalog}.${schema}.${name}` : name;
}

/** SQL that copies the rows of a table to a new one. */
export function copyCommand({ before, after }: PipelineChange, table: string): string {
  const name = tableName(before ?? after, table);
  return `CREATE TABLE ${name}_before_deployment AS SELECT * FROM ${name};`;
}
