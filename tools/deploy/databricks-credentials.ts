import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Profile, type ProfileFile, readProfiles } from './databricks-profiles';
import type { Finding } from './finding';
import type { ProviderSettings } from './synthesized-stack';

const AZURE = /\.azuredatabricks\.net$|\.databricks\.azure\./;
const GOOGLE = /\.gcp\.databricks\.com$/;

/** Authentication types: the value for DATABRICKS_AUTH_TYPE, and the variables they need. */
const WAYS: readonly { readonly way: string; readonly needs: readonly string[]; readonly only?: RegExp }[] = [
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

/** Variables that make the provider try this family, even if they are incomplete. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  pat: ['DATABRICKS_TOKEN'],
  oauth: ['DATABRICKS_CLIENT_ID', 'DATABRICKS_CLIENT_SECRET'],
  azure: ['ARM_CLIENT_ID', 'ARM_CLIENT_SECRET', 'ARM_TENANT_ID', 'ARM_USE_MSI'],
  google: ['GOOGLE_CREDENTIALS', 'DATABRICKS_GOOGLE_SERVICE_ACCOUNT'],
};

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
interface SignIn {
  readonly host: string;
  readonly authType: string | undefined;
  readonly profileName: string | undefined;
  readonly profile: Profile | undefined;
  readonly file: ProfileFile;
  /** The variables, with unset ones taken from the profile. */
  readonly given: NodeJS.ProcessEnv;
}

/**
 * Checks without a connection whether the provider will find credentials, and whether they are for the right workspace.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
 */
export function credentialFindings(provider: ProviderSettings, sources: CredentialSources): Finding[] {
  const { variables, home } = sources;
  const file = readProfiles(variables, home);
  const profileName = provider.profile || variables.DATABRICKS_CONFIG_PROFILE || undefined;
  const profile = profileName === undefined ? undefined : file.profiles.get(profileName);
  const signIn: SignIn = {
    host: addressOf(provider.host),
    authType: provider.auth_type || variables.DATABRICKS_AUTH_TYPE || profile?.auth_type,
    profileName,
    profile,
    file,
    given: { ...variables, ...settingsOf(profile, variables) },
  };
  return [signInFinding(signIn, home), ...otherWorkspaces(signIn, variables)];
}

function signInFinding(signIn: SignIn, home: string): Finding {
  const { host, file, profileName, profile, authType, given } = signIn;
  if (profileName !== undefined && profile === undefined) {
    return finding(
      'problem',
      `profile '${profileName}' does not exist in ${file.name} (profiles: ${[...file.profiles.keys()].join(', ') || 'none'}). Set DATABRICKS_CONFIG_PROFILE to an existing one.`,
    );
  }
  const families = Object.entries(FAMILIES)
    .map(([family, names]) => ({ family, set: names.filter((name) => given[name]) }))
    .filter(({ set }) => set.length > 0);
  if (families.length > 1 && authType === undefined) {
    const all = families.map(({ family, set }) => `${family} (${set.join(', ')})`).join(' and ');
    return finding(
      'problem',
      `the credentials are ambiguous: ${all}. Set DATABRICKS_AUTH_TYPE to one of ${complete(signIn).join(', ') || 'the authentication types'}.`,
    );
  }
  const way = authType ?? complete(signIn)[0];
  const known = WAYS.find((each) => each.way === way);
  if (known && !complete(signIn).includes(known.way)) {
    const missing = known.needs.filter((name) => !given[name]);
    return finding(
      'problem',
      missing.length > 0
        ? `${way} requires ${missing.join(' and ')}. Set it, or choose a different DATABRICKS_AUTH_TYPE.`
        : `${way} does not support the cloud of ${host}. Choose a different DATABRICKS_AUTH_TYPE.`,
    );
  }
  if (profile) return finding('fine', `${way ?? 'sign-in'} from profile '${profileName}' of ${file.name}`);
  if (known) return finding('fine', `${way} from ${known.needs.join(' and ')}`);
  if (way !== undefined) return finding('fine', way);
  return sessionOf(host, home) ?? nothing(signIn);
}

/** Authentication types with complete settings. */
function complete({ given, host }: SignIn): string[] {
  return WAYS.filter(
    ({ needs, only }) => needs.every((name) => given[name]) && (only === undefined || only.test(host)),
  ).map(({ way }) => way);
}

/** An existing session of the Databricks CLI or the Azure CLI. */
function sessionOf(host: string, home: string): Finding | undefined {
  const tokens = path.join(home, '.databricks', 'token-cache.json');
  if (existsSync(tokens) && readFileSync(tokens, 'utf8').includes(host)) {
    return finding('fine', `databricks-cli, signed in with 'databricks auth login'`);
  }
  return AZURE.test(host) && existsSync(path.join(home, '.azure', 'azureProfile.json'))
    ? finding('fine', `azure-cli, signed in with 'az login'`)
    : undefined;
}

function nothing({ host, file }: SignIn): Finding {
  const usable = WAYS.filter(({ only }) => only === undefined || only.test(host));
  const matching = [...file.profiles].find(([, profile]) => addressOf(profile.host) === host)?.[0];
  const profile =
    matching === undefined
      ? `DATABRICKS_CONFIG_PROFILE, a profile of ${file.name} (${[...file.profiles.keys()].join(', ') || 'none'})`
      : `DATABRICKS_CONFIG_PROFILE=${matching}, the profile of ${file.name} for this workspace`;
  return finding(
    'problem',
    [
      `no credentials found for ${host}. Set one of:`,
      `  ${profile}`,
      ...usable.map(({ way, needs }) => `  ${needs.join(' and ')} (${way})`),
      'DATABRICKS_AUTH_TYPE=databricks-cli uses the session of',
      `  databricks auth login --host ${host}`,
    ].join('\n'),
  );
}

/** Warns if the credentials may be for a different workspace: the host of the stack takes precedence over both. */
function otherWorkspaces({ host, profileName, profile }: SignIn, variables: NodeJS.ProcessEnv): Finding[] {
  const named = {
    DATABRICKS_HOST: variables.DATABRICKS_HOST,
    [`host of profile '${profileName}'`]: profile?.host,
  };
  return Object.entries(named).flatMap(([name, value]) => {
    const other = addressOf(value);
    return other === '' || other === host
      ? []
      : [
          finding(
            'warning',
            `${name} is ${other}, but the environment deploys to ${host}. The credentials may not be valid there.`,
          ),
        ];
  });
}

function settingsOf(profile: Profile = {}, variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([setting, name]) => [name, variables[name] || profile[setting]]),
  );
}

/** A host in normalized form for comparison; empty if there is none. */
function addressOf(host = ''): string {
  const name = host
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return name === '' ? '' : `https://${name}`;
}

function finding(status: Finding['status'], text: string): Finding {
  return { subject: 'credentials', status, text };
}
