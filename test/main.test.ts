import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Manifest } from '../tools/artefacts/manifest';
import { temporaryDirectory } from './tools/support/temporary-directory';

const PROJECT = resolve(__dirname, '..');
const TS_NODE = join(PROJECT, 'node_modules', 'ts-node', 'dist', 'bin.js');
const CDKTF = join(PROJECT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');

const temporary = temporaryDirectory();

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of Node in a directory, with some variables of the environment changed. */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv,
): Promise<Outcome> {
  // Later versions of Node warn of what cdktf uses.
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', NODE_NO_WARNINGS: '1', ...variables };
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { cwd, env }, (error, stdout, stderr) =>
      done({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** The project's sources in a directory of their own. */
function projectCopy(name: string): string {
  const copy = join(temporary, name);
  mkdirSync(copy);
  for (const source of [
    'main.ts',
    'tsconfig.json',
    'cdktf.json',
    'constructs',
    'environments',
    'notebooks',
  ]) {
    cpSync(join(PROJECT, source), join(copy, source), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The text of every file of a directory, by its path from there. */
function tree(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** Synthesizes a project that was changed, and says what came of it. */
async function synthesize(
  project: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<Outcome & { readonly files: readonly string[] }> {
  const outcome = await run(TS_NODE, ['main.ts'], project, {
    CDKTF_OUTDIR: join(project, 'out'),
    ...variables,
  });
  return { ...outcome, files: Object.keys(tree(join(project, 'out'))) };
}

describe('npx ts-node main.ts', () => {
  let here: Record<string, string>;
  beforeAll(async () => {
    const outdir = join(temporary, 'here');
    const { status, stdout } = await run(CDKTF, ['synth', '--output', outdir], PROJECT, {});
    expect(stdout).toContain('Generated Terraform code for the stacks: dev, prod, staging');
    expect(status).toBe(0);
    here = tree(outdir);
  });
  const manifest = () => JSON.parse(here['stacks/dev/music-streaming/lineage.json'] ?? '{}') as Manifest;

  it('writes a stack for each environment, with its notebooks', () => {
    const artefacts = ['lineage.json', ...manifest().notebooks.map(({ file }) => file)]
      .sort()
      .map((file) => `music-streaming/${file}`);
    const tasks = ['quality_gate.py', 'reconciliation.py', 'table_access.py'].map((file) => `tasks/${file}`);

    expect(Object.keys(here)).toEqual([
      'manifest.json',
      ...['dev', 'prod', 'staging'].flatMap((stack) => [
        `stacks/${stack}/.terraform.lock.hcl`,
        `stacks/${stack}/cdk.tf.json`,
        ...[...artefacts, ...tasks].map((file) => `stacks/${stack}/${file}`),
      ]),
    ]);
  });

  it('writes the bytes of npx cdktf synth on another machine: elsewhere, from any directory, in any time zone and language', async () => {
    const copy = projectCopy('elsewhere');
    const outdir = join(temporary, 'there with spaces');
    const outcome = await run(TS_NODE, [join(copy, 'main.ts')], temporary, {
      CDKTF_OUTDIR: outdir,
      TZ: 'Asia/Kolkata',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: temporary,
      USER: 'somebody',
    });

    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(tree(outdir)).toEqual(here);
  });

  it('writes neither a path of this machine nor the time', () => {
    const machine = [PROJECT, homedir(), tmpdir(), hostname()].filter((name) => name.length > 3);

    for (const [file, text] of Object.entries(here)) {
      for (const name of machine)
        expect({ file, has: text.includes(name) && name }).toEqual({ file, has: false });
      expect({ file, clock: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.exec(text)?.[0] }).toEqual({ file });
    }
  });

  it('ends every text with one newline', () => {
    for (const [file, text] of Object.entries(here)) {
      // cdktf writes these itself.
      if (!/(manifest|cdk\.tf)\.json$/.test(file))
        expect({ file, end: text.slice(-2) }).toMatchObject({ end: expect.stringMatching(/^\S\n$/) });
    }
  });
});

describe('a project that is broken', () => {
  it('is told on stderr with everything that is wrong, without a stack trace, and nothing is written', async () => {
    const project = projectCopy('broken');
    writeFileSync(
      join(project, 'notebooks', 'gold', 'daily_user_metrics.py'),
      'def daily_user_metrics(sessions):\n',
    );
    rmSync(join(project, 'notebooks', 'silver', 'user_sessions.py'));
    const { status, stdout, stderr, files } = await synthesize(project);

    expect(stderr).toBe(
      [
        "music-streaming/analytics/silver/silver_user_sessions: notebooks/silver/user_sessions.py does not exist. Create it with a function 'user_sessions', or set 'transform' to another file.",
        'music-streaming/analytics/gold/gold_daily_user_metrics: notebooks/gold/daily_user_metrics.py:1 is not valid Python: unexpected end of line.',
        '',
        '2 problems, nothing was written.',
        '',
      ].join('\n'),
    );
    expect({ status, stdout, files }).toEqual({ status: 1, stdout: '', files: [] });
  });
});

describe('a file in environments', () => {
  it('is a stack as soon as it is there', async () => {
    const project = projectCopy('new environment');
    cpSync(join(project, 'environments', 'dev.ts'), join(project, 'environments', 'sandbox.ts'));
    const { status, files } = await synthesize(project, { ENVIRONMENTS: 'dev,sandbox' });

    expect(status).toBe(0);
    expect(files.filter((file) => file.endsWith('cdk.tf.json'))).toEqual(
      ['dev', 'sandbox'].map((stack) => `stacks/${stack}/cdk.tf.json`),
    );
  });

  it('without a default export is told, without a stack trace', async () => {
    const project = projectCopy('unfinished environment');
    writeFileSync(join(project, 'environments', 'sandbox.ts'), "export const catalog = 'sandbox';\n");
    const { status, stdout, stderr } = await synthesize(project);

    expect(stderr).toBe(
      [
        "environments/sandbox.ts: there is no default export. End the file with 'export default { … } satisfies Environment;'.",
        '',
        '1 problem, nothing was written.',
        '',
      ].join('\n'),
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
