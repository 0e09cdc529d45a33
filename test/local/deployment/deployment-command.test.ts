import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { CdktfRun } from '../../../local/deployment/cdktf';
import { deploymentCommand } from '../../../local/deployment/deployment-command';
import { PROJECT_ROOT, StateDirectory } from '../../../local/state-directory';
import { temporaryDirectory } from '../support/temporary-directory';

jest.setTimeout(120_000);

const SUPPORT = path.join(__dirname, '..', 'support');
const FAKE_TERRAFORM = path.join(SUPPORT, 'fake-terraform.sh');

/** Runs the command on a real synthesis, with a fake of cdktf that ends with `exitCode`. */
const command = async (
  action: 'deploy' | 'destroy',
  commandLine: string,
  { exitCode = 0, TERRAFORM_BINARY_NAME = FAKE_TERRAFORM } = {},
) => {
  const directory = temporaryDirectory();
  const runs: CdktfRun[] = [];
  const variables = { PATH: process.env.PATH, DATABRICKS_TOKEN: 'secret', TERRAFORM_BINARY_NAME };
  let said = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      said += text;
      return true;
    }),
  );
  const code = await deploymentCommand(action, commandLine.split(' '), {
    state: new StateDirectory(path.join(directory, 'state')),
    projectRoot: PROJECT_ROOT,
    output: path.join(directory, 'output'),
    variables,
    home: directory,
    interactive: true,
    cdktf: async (run) => {
      runs.push(run);
      return exitCode;
    },
  });
  for (const spy of spies) spy.mockRestore();
  return { code, said, runs, directory, variables };
};

describe('npm run deploy', () => {
  it('shows the preflight, runs cdktf on what was synthesized, and says what is next', async () => {
    const { code, said, runs, directory, variables } = await command('deploy', 'dev');

    expect(code).toBe(0);
    expect(runs).toEqual([
      {
        action: 'deploy',
        environment: 'dev',
        output: path.join(directory, 'output'),
        yes: false,
        variables,
      },
    ]);
    expect(said).toMatch(/✓ environment +dev, for https:/);
    expect(said).toMatch(/✓ terraform +.*fake-terraform\.sh 1\.11\.4/);
    expect(said).toMatch(/✓ credentials +pat from DATABRICKS_TOKEN/);
    expect(said).toContain('dev is deployed. Next:');
  });

  it('only checks if that is all that is asked for', async () => {
    const { code, runs } = await command('deploy', 'dev --check');

    expect({ code, runs }).toEqual({ code: 0, runs: [] });
  });

  it('does nothing while there is a problem, and names all of them', async () => {
    const { code, said, runs } = await command('deploy', 'dve', { TERRAFORM_BINARY_NAME: 'no-terraform' });

    expect({ code, runs }).toEqual({ code: 1, runs: [] });
    expect(said).toMatch(/✗ environment .*'dve'.*Did you mean 'dev'\?/s);
    expect(said).toMatch(/✗ terraform +'no-terraform' \(from TERRAFORM_BINARY_NAME\) is not on the PATH/);
    expect(said).toContain('2 problems, nothing was deployed.');
    expect(said).not.toContain('    at ');
  });

  it('hands the terminal to cdktf, which runs Terraform where the environment was synthesized', () => {
    const directory = temporaryDirectory();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        require.resolve('ts-node/dist/bin.js'),
        path.join(SUPPORT, 'deploy-from-a-directory.ts'),
        directory,
        ...['deploy', 'dev', '--yes'],
      ],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: directory,
          // Nothing of the test is told to the makers of cdktf.
          CHECKPOINT_DISABLE: '1',
          DATABRICKS_TOKEN: 'secret',
          TERRAFORM_BINARY_NAME: FAKE_TERRAFORM,
        },
      },
    );

    expect(status).toBe(1);
    expect(stdout + stderr).toContain('fake terraform init in');
    expect(stdout + stderr).not.toContain('is deployed');
  });
});

describe('npm run destroy', () => {
  it('ends as cdktf does, and says nothing of a next run', async () => {
    const { code, said, runs } = await command('destroy', 'dev --yes', { exitCode: 3 });

    expect(code).toBe(3);
    expect(runs).toMatchObject([{ action: 'destroy', environment: 'dev', yes: true }]);
    expect(said).toContain('these go as well, and cannot be brought back');
    expect(said).not.toContain('Next:');
  });
});
