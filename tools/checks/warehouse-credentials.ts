import { UserError } from '../terminal/user-error';

/** How the SQL connector finds a warehouse, in the variables that its own documentation names. */
export type WarehouseCredentials = Readonly<
  Record<'DATABRICKS_SERVER_HOSTNAME' | 'DATABRICKS_HTTP_PATH' | 'DATABRICKS_TOKEN', string>
>;

/**
 * Reads the credentials of a SQL warehouse; DATABRICKS_HOST, which Terraform and the command line of Databricks
 * read, may replace the name of the server.
 *
 * @throws UserError that names every variable that is missing
 */
export function readWarehouseCredentials(
  environment: string,
  variables: NodeJS.ProcessEnv,
): WarehouseCredentials {
  const given = {
    DATABRICKS_SERVER_HOSTNAME: hostname(variables.DATABRICKS_SERVER_HOSTNAME || variables.DATABRICKS_HOST),
    DATABRICKS_HTTP_PATH: variables.DATABRICKS_HTTP_PATH ?? '',
    DATABRICKS_TOKEN: variables.DATABRICKS_TOKEN ?? '',
  };
  const missing = Object.entries(given)
    .filter(([, value]) => value === '')
    .map(([name]) => (name === 'DATABRICKS_SERVER_HOSTNAME' ? `${name} (or DATABRICKS_HOST)` : name));
  if (missing.length > 0) {
    throw new UserError(
      `The tables of '${environment}' are asked through a SQL warehouse, but these variables are not set: ` +
        `${missing.join(', ')}.\n  Hostname and path are in the warehouse's connection details; the token is ` +
        'one of somebody who may use the warehouse and read the tables.',
    );
  }
  return given;
}

/** The name alone, as the connector wants it: Terraform takes an address. */
function hostname(given: string | undefined): string {
  return (given ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
