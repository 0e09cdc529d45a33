import { UserError } from '../terminal/user-error';

/** Environment variables of the Databricks SQL connector. */
export type WarehouseCredentials = Readonly<
  Record<'DATABRICKS_SERVER_HOSTNAME' | 'DATABRICKS_HTTP_PATH' | 'DATABRICKS_TOKEN', string>
>;

/**
 * Reads the credentials of a SQL warehouse. DATABRICKS_HOST, as used by Terraform and the Databricks CLI, can replace
 * DATABRICKS_SERVER_HOSTNAME.
 *
 * @throws UserError that lists all missing variables
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
      `The tables of '${environment}' are queried through a SQL warehouse, but these variables are not set: ` +
        `${missing.join(', ')}.\n  Hostname and path are in the warehouse's connection details; the token is ` +
        'that of an identity with access to the warehouse and the tables.',
    );
  }
  return given;
}

/** The host name without scheme and slash, as the connector expects it. */
function hostname(given: string | undefined): string {
  return (given ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
