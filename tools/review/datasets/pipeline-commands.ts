import type { DeployedPlatform, PlatformChange } from '../pipeline-change';

/**
 * Commands that fully refresh tables, in one update of each of their pipelines, in the order in which data flows. They
 * first stop a running update: a pipeline has one update at a time. Tables in the pipeline's own schema are given by
 * name.
 *
 * @see https://docs.databricks.com/aws/en/ldp/updates
 */
export function fullRefreshCommands(change: PlatformChange, tables: readonly string[]): string[] {
  const manifest = (change.after ?? change.before)?.manifest;
  const commands = (manifest?.pipelines ?? []).flatMap((pipeline) => {
    const own = tables.filter((table) =>
      manifest?.datasets.some(({ name, pipeline: owner }) => name === table && owner === pipeline),
    );
    if (own.length === 0) return [];
    const id = pipelineId(change, pipeline);
    return [
      `databricks pipelines stop ${id}`,
      `databricks pipelines start-update ${id} --json '${JSON.stringify({ full_refresh_selection: own })}'`,
    ];
  });
  return commands.some((command) => command.includes(UNKNOWN_ID))
    ? ['databricks pipelines list-pipelines', ...commands]
    : commands;
}

const UNKNOWN_ID = '<id of the pipeline';

/** ID of a pipeline, or a placeholder if the workspace assigns it with the deployment. */
export function pipelineId({ before, after }: PlatformChange, name: string): string {
  const known = [...(before?.pipelines ?? []), ...(after?.pipelines ?? [])];
  return known.find((each) => each.name === name && each.id !== undefined)?.id ?? `${UNKNOWN_ID} ${name}>`;
}

/** The fully qualified name of a table, or only its name if catalog or schema are unknown. */
export function tableName(platform: DeployedPlatform | undefined, name: string): string {
  const { catalog, schema } = platform ?? {};
  return catalog && schema ? `${catalog}.${schema}.${name}` : name;
}

/** SQL that copies the rows of a table to a new one. */
export function copyCommand({ before, after }: PlatformChange, table: string): string {
  const name = tableName(before ?? after, table);
  return `CREATE TABLE ${name}_before_deployment AS SELECT * FROM ${name};`;
}
