import { blocksOf, isReference, type RenderedResource } from './rendered-resource';

/**
 * Privileges by type of securable, as far as this project grants them.
 *
 * @see https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
 */
const ON_SCHEMA_AND_BELOW = [
  'ALL_PRIVILEGES',
  'APPLY_TAG',
  'EXECUTE',
  'MANAGE',
  'MODIFY',
  'READ_VOLUME',
  'SELECT',
  'WRITE_VOLUME',
];
const IN_A_SCHEMA = [
  ...ON_SCHEMA_AND_BELOW,
  ...['CREATE_FUNCTION', 'CREATE_MATERIALIZED_VIEW', 'CREATE_MODEL', 'CREATE_TABLE', 'CREATE_VOLUME'],
  ...['EXTERNAL_USE_SCHEMA', 'REFRESH', 'USE_SCHEMA'],
];
const PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  catalog: [...IN_A_SCHEMA, 'BROWSE', 'CREATE_SCHEMA', 'USE_CATALOG'],
  schema: IN_A_SCHEMA,
  table: ['ALL_PRIVILEGES', 'APPLY_TAG', 'MANAGE', 'MODIFY', 'REFRESH', 'SELECT'],
  volume: ['ALL_PRIVILEGES', 'APPLY_TAG', 'MANAGE', 'READ_VOLUME', 'WRITE_VOLUME'],
};

/** Return grants and permissions that Databricks would reject, or that cause a diff in every plan. */
export function grantProblems({ type, attributes }: RenderedResource): string[] {
  if (type === 'permissions') return permissionProblems(blocksOf(attributes.access_control));
  if (type !== 'grants') return [];
  const [securable = 'table'] = Object.keys(PRIVILEGES).filter((name) => attributes[name] !== undefined);
  const known = PRIVILEGES[securable] ?? [];
  return blocksOf(attributes.grant).flatMap(({ principal, privileges }) =>
    (privileges as string[])
      .filter((privilege) => !known.includes(privilege))
      .map(
        (privilege) =>
          `grants ${privilege} on a ${securable} to '${principal}', but a ${securable} has no such privilege. Use one of ${known.join(', ')}.`,
      ),
  );
}

function permissionProblems(entries: readonly Readonly<Record<string, unknown>>[]): string[] {
  return entries.flatMap(({ user_name: user, group_name: group }) => [
    ...(typeof user === 'string' && !isReference(user) && user !== user.toLowerCase()
      ? [
          `grants permissions to user '${user}', but Databricks stores user names in lower case, so every plan would show a diff. Use lower case.`,
        ]
      : []),
    ...(group === 'admins'
      ? [
          "grants permissions to group 'admins', whose permissions cannot be changed in Databricks. Remove it.",
        ]
      : []),
  ]);
}
