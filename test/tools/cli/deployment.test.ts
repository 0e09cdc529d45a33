import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentCommand } from '../../../tools/cli/deployment';
import { commandRun } from '../support/command-run';
import { FakeWorkspace, withSecrets } from '../support/fake-workspace';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const FAKE_TERRAFORM = path.join(__dirname, '..', 'support', 'fake-terraform.sh');

/** A change of a schema, as Terraform tells it. */
const COMMENT = {
  address: 'databricks_schema.schema',
  mode: 'managed',
  type: 'databricks_schema',
  change: {
    actions: ['update'],
    before: { name: 'music', comment: 'old' },
    after: { name: 'music', comment: 'new' },
    after_unknown: {},
  },
};

const DELETION = { ...COMMENT, change: { ...COMMENT.change, actions: ['delete'], after: null } };

interface CommandProps {
  readonly workspace?: FakeWorkspace;
  /** What is typed without being shown. */
  readonly secret?: string;
  readonly interactive?: boolean;
  /** Standard input. */
  readonly input?: string;
  readonly TERRAFORM_BINARY_NAME?: string;
  /** Changes that the fake Terraform plans. */
  readonly planned?: readonly object[];
  /** What is typed. */
  readonly answer?: string;
}

/** Runs the command on a real synthesis, with a fake Terraform. */
const command = async (
  action: 'deploy' | 'destroy',
  commandLine: string,
  { TERRAFORM_BINARY_NAME = FAKE_TERRAFORM, planned = [], answer, ...others }: CommandProps = {},
) => {
  const directory = temporaryDirectory();
  const plan = path.join(directory, 'plan.json');
  writeFileSync(plan, JSON.stringify({ format_version: '1.2', resource_changes: planned }));
  const variables = {
    PATH: process.env.PATH,
    DATABRICKS_TOKEN: 'secret',
    TERRAFORM_BINARY_NAME,
    FAKE_TERRAFORM_PLAN: plan,
  };
  const asked: string[] = [];
  const definition = deploymentCommand(action, {
    interactive: others.interactive ?? true,
    send: (others.workspace ?? new FakeWorkspace()).send,
    pause: async () => undefined,
    readInput: () => others.input ?? '',
    askSecretly: async (question) => {
      asked.push(question);
      return others.secret;
    },
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
  });
  const { code, output, errors } = await commandRun(definition, commandLine.split(' '), {
    variables,
    synthesizedTo: path.join(directory, 'output'),
  });
  const said = [errors, output, ...asked].join('');
  const calls = `${plan}.calls`;
  const terraform = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return {
    code,
    said,
    terraform: terraform.map((call) => call.split(' ', 1)[0]),
  };
};

describe('medallion deploy', () => {
  it('shows the preflight, explains the plan, asks, carries out that plan, and says what is next', async () => {
    const { code, said, terraform } = await command('deploy', 'dev', {
      planned: [COMMENT],
      answer: 'y',
    });

    expect(code).toBe(0);
    expect(terraform).toEqual(['init', 'plan', 'show', 'state', 'apply']);
    expect(said).toMatch(/✓ environment +dev, for https:/);
    expect(said).toMatch(/✓ terraform +.*fake-terraform\.sh 1\.11\.4/);
    expect(said).toMatch(/✓ credentials +pat from DATABRICKS_TOKEN/);
    expect(said).toContain('Review of dev\nOnly safe changes, nothing dropped.');
    expect(said).toContain('Deploy this to dev? (y/N)');
    expect(said).toContain('dev is deployed. Next:');
  });

  it('overwrites nothing that exists but is not in the state, and says how to adopt it', async () => {
    const created = { ...COMMENT.change, actions: ['create'], before: null, after: { path: '/Shared/raw' } };
    const notebook = {
      ...COMMENT,
      address: 'databricks_notebook.raw',
      type: 'databricks_notebook',
      change: created,
    };
    const { code, said, terraform } = await command('deploy', 'dev', {
      planned: [notebook],
      answer: 'y',
      workspace: new FakeWorkspace({ 'GET /api/2.0/workspace/get-status': { object_type: 'NOTEBOOK' } }),
    });

    expect(code).toBe(1);
    expect(terraform).not.toContain('apply');
    expect(said).toContain("import 'databricks_notebook.raw' '/Shared/raw'\nNothing was deployed.");
  });

  it('only checks if that is all that is asked for', async () => {
    const { code, terraform } = await command('deploy', 'dev --check');

    expect({ code, terraform }).toEqual({ code: 0, terraform: [] });
  });

  it('does nothing while there is a problem, and names all of them', async () => {
    const { code, said, terraform } = await command('deploy', 'dve', {
      TERRAFORM_BINARY_NAME: 'no-terraform',
    });

    expect({ code, terraform }).toEqual({ code: 1, terraform: [] });
    expect(said).toMatch(/✗ environment .*'dve'.*Did you mean 'dev'\?/s);
    expect(said).toMatch(/✗ terraform +'no-terraform' \(from TERRAFORM_BINARY_NAME\) is not on the PATH/);
    expect(said).toContain('2 problems, nothing was deployed.');
    expect(said).not.toContain('    at ');
  });
});

describe('--check --workspace', () => {
  it('probes the workspace as well, and deploys nothing', async () => {
    const { code, said, terraform } = await command('deploy', 'dev --check --workspace', {
      workspace: new FakeWorkspace({ 'GET /api/2.0/pipelines': {} }),
    });

    // The fake has no catalog.
    expect({ code, terraform }).toEqual({ code: 1, terraform: [] });
    expect(said).toMatch(/✗ catalog +dev does not exist/);
    expect(said).toMatch(/! pipeline +ann_example_com-music-streaming-dev\S* is not deployed/);
  });

  it('is no option of a deployment', async () => {
    const { code, said } = await command('deploy', 'dev --workspace');

    expect(code).toBe(1);
    expect(said).toContain('--workspace only extends --check: add --check.');
  });
});

describe('a secret of staging that is missing', () => {
  const SCOPE = {
    address: 'databricks_secret_scope.secrets_music-streaming_CDE0A08C',
    mode: 'managed',
    type: 'databricks_secret_scope',
    change: { actions: ['create'], before: null, after: { name: 'music-streaming' }, after_unknown: {} },
  };
  const NAME = 'music-streaming/kafka-password';
  const OWNER = {
    'GET /api/2.0/preview/scim/v2/ServicePrincipals': { Resources: [{ displayName: 'owner' }] },
  };
  const workspace = (scopes: Parameters<typeof withSecrets>[0]) =>
    new FakeWorkspace({ ...withSecrets(scopes), ...OWNER });
  const PUT = `POST /api/2.0/secrets/put music-streaming kafka-password value`;

  it('is asked for and stored before anything is planned, in a scope that Terraform creates first', async () => {
    const fake = workspace({});
    const { code, said, terraform } = await command('deploy', 'staging', {
      workspace: fake,
      planned: [SCOPE],
      secret: 'value',
      answer: 'y',
    });

    expect(code).toBe(0);
    expect(said).toContain(`Value of ${NAME} (not shown, empty to stop): `);
    expect(said).toContain(`Stored secret ${NAME}.`);
    expect(fake.calls).toContain(PUT);
    expect(terraform).toEqual([
      ...['init', 'plan', 'show', 'state', 'apply'],
      ...['init', 'plan', 'show', 'state', 'apply'],
    ]);
  });

  it('stops the deployment if it gets no value, or if nobody can be asked', async () => {
    const stopped = await command('deploy', 'staging', { workspace: workspace({}), secret: '' });
    const refused = await command('deploy', 'staging --yes', { workspace: workspace({}) });

    expect(stopped).toMatchObject({ code: 1, terraform: [] });
    expect(stopped.said).toContain(`Secret ${NAME} got no value. Nothing was stored or deployed.`);
    expect(refused).toMatchObject({ code: 1, terraform: [] });
    expect(refused.said).toContain(`npx medallion deploy staging --store-secret ${NAME} < FILE`);
  });

  it('is stored from standard input, and nothing is deployed', async () => {
    const fake = workspace({ 'music-streaming': [] });
    const { code, terraform } = await command('deploy', `staging --store-secret ${NAME}`, {
      workspace: fake,
      interactive: false,
      input: 'value\n',
    });

    expect({ code, terraform }).toEqual({ code: 0, terraform: [] });
    expect(fake.calls.at(-1)).toBe(PUT);
  });

  it('is stored by its name only', async () => {
    const { code, said } = await command('deploy', 'staging --store-secret music-streaming/kafka-passwrd', {
      workspace: workspace({}),
    });

    expect(code).toBe(1);
    expect(said).toContain(`Did you mean '${NAME}'?`);
  });

  it('must not make the creation of its scope change anything else', async () => {
    const { code, said, terraform } = await command('deploy', 'staging', {
      workspace: workspace({}),
      planned: [SCOPE, COMMENT],
      secret: 'value',
    });

    expect(code).toBe(1);
    expect(terraform).not.toContain('apply');
    expect(said).toContain('Creating the secret scopes would also change databricks_schema.schema.');
  });
});

describe('medallion destroy', () => {
  it('explains what is deleted, asks for the name of the environment, and carries out that plan', async () => {
    const { code, said, terraform } = await command('destroy', 'dev', { planned: [DELETION], answer: 'dev' });

    expect(code).toBe(0);
    expect(terraform).toEqual(['init', 'plan', 'show', 'state', 'apply']);
    expect(said).toContain('also deleted, without a way to restore it');
    expect(said).toContain('A container of tables is deleted.');
    expect(said).toContain('Type the name of the environment (dev) to destroy all of this:');
    expect(said).toContain('dev is destroyed.');
  });
});
