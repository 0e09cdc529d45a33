import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentCommand } from '../../../tools/cli/deployment';
import { commandRun } from '../support/command-run';
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
  { TERRAFORM_BINARY_NAME = FAKE_TERRAFORM, planned = [], answer }: CommandProps = {},
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
    interactive: true,
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
