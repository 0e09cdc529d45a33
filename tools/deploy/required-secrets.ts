import type { RequiredSecret } from './synthesized-stack';
import { type Workspace, WorkspaceError } from './workspace';

/** Existence of a required secret in the workspace. */
export interface SecretState {
  readonly secret: RequiredSecret;
  /** Unknown if the deployer may not list the scope. */
  readonly state: 'exists' | 'missing' | 'scope missing' | 'unknown';
}

export const isMissing = ({ state }: SecretState) => state === 'missing' || state === 'scope missing';

/** `music-streaming/kafka-password`. */
export function describeSecret({ scope, key }: RequiredSecret): string {
  return `${scope}/${key}`;
}

/**
 * Looks for every required secret.
 *
 * @see https://docs.databricks.com/api/workspace/secrets/listsecrets
 */
export async function secretStates(
  { secrets }: { readonly secrets: readonly RequiredSecret[] },
  workspace: Workspace,
): Promise<SecretState[]> {
  const scopes = new Map<string, SecretState['state'] | readonly string[]>();
  for (const scope of new Set(secrets.map(({ scope }) => scope))) {
    scopes.set(scope, await keysOf(scope, workspace));
  }
  return secrets.map((secret) => {
    const found = scopes.get(secret.scope) ?? 'unknown';
    if (typeof found === 'string') return { secret, state: found as SecretState['state'] };
    return { secret, state: found.includes(secret.key) ? 'exists' : 'missing' };
  });
}

async function keysOf(
  scope: string,
  workspace: Workspace,
): Promise<readonly string[] | 'scope missing' | 'unknown'> {
  try {
    const { secrets = [] } = await workspace.get<{ readonly secrets?: readonly { readonly key: string }[] }>(
      '/api/2.0/secrets/list',
      { scope },
    );
    return secrets.map(({ key }) => key);
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    if (error.isMissing) return 'scope missing';
    if (error.status === 403) return 'unknown';
    throw error;
  }
}

/**
 * Stores the value of a secret, in a scope that exists.
 *
 * @see https://docs.databricks.com/api/workspace/secrets/putsecret
 */
export async function storeSecret(
  { scope, key }: RequiredSecret,
  value: string,
  workspace: Workspace,
): Promise<void> {
  await workspace.post('/api/2.0/secrets/put', { scope, key, string_value: value });
}
