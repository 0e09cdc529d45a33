import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { readStack, type StackContent } from '../../../tools/review/plan/stack-directory';
import { temporaryDirectory } from '../support/temporary-directory';

const PLATFORM = path.join(__dirname, '..', '..', 'fixtures', 'platform');

/** A change of one file of the fixture platform; without `from` it is a new file. */
export interface Edit {
  readonly file: string;
  /** Text that occurs once in the file. */
  readonly from?: string;
  readonly to: string;
}

export type EnvironmentName = 'staging' | 'prod';

/** Synthesizes the fixture platform with some edits. */
export async function synthesizeChanged(
  edits: readonly Edit[],
  environment: EnvironmentName,
): Promise<StackContent> {
  const project = temporaryDirectory();
  cpSync(PLATFORM, project, { recursive: true });
  for (const edit of edits) apply(project, edit);
  const load = moduleLoader(project);
  const { SmallStack } = load('./stack') as typeof import('../../fixtures/platform/stack');
  const { ENVIRONMENTS } = load('./environments') as typeof import('../../fixtures/platform/environments');
  const app = new App({ outdir: path.join(project, 'out') });
  new SmallStack(app, environment, ENVIRONMENTS[environment], project);
  await synthesize(app);
  return readStack(app.outdir);
}

/** Loads modules of a changed platform, which share the constructs with every other one. */
function moduleLoader(project: string): (specifier: string) => unknown {
  const loaded = new Map<string, object>();
  const load = (specifier: string): unknown => {
    if (!specifier.startsWith('.')) return require(specifier);
    if (!specifier.startsWith('./')) return require(path.join(PLATFORM, specifier));
    const known = loaded.get(specifier);
    if (known) return known;
    const text = readFileSync(path.join(project, `${specifier}.ts`), 'utf8');
    const { code } = transformSync(text, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    const exports = {};
    loaded.set(specifier, exports);
    new Function('require', 'exports', code)(load, exports);
    return exports;
  };
  return load;
}

function apply(project: string, { file, from, to }: Edit): void {
  const target = path.join(project, file);
  if (from === undefined) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, to);
    return;
  }
  const parts = readFileSync(target, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, and not once: ${from}`);
  writeFileSync(target, parts.join(to));
}
