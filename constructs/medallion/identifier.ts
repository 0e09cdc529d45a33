import { closest, distance } from 'fastest-levenshtein';

/** Dataset, layer and rule names: Unity Catalog stores names in lower case, so mixed case is refused. */
const LOWER_SNAKE_CASE = /^[a-z][a-z0-9_]{0,254}$/;

/** Column names that need no quoting in Spark SQL. */
const UNQUOTED = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

/** Why `name` cannot name a dataset, layer or rule; nothing if it can. */
export function nameProblems(what: string, name: string): string[] {
  if (LOWER_SNAKE_CASE.test(name)) return [];
  const fixed = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 255);
  const fix = fixed === '' ? 'Start with a letter' : `Rename it, for example to '${fixed}'`;
  return [
    `${what} '${name}' is not a valid name: lower-case letters, digits and underscores, starting with a letter, at most 255. ${fix}.`,
  ];
}

/** Why `name` cannot name a column; nothing if it can. */
export function columnNameProblems(name: string): string[] {
  if (UNQUOTED.test(name)) return [];
  const fixed = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=[0-9])/, '_');
  return [
    `column '${name}' is not a valid name: letters, digits and underscores, not starting with a digit. Rename it, for example to '${fixed}'.`,
  ];
}

/** " Did you mean 'date'?" if a known name is close to `name`, otherwise nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(name, [...known]);
  return isClose(name, nearest) ? ` Did you mean '${nearest}'?` : '';
}

/** Whether at most a third of the letters differ, or two are swapped; beyond that it is a different name. */
function isClose(name: string, other: string): boolean {
  const edits = distance(name, other);
  const isSwap = edits === 2 && [...name].sort().join() === [...other].sort().join();
  return isSwap || edits <= Math.max(1, Math.floor(name.length / 3));
}

/** `pageViews` as `page_views`: names of inputs as parameters of a Python function. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
