import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import type { Manifest } from './manifest';

/**
 * Checks that an option names datasets of the pipeline.
 *
 * @throws UserError with every name that is not a dataset
 */
export function requireDatasets(option: string, names: readonly string[], { datasets }: Manifest): void {
  const known = datasets.map(({ name }) => name);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => `${option}: ${noSuchDataset(name, known)}`);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** That there is no dataset of a name, and how to find the right one. */
export function noSuchDataset(name: string, known: readonly string[]): string {
  return `there is no dataset '${name}'.${didYouMean(name, known) || ' npx medallion lineage lists all datasets.'}`;
}
