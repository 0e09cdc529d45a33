import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { didYouMean, SynthesisError } from '../medallion';
import { type Environment, environmentProblems } from './environment';

const FOLDER = join(__dirname, '..', '..', 'environments');

/** Environment variable that selects environments, separated by commas. If it is empty or unset, all are loaded. */
const SELECTION = 'ENVIRONMENTS';

/**
 * Load every environment by name. Each file in `environments/` has the environment as its default export.
 *
 * @throws SynthesisError with the problems of all environments
 */
export function environments(): Map<string, Environment> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
  const chosen = selected(names);
  const loaded = chosen.map((name) => [name, load(name)] as const);
  const problems = loaded.flatMap(([name, environment]) =>
    environmentProblems(environment).map((problem) => `environments/${name}.ts: ${problem}`),
  );
  if (problems.length > 0) throw new SynthesisError(problems);
  return new Map(loaded as [string, Environment][]);
}

function selected(names: readonly string[]): readonly string[] {
  const wanted = (process.env[SELECTION] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new SynthesisError(
      unknown.map(
        (name) =>
          `environment '${name}': environments/${name}.ts does not exist (${names.join(', ')}).${didYouMean(name, names)}`,
      ),
    );
  }
  return wanted.length === 0 ? names : names.filter((name) => wanted.includes(name));
}

function load(name: string): unknown {
  return (require(join(FOLDER, name)) as { default?: unknown }).default;
}
