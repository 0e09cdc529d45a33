import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { credentialFindings } from '../../../tools/deploy/databricks-credentials';
import type { ProviderSettings } from '../../../tools/deploy/synthesized-stack';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST } from './stack-fixture';

const AZURE = 'https://adb-1.2.azuredatabricks.net';
const GOOGLE = 'https://1.2.gcp.databricks.com';

const PROFILES = `
; profiles of the Databricks CLI
[DEFAULT]
host = https://other.cloud.databricks.com
token = secret

[staging]
host  = ${HOST}/
client_id = me
client_secret = secret

[signed-in]
host      = ${HOST}
auth_type = databricks-cli
`;

/** A home directory with these files. */
const homeWith = (files: Readonly<Record<string, string>> = {}): string => {
  const home = temporaryDirectory();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    writeFileSync(path.join(home, file), text);
  }
  return home;
};

const findingsWith = (
  variables: NodeJS.ProcessEnv,
  { home = homeWith(), ...provider }: ProviderSettings & { readonly home?: string } = {},
) => credentialFindings({ host: HOST, ...provider }, { variables, home });

describe('credentials for the workspace', () => {
  it.each([
    ['pat', HOST, { DATABRICKS_TOKEN: 'secret' }],
    ['oauth-m2m', HOST, { DATABRICKS_CLIENT_ID: 'me', DATABRICKS_CLIENT_SECRET: 'secret' }],
    ['github-oidc', HOST, { DATABRICKS_CLIENT_ID: 'me', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github' }],
    ['env-oidc', HOST, { DATABRICKS_OIDC_TOKEN: 'secret' }],
    ['file-oidc', HOST, { DATABRICKS_OIDC_TOKEN_FILEPATH: '/token' }],
    ['azure-msi', AZURE, { ARM_USE_MSI: 'true' }],
    ['azure-client-secret', AZURE, { ARM_CLIENT_ID: 'me', ARM_CLIENT_SECRET: 'secret', ARM_TENANT_ID: 'us' }],
    ['google-credentials', GOOGLE, { GOOGLE_CREDENTIALS: 'key.json' }],
    ['google-id', GOOGLE, { DATABRICKS_GOOGLE_SERVICE_ACCOUNT: 'me@example.com' }],
  ])('may come from environment variables: %s', (way, host, variables) => {
    expect(findingsWith(variables, { host })).toEqual([
      {
        subject: 'credentials',
        status: 'fine',
        text: `${way} from ${Object.keys(variables).join(' and ')}`,
      },
    ]);
  });

  it('may come from a profile that is named, by a variable or by the stack', () => {
    const home = homeWith({ '.databrickscfg': PROFILES });
    const fine = [
      {
        subject: 'credentials',
        status: 'fine',
        text: "oauth-m2m from profile 'staging' of ~/.databrickscfg",
      },
    ];

    expect(findingsWith({ DATABRICKS_CONFIG_PROFILE: 'staging' }, { home })).toEqual(fine);
    expect(findingsWith({}, { home, profile: 'staging' })).toEqual(fine);
    expect(findingsWith({ DATABRICKS_CONFIG_PROFILE: 'signed-in' }, { home })).toMatchObject([
      { status: 'fine', text: "databricks-cli from profile 'signed-in' of ~/.databrickscfg" },
    ]);
  });

  it('may come from a profile of another file', () => {
    const home = homeWith({ profiles: PROFILES });
    const DATABRICKS_CONFIG_FILE = path.join(home, 'profiles');

    expect(
      findingsWith({ DATABRICKS_CONFIG_FILE, DATABRICKS_CONFIG_PROFILE: 'staging' }, { home }),
    ).toMatchObject([{ status: 'fine' }]);
  });

  it('may come from somebody who is signed in with the CLI of Databricks or Azure', () => {
    const databricks = homeWith({
      '.databricks/token-cache.json': JSON.stringify({ tokens: { [HOST]: {} } }),
    });
    const azure = homeWith({ '.azure/azureProfile.json': '{}' });

    expect(findingsWith({}, { home: databricks })).toMatchObject([
      { status: 'fine', text: expect.stringContaining('databricks-cli') },
    ]);
    expect(findingsWith({}, { home: databricks, host: AZURE })).toMatchObject([{ status: 'problem' }]);
    expect(findingsWith({}, { home: azure, host: AZURE })).toMatchObject([
      { status: 'fine', text: expect.stringContaining('azure-cli') },
    ]);
    expect(findingsWith({}, { home: azure })).toMatchObject([{ status: 'problem' }]);
    expect(findingsWith({ DATABRICKS_AUTH_TYPE: 'databricks-cli' })).toMatchObject([{ status: 'fine' }]);
  });
});

describe('credentials that are not there', () => {
  it('are asked for with everything that was looked for', () => {
    const [finding, ...others] = findingsWith({ DATABRICKS_CLIENT_ID: 'me', DATABRICKS_TOKEN: '' });

    expect(others).toEqual([]);
    expect(finding?.status).toBe('problem');
    expect(finding?.text).toBe(
      [
        `no credentials found for ${HOST}. Set one of:`,
        '  DATABRICKS_CONFIG_PROFILE, a profile of ~/.databrickscfg (none)',
        '  DATABRICKS_TOKEN (pat)',
        '  DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET (oauth-m2m)',
        '  DATABRICKS_CLIENT_ID and ACTIONS_ID_TOKEN_REQUEST_URL (github-oidc)',
        '  DATABRICKS_CLIENT_ID and SYSTEM_ACCESSTOKEN (azure-devops-oidc)',
        '  DATABRICKS_OIDC_TOKEN (env-oidc)',
        '  DATABRICKS_OIDC_TOKEN_FILEPATH (file-oidc)',
        'DATABRICKS_AUTH_TYPE=databricks-cli uses the session of',
        `  databricks auth login --host ${HOST}`,
      ].join('\n'),
    );
  });

  it('may be in a profile that nobody named: with a host in the stack the provider takes none by itself', () => {
    const home = homeWith({ '.databrickscfg': PROFILES });

    expect(findingsWith({}, { home })[0]?.text).toContain(
      'DATABRICKS_CONFIG_PROFILE=staging, the profile of ~/.databrickscfg for this workspace',
    );
    expect(findingsWith({}, { home, host: AZURE })[0]?.text).toContain(
      'DATABRICKS_CONFIG_PROFILE, a profile of ~/.databrickscfg (DEFAULT, staging, signed-in)',
    );
  });

  it('are not those of a profile that does not exist', () => {
    const home = homeWith({ '.databrickscfg': PROFILES });

    expect(findingsWith({ DATABRICKS_CONFIG_PROFILE: 'prod' }, { home })).toMatchObject([
      {
        status: 'problem',
        text: "profile 'prod' does not exist in ~/.databrickscfg (profiles: DEFAULT, staging, signed-in). Set DATABRICKS_CONFIG_PROFILE to an existing one.",
      },
    ]);
  });

  it('are those of another cloud', () => {
    expect(findingsWith({ ARM_USE_MSI: 'true' })).toMatchObject([{ status: 'problem' }]);
    expect(findingsWith({ ARM_USE_MSI: 'true', DATABRICKS_AUTH_TYPE: 'azure-msi' })).toMatchObject([
      {
        status: 'problem',
        text: `azure-msi does not support the cloud of ${HOST}. Choose a different DATABRICKS_AUTH_TYPE.`,
      },
    ]);
  });

  it('are incomplete for the way to sign in that is asked for', () => {
    expect(findingsWith({ DATABRICKS_AUTH_TYPE: 'oauth-m2m', DATABRICKS_CLIENT_ID: 'me' })).toMatchObject([
      {
        status: 'problem',
        text: 'oauth-m2m requires DATABRICKS_CLIENT_SECRET. Set it, or choose a different DATABRICKS_AUTH_TYPE.',
      },
    ]);
  });
});

describe('credentials of several kinds', () => {
  const variables = { DATABRICKS_TOKEN: 'secret', ARM_CLIENT_ID: 'me', ARM_TENANT_ID: 'us' };

  it('are refused by the provider, even where one of them is for the state alone', () => {
    expect(findingsWith(variables)).toMatchObject([
      {
        status: 'problem',
        text: 'the credentials are ambiguous: pat (DATABRICKS_TOKEN) and azure (ARM_CLIENT_ID, ARM_TENANT_ID). Set DATABRICKS_AUTH_TYPE to one of pat.',
      },
    ]);
    const home = homeWith({ '.databrickscfg': PROFILES });
    expect(
      findingsWith({ DATABRICKS_TOKEN: 'secret', DATABRICKS_CONFIG_PROFILE: 'staging' }, { home }),
    ).toMatchObject([
      { status: 'problem', text: expect.stringContaining('pat (DATABRICKS_TOKEN) and oauth (') },
    ]);
  });

  it('are fine when somebody chooses', () => {
    expect(findingsWith({ ...variables, DATABRICKS_AUTH_TYPE: 'pat' })).toMatchObject([{ status: 'fine' }]);
    expect(findingsWith(variables, { auth_type: 'pat' })).toMatchObject([{ status: 'fine' }]);
  });
});

describe('credentials for another workspace', () => {
  it('are refused: the host of the stack is the one that counts', () => {
    const other = 'other.cloud.databricks.com';

    expect(findingsWith({ DATABRICKS_TOKEN: 'secret', DATABRICKS_HOST: other })).toMatchObject([
      { status: 'fine' },
      {
        status: 'problem',
        text: `DATABRICKS_HOST is https://${other}, but the environment deploys to ${HOST}. Unset it, or set it to that workspace, with credentials for it.`,
      },
    ]);
    const home = homeWith({ '.databrickscfg': PROFILES });
    expect(findingsWith({ DATABRICKS_CONFIG_PROFILE: 'DEFAULT' }, { home })).toMatchObject([
      { status: 'fine' },
      { status: 'problem', text: expect.stringContaining("host of profile 'DEFAULT' is https://other.") },
    ]);
  });

  it.each([HOST, `${HOST}/`, 'shop.cloud.databricks.com', `${HOST}/?o=1`])(
    'are not those that only spell it in another way: %s',
    (DATABRICKS_HOST) => {
      expect(findingsWith({ DATABRICKS_TOKEN: 'secret', DATABRICKS_HOST })).toHaveLength(1);
    },
  );
});
