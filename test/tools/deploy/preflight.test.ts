import { renderFindings } from '../../../tools/deploy/finding';
import { type PreflightSources, preflight } from '../../../tools/deploy/preflight';
import type { SynthesizedStack } from '../../../tools/deploy/synthesized-stack';
import { UserError } from '../../../tools/terminal/user-error';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST, SECRET_SCOPE, stackOf } from './stack-fixture';

const PIPELINE = { databricks_pipeline: { shop: { name: 'shop-staging' } } };

const OPTIONS = { environment: 'staging', check: false, yes: false };

/** A machine with credentials and without Terraform, and somebody at its terminal. */
const sources = (others: Partial<PreflightSources> = {}): PreflightSources => ({
  variables: { PATH: temporaryDirectory(), DATABRICKS_TOKEN: 'secret' },
  home: temporaryDirectory(),
  projectRoot: temporaryDirectory(),
  interactive: true,
  ...others,
});

/** What is found out about one thing. */
const found = (
  subject: string,
  stack: SynthesizedStack | Error,
  {
    action = 'deploy' as const,
    options = OPTIONS,
    ...others
  }: Partial<PreflightSources> & {
    readonly action?: 'deploy' | 'destroy';
    readonly options?: typeof OPTIONS;
  } = {},
) =>
  preflight(action, options, stack, sources(others))
    .filter((finding) => finding.subject === subject)
    .map(({ status, text }) => ({ status, text }));

describe('the preflight', () => {
  it('says everything that is wrong at once', () => {
    const findings = preflight('deploy', OPTIONS, new UserError('raw/orders: has no columns.'), {
      ...sources(),
      interactive: false,
    });

    expect(findings.map(({ subject, status }) => `${subject}: ${status}`)).toEqual([
      'environment: problem',
      'terraform: problem',
      'approval: problem',
    ]);
    expect(findings[0]?.text).toBe('raw/orders: has no columns.');
  });

  it('names every variable that Terraform would ask for, and no value', () => {
    const stack = stackOf({
      variable: { destination_on_call: { sensitive: true }, destination_team: {}, size: { default: 1 } },
    });
    const variables = { TF_VAR_destination_team: 'https://hooks.example.com/secret' };

    expect(found('variables', stack, { variables })).toEqual([
      {
        status: 'problem',
        text: 'TF_VAR_destination_on_call is not set. Export the address of each notification destination, a URL or an integration key.',
      },
    ]);
    expect(
      found('variables', stack, { variables: { ...variables, TF_VAR_destination_on_call: 'key' } }),
    ).toEqual([{ status: 'fine', text: 'TF_VAR_destination_on_call, TF_VAR_destination_team' }]);
    expect(found('variables', stackOf())).toEqual([]);
  });

  it('shows a line for each thing, and further lines below it', () => {
    const plain = (_colour: string, text: string) => text;

    expect(
      renderFindings(
        [
          { subject: 'state', status: 'fine', text: 'here' },
          { subject: 'credentials', status: 'problem', text: 'none. Set one of:\n  A' },
        ],
        plain,
      ),
    ).toBe(
      ['  ✓ state        here', '  ✗ credentials  none. Set one of:', '                   A'].join('\n'),
    );
  });

  it('names the environment and its workspace', () => {
    expect(found('environment', stackOf())).toEqual([{ status: 'fine', text: `staging, for ${HOST}` }]);
  });

  it('wants somebody who can be asked, unless nothing is asked', () => {
    const problem = {
      status: 'problem',
      text: 'no terminal is attached for confirmation. Pass --yes to destroy without it.',
    };
    const alone = { interactive: false, action: 'destroy' } as const;

    expect(found('approval', stackOf(), alone)).toEqual([problem]);
    expect(found('approval', stackOf(), { ...alone, options: { ...OPTIONS, yes: true } })).toEqual([]);
    expect(found('approval', stackOf(), { ...alone, options: { ...OPTIONS, check: true } })).toEqual([]);
    expect(found('approval', stackOf())).toEqual([]);
  });
});

describe('the state, in the preflight,', () => {
  it.each([
    [
      's3',
      { bucket: 'states', key: 'shop/staging', region: 'eu-west-1' },
      's3://states/shop/staging, with AWS credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID, a role)',
    ],
    [
      'azurerm',
      { storage_account_name: 'states', container_name: 'shop', key: 'staging' },
      'staging in container shop of storage account states, with Azure credentials (az login, ARM_*)',
    ],
    [
      'gcs',
      { bucket: 'states', prefix: 'shop/staging' },
      'gs://states/shop/staging, with Google Cloud credentials (gcloud auth application-default login, GOOGLE_*)',
    ],
    ['http', { address: 'https://states' }, "backend 'http', with its own credentials"],
  ])('is where the stack says: %s', (kind, settings, text) => {
    expect(found('state', stackOf({ backend: { [kind]: settings } }))).toEqual([{ status: 'fine', text }]);
  });

  it('is a file of the project, which the path is given to from where Terraform runs', () => {
    const stack = stackOf({ backend: { local: { path: '../../states/staging.tfstate' } } });
    const projectRoot = stack.directory.replace(/\/stacks\/staging$/, '');

    expect(found('state', stack, { projectRoot })).toEqual([
      { status: 'fine', text: 'states/staging.tfstate, only on this machine: keep the file' },
    ]);
  });
});

describe('what a destruction takes', () => {
  const destroyed = { action: 'destroy' } as const;

  it('is the data of the pipeline, and the secrets', () => {
    const stack = stackOf({ resource: { ...PIPELINE, ...SECRET_SCOPE } });

    expect(found('data', stack, destroyed)).toEqual([
      {
        status: 'warning',
        text: "also deleted, without a way to restore it: the tables of the pipeline, with their rows, the values in secret scope 'shop'.",
      },
    ]);
    expect(found('data', stack)).toEqual([]);
  });

  it('is nothing while something is protected', () => {
    const databricks_schema = { gold: { lifecycle: { prevent_destroy: true } } };
    const stack = stackOf({ resource: { ...PIPELINE, databricks_schema } });

    expect(found('protection', stack, destroyed)).toEqual([
      {
        status: 'problem',
        text: [
          'prevent_destroy protects these resources, so Terraform will refuse to destroy the stack:',
          '    databricks_schema.gold',
          'Remove the protection from the environment and deploy this change first.',
        ].join('\n'),
      },
    ]);
    expect(found('protection', stack)).toEqual([]);
  });
});
