import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { compareStacks } from '../tools/review/plan/compared-stacks';
import { readStack } from '../tools/review/plan/stack-directory';
import { reviewOf } from '../tools/review/review';
import { testPackages } from './packages/test-packages';

/**
 * CDK for Terraform is archived. What goes on with it is cdktn (CDK Terrain), with a Databricks provider of its own.
 * docs/after-cdktf.md has the commands; this holds that they change nothing of what is deployed.
 */

const PROJECT = resolve(__dirname, '..');
const MODULES = join(PROJECT, 'node_modules');
const SUCCESSOR_MODULES = testPackages();
const ENVIRONMENTS = ['dev', 'prod', 'staging'];

/** What takes the place of what; the key is the name that the sources import. */
const SUCCESSORS = {
  cdktf: 'cdktn',
  '@cdktf/provider-databricks': '@cdktn/provider-databricks',
} as const;

/** Version of the Terraform provider that each of the packages was generated from, and asks for. */
const TERRAFORM_PROVIDER = { old: '1.99.0', new: '1.132.0' };

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'successor-test-')));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The project's sources, with modules in which the old names lead to the successors. */
function projectWithSuccessors(): string {
  const copy = join(temporary, 'project');
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@cdktf'), { recursive: true });
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
  for (const name of readdirSync(MODULES)) {
    if (!/^@?cdkt[fn]$/.test(name)) symlinkSync(join(MODULES, name), join(modules, name));
  }
  // Copies, because a link would lead them to another copy of the package constructs.
  for (const successor of Object.values(SUCCESSORS)) {
    cpSync(join(SUCCESSOR_MODULES, successor), join(modules, successor), { recursive: true });
  }
  for (const [name, successor] of Object.entries(SUCCESSORS)) {
    symlinkSync(join(modules, successor), join(modules, name));
  }
  return copy;
}

/** Synthesizes all environments of a project; nothing is asked of the network. */
function synthesize(project: string, output: string): Promise<void> {
  const tsNode = join(MODULES, 'ts-node', 'dist', 'bin.js');
  const env = {
    ...process.env,
    CDKTF_OUTDIR: output,
    CHECKPOINT_DISABLE: '1',
    ENVIRONMENTS: '',
    // From Node 22 on, one about cdktf itself.
    NODE_NO_WARNINGS: '1',
  };
  return new Promise((done, failed) => {
    execFile(process.execPath, [tsNode, 'main.ts'], { cwd: project, env }, (error, stdout, stderr) =>
      error || stdout || stderr ? failed(new Error(`${stdout}${stderr}`, { cause: error })) : done(),
    );
  });
}

/** The text of every file of a directory, by its path from there. */
function tree(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, 'utf8')]));
}

function versionOf(name: keyof typeof SUCCESSORS | (typeof SUCCESSORS)[keyof typeof SUCCESSORS]): string {
  const modules = name in SUCCESSORS ? MODULES : SUCCESSOR_MODULES;
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
}

/** Replaces what is in a text so often, no more and no less. */
function replaced(text: string, old: string, successor: string, times: number): string {
  expect({ old, times: text.split(old).length - 1 }).toEqual({ old, times });
  return text.replaceAll(old, successor);
}

/** cdktf writes an empty list on two lines, cdktn on one. */
function withShortLists(text: string): string {
  return text.replaceAll(/\[\n\s*\]/g, '[]');
}

describe('under the successor of cdktf', () => {
  const oldOutput = join(temporary, 'old');
  const newOutput = join(temporary, 'new');
  let project: string;
  let old: Record<string, string>;
  let successor: Record<string, string>;

  beforeAll(async () => {
    project = projectWithSuccessors();
    await Promise.all([synthesize(PROJECT, oldOutput), synthesize(project, newOutput)]);
    old = tree(oldOutput);
    successor = tree(newOutput);
  });

  it('the names that the sources import lead to the successors, and to one copy of each', () => {
    const fromSources = createRequire(join(project, 'main.ts'));
    const found = (name: string, from: NodeJS.Require) =>
      relative(join(project, 'node_modules'), dirname(from.resolve(`${name}/package.json`)));
    const fromProvider = createRequire(
      realpathSync(join(project, 'node_modules', '@cdktf', 'provider-databricks', 'package.json')),
    );

    expect(Object.keys(SUCCESSORS).map((name) => found(name, fromSources))).toEqual(
      Object.values(SUCCESSORS),
    );
    expect(found('cdktn', fromProvider)).toBe(found('cdktf', fromSources));
    expect(found('constructs', fromProvider)).toBe(found('constructs', fromSources));
  });

  it('the same files are written', () => {
    expect(Object.keys(successor)).toEqual(Object.keys(old));
    expect(Object.keys(old)).toEqual(
      expect.arrayContaining(ENVIRONMENTS.map((name) => `stacks/${name}/cdk.tf.json`)),
    );
  });

  it('notebooks, views and manifests of all environments have the same bytes', () => {
    const others = Object.keys(old).filter((file) => !/(^manifest|cdk\.tf)\.json$|\.lock\.hcl$/.test(file));

    expect(others.length).toBeGreaterThanOrEqual(ENVIRONMENTS.length * 10);
    for (const file of others) expect({ file, text: successor[file] }).toEqual({ file, text: old[file] });
  });

  it.each(ENVIRONMENTS)(
    'the Terraform of %s has the same bytes, but for two versions and empty lists',
    (environment) => {
      const file = `stacks/${environment}/cdk.tf.json`;
      const text = withShortLists(old[file] ?? '');
      const withToolkit = replaced(
        text,
        `"version": "${versionOf('cdktf')}"`,
        `"version": "${versionOf('cdktn')}"`,
        1,
      );
      const expected = replaced(
        withToolkit,
        `"version": "${TERRAFORM_PROVIDER.old}"`,
        `"version": "${TERRAFORM_PROVIDER.new}"`,
        1,
      );

      expect(successor[file]).toBe(expected);
    },
  );

  it('the list of stacks has the same bytes, but for one version and empty lists', () => {
    expect(successor['manifest.json']).toBe(
      replaced(
        withShortLists(old['manifest.json'] ?? ''),
        `"version": "${versionOf('cdktf')}"`,
        `"version": "${versionOf('cdktn')}"`,
        1,
      ),
    );
  });

  it.each(ENVIRONMENTS)('plan review finds that nothing changes in %s', (environment) => {
    const review = reviewOf(
      compareStacks(readStack(oldOutput, environment), readStack(newOutput, environment)),
      [],
    );

    expect(review).toMatchObject({ severity: 'safe', hasChanges: false, findings: [] });
  });
});

describe('docs/after-cdktf.md', () => {
  it.each(Object.entries(SUCCESSORS))('has %s replaced by what was tested here', (name, successor) => {
    const document = readFileSync(join(PROJECT, 'docs', 'after-cdktf.md'), 'utf8');

    expect(document).toContain(`${name}@npm:${successor}@${versionOf(successor)}`);
  });
});
