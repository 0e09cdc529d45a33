import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import type { Manifest } from './manifest';

/**
 * Checks that the names given to an option are datasets of the pipeline.
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

/** Message for an unknown dataset, with a suggestion. */
export function noSuchDataset(name: string, known: readonly string[]): string {
  return `dataset '${name}' does not exist.${didYouMean(name, known) || ' Run npx medallion lineage to list all datasets.'}`;
}
