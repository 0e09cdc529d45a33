import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Profile, type ProfileFile, readProfiles } from './databricks-profiles';
import type { ProviderSettings } from './synthesized-stack';

const AZURE = /\.azuredatabricks\.net$|\.databricks\.azure\./;
const GOOGLE = /\.gcp\.databricks\.com$/;

/** Authentication types: the value for DATABRICKS_AUTH_TYPE, and the variables they need. */
export const WAYS: readonly {
  readonly way: string;
  readonly needs: readonly string[];
  readonly only?: RegExp;
}[] = [
  { way: 'pat', needs: ['DATABRICKS_TOKEN'] },
  { way: 'oauth-m2m', needs: ['DATABRICKS_CLIENT_ID', 'DATABRICKS_CLIENT_SECRET'] },
  { way: 'github-oidc', needs: ['DATABRICKS_CLIENT_ID', 'ACTIONS_ID_TOKEN_REQUEST_URL'] },
  { way: 'azure-devops-oidc', needs: ['DATABRICKS_CLIENT_ID', 'SYSTEM_ACCESSTOKEN'] },
  { way: 'env-oidc', needs: ['DATABRICKS_OIDC_TOKEN'] },
  { way: 'file-oidc', needs: ['DATABRICKS_OIDC_TOKEN_FILEPATH'] },
  { way: 'azure-msi', needs: ['ARM_USE_MSI'], only: AZURE },
  {
    way: 'azure-client-secret',
    needs: ['ARM_CLIENT_ID', 'ARM_CLIENT_SECRET', 'ARM_TENANT_ID'],
    only: AZURE,
  },
  { way: 'google-credentials', needs: ['GOOGLE_CREDENTIALS'], only: GOOGLE },
  { way: 'google-id', needs: ['DATABRICKS_GOOGLE_SERVICE_ACCOUNT'], only: GOOGLE },
];

/** Settings of a profile and the equivalent variables. */
const VARIABLES: Readonly<Record<string, string>> = {
  token: 'DATABRICKS_TOKEN',
  client_id: 'DATABRICKS_CLIENT_ID',
  client_secret: 'DATABRICKS_CLIENT_SECRET',
  azure_client_id: 'ARM_CLIENT_ID',
  azure_client_secret: 'ARM_CLIENT_SECRET',
  azure_tenant_id: 'ARM_TENANT_ID',
  azure_use_msi: 'ARM_USE_MSI',
  google_credentials: 'GOOGLE_CREDENTIALS',
  google_service_account: 'DATABRICKS_GOOGLE_SERVICE_ACCOUNT',
};

/** Sources of credentials. */
export interface CredentialSources {
  readonly variables: NodeJS.ProcessEnv;
  /** Home directory, which contains the sessions of the Databricks CLI and the Azure CLI. */
  readonly home: string;
}

/** The credentials that the provider uses. */
export interface SignIn {
  readonly host: string;
  readonly authType: string | undefined;
  readonly profileName: string | undefined;
  readonly profile: Profile | undefined;
  readonly file: ProfileFile;
  /** The variables, with unset ones taken from the profile. */
  readonly given: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * The credentials that the provider will find.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
 */
export function signInOf(provider: ProviderSettings, { variables, home }: CredentialSources): SignIn {
  const file = readProfiles(variables, home);
  const profileName = provider.profile || variables.DATABRICKS_CONFIG_PROFILE || undefined;
  const profile = profileName === undefined ? undefined : file.profiles.get(profileName);
  return {
    host: addressOf(provider.host),
    authType: provider.auth_type || variables.DATABRICKS_AUTH_TYPE || profile?.auth_type,
    profileName,
    profile,
    file,
    given: { ...variables, ...settingsOf(profile, variables) },
    home,
  };
}

/** The authentication type that the provider uses; undefined if there are no credentials. */
export function wayOf(signIn: SignIn): string | undefined {
  return signIn.authType ?? complete(signIn)[0] ?? sessionOf(signIn)?.way;
}

/** Authentication types with complete settings. */
export function complete({ given, host }: SignIn): string[] {
  return WAYS.filter(
    ({ needs, only }) => needs.every((name) => given[name]) && (only === undefined || only.test(host)),
  ).map(({ way }) => way);
}

/** An existing session of the Databricks CLI or the Azure CLI, and the command that created it. */
export function sessionOf({
  host,
  home,
}: SignIn): { readonly way: string; readonly command: string } | undefined {
  const tokens = path.join(home, '.databricks', 'token-cache.json');
  if (existsSync(tokens) && readFileSync(tokens, 'utf8').includes(host)) {
    return { way: 'databricks-cli', command: 'databricks auth login' };
  }
  return AZURE.test(host) && existsSync(path.join(home, '.azure', 'azureProfile.json'))
    ? { way: 'azure-cli', command: 'az login' }
    : undefined;
}

function settingsOf(profile: Profile = {}, variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([setting, name]) => [name, variables[name] || profile[setting]]),
  );
}

/** A host in normalized form for comparison; empty if there is none. */
export function addressOf(host = ''): string {
  const name = host
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return name === '' ? '' : `https://${name}`;
}
