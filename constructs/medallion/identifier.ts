import { closest, distance } from 'fastest-levenshtein';

/** Dataset, layer and rule names. Unity Catalog stores names in lower case, so mixed case is rejected. */
const LOWER_SNAKE_CASE = /^[a-z][a-z0-9_]{0,254}$/;

/** Column names that need no quoting in Spark SQL. */
const UNQUOTED = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

/** Return why `name` is not a valid dataset, layer or rule name; empty if it is valid. */
export function nameProblems(what: string, name: string): string[] {
  if (LOWER_SNAKE_CASE.test(name)) return [];
  const fixed = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 255);
  const fix = fixed === '' ? 'Choose a different name' : `Rename it, for example to '${fixed}'`;
  return [
    `${what} '${name}' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. ${fix}.`,
  ];
}

/** Return why `name` is not a valid column name; empty if it is valid. */
export function columnNameProblems(name: string): string[] {
  if (UNQUOTED.test(name)) return [];
  const fixed = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=[0-9])/, '_');
  return [
    `column '${name}' is not a valid name. Use letters, digits and underscores, not starting with a digit. Rename it, for example to '${fixed}'.`,
  ];
}

/** Return " Did you mean 'date'?" if a known name is similar to `name`, otherwise an empty string. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(name, [...known]);
  return isClose(name, nearest) ? ` Did you mean '${nearest}'?` : '';
}

/** Whether the names differ in at most a third of their letters, or only in two swapped letters. */
function isClose(name: string, other: string): boolean {
  const edits = distance(name, other);
  const isSwap = edits === 2 && [...name].sort().join() === [...other].sort().join();
  return isSwap || edits <= Math.max(1, Math.floor(name.length / 3));
}

/** Convert `pageViews` to `page_views`: the name of an input to that of the Python parameter. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
