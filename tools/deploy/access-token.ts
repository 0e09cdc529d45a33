import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { UserError } from '../terminal/user-error';
import { type SignIn, wayOf } from './sign-in';

/** Sends a request; replaced in tests. */
export type Send = typeof fetch;

/** The application ID of Azure Databricks, the same in every tenant. */
const AZURE_DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

interface TokenResponse {
  readonly access_token?: string;
  readonly accessToken?: string;
  readonly value?: string;
  readonly error_description?: string;
}

/**
 * The access token for the credentials that the provider uses.
 *
 * @returns undefined for authentication types that only the provider supports
 * @throws UserError if no token is issued
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
 */
export async function accessToken(signIn: SignIn, send: Send): Promise<string | undefined> {
  const { host, given, profileName } = signIn;
  switch (wayOf(signIn)) {
    case 'pat':
      return given.DATABRICKS_TOKEN;
    case 'oauth-m2m': {
      const secret = `${given.DATABRICKS_CLIENT_ID}:${given.DATABRICKS_CLIENT_SECRET}`;
      return requested(
        send,
        `${host}/oidc/v1/token`,
        { grant_type: 'client_credentials', scope: 'all-apis' },
        {
          Authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
        },
      );
    }
    case 'github-oidc':
      return exchanged(signIn, await githubToken(given, host, send), send);
    case 'env-oidc':
      return exchanged(signIn, given.DATABRICKS_OIDC_TOKEN ?? '', send);
    case 'file-oidc':
      return exchanged(signIn, readFileSync(given.DATABRICKS_OIDC_TOKEN_FILEPATH ?? '', 'utf8').trim(), send);
    case 'azure-client-secret':
      return requested(send, `https://login.microsoftonline.com/${given.ARM_TENANT_ID}/oauth2/v2.0/token`, {
        grant_type: 'client_credentials',
        client_id: given.ARM_CLIENT_ID ?? '',
        client_secret: given.ARM_CLIENT_SECRET ?? '',
        scope: `${AZURE_DATABRICKS}/.default`,
      });
    case 'databricks-cli':
      return printed(given, 'databricks', [
        ...['auth', 'token'],
        ...(profileName === undefined ? ['--host', host] : ['--profile', profileName]),
      ]);
    case 'azure-cli':
      return printed(given, 'az', [
        ...['account', 'get-access-token', '--resource', AZURE_DATABRICKS, '--output', 'json'],
      ]);
    default:
      return undefined;
  }
}

/**
 * The Databricks token for an identity token of a different provider.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/oauth-federation-exchange
 */
function exchanged({ host, given }: SignIn, identity: string, send: Send): Promise<string> {
  return requested(send, `${host}/oidc/v1/token`, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    subject_token: identity,
    scope: 'all-apis',
    ...(given.DATABRICKS_CLIENT_ID ? { client_id: given.DATABRICKS_CLIENT_ID } : {}),
  });
}

async function githubToken(given: NodeJS.ProcessEnv, host: string, send: Send): Promise<string> {
  const url = new URL(given.ACTIONS_ID_TOKEN_REQUEST_URL ?? '');
  url.searchParams.set('audience', given.DATABRICKS_TOKEN_AUDIENCE ?? `${host}/oidc/v1/token`);
  const headers = { Authorization: `Bearer ${given.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  return tokenIn(await send(url, { headers }), url.host);
}

async function requested(
  send: Send,
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await send(url, { method: 'POST', body: new URLSearchParams(form), headers });
  return tokenIn(response, new URL(url).host);
}

async function tokenIn(response: Response, issuer: string): Promise<string> {
  const text = await response.text();
  try {
    return tokenOf(JSON.parse(text) as TokenResponse);
  } catch {
    throw new UserError(`${issuer} issued no token (${response.status}): ${text.slice(0, 300)}`);
  }
}

function printed(env: NodeJS.ProcessEnv, program: string, words: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, words, { env, encoding: 'utf8' });
  try {
    return tokenOf(JSON.parse(stdout) as TokenResponse);
  } catch {
    const said = error?.message ?? (stderr.trim() || `exit status ${status}`);
    throw new UserError(`'${program} ${words.slice(0, 2).join(' ')}' printed no token: ${said}`);
  }
}

function tokenOf({ access_token: token, accessToken, value }: TokenResponse): string {
  const found = token ?? accessToken ?? value;
  if (found === undefined) throw new Error('no token');
  return found;
}
