import type { Finding } from './finding';
import {
  addressOf,
  type CredentialSources,
  complete,
  type SignIn,
  sessionOf,
  signInOf,
  WAYS,
} from './sign-in';
import type { ProviderSettings } from './synthesized-stack';

/** Variables that make the provider try this family, even if they are incomplete. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  pat: ['DATABRICKS_TOKEN'],
  oauth: ['DATABRICKS_CLIENT_ID', 'DATABRICKS_CLIENT_SECRET'],
  azure: ['ARM_CLIENT_ID', 'ARM_CLIENT_SECRET', 'ARM_TENANT_ID', 'ARM_USE_MSI'],
  google: ['GOOGLE_CREDENTIALS', 'DATABRICKS_GOOGLE_SERVICE_ACCOUNT'],
};

/**
 * Checks without a connection whether the provider will find credentials, and whether they are for the right workspace.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
 */
export function credentialFindings(provider: ProviderSettings, sources: CredentialSources): Finding[] {
  const signIn = signInOf(provider, sources);
  return [signInFinding(signIn), ...otherWorkspaces(signIn, sources.variables)];
}

function signInFinding(signIn: SignIn): Finding {
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
  const session = sessionOf(signIn);
  return session ? finding('fine', `${session.way}, signed in with '${session.command}'`) : nothing(signIn);
}

/** Fixes for settings that name a different workspace. */
const FIXES: Readonly<Record<string, string>> = {
  DATABRICKS_HOST: 'Unset it, or set it to that workspace, with credentials for it.',
};

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

/** Refuses credentials for a different workspace: the host of the stack takes precedence, so they would be rejected. */
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
            'problem',
            `${name} is ${other}, but the environment deploys to ${host}. ${FIXES[name] ?? 'Choose the profile of that workspace.'}`,
          ),
        ];
  });
}

function finding(status: Finding['status'], text: string): Finding {
  return { subject: 'credentials', status, text };
}
