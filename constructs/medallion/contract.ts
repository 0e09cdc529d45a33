import type { Columns } from './column';
import type { Expectation } from './expectation';
import { columnNameProblems, didYouMean, nameProblems } from './identifier';
import { settingProblems, share } from './settings';
import { readCondition } from './sources/sql';

/** Return a problem for each of `names` that is not one of the `known` columns. */
export function unknownColumns(
  property: string,
  names: readonly string[],
  known: readonly string[],
): string[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const columns = known.join(', ');
      return `${property} names '${name}', which is not a column (${columns}).${didYouMean(name, known)}`;
    });
}

/** Return the problems of a dataset's columns, independent of anything else. */
export function columnProblems(columns: Columns): string[] {
  const names = Object.keys(columns);
  const twice = names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index,
  );
  return [
    ...(names.length === 0 ? ['has no columns. Declare each column with its type and comment.'] : []),
    ...names.flatMap(columnNameProblems),
    ...twice.map(
      (name) =>
        `column '${name}' is declared twice: column names are case-insensitive in Spark. Rename or remove one of them.`,
    ),
  ];
}

/** Return the problems of one rule of a dataset. */
export function expectationProblems(
  { name, rule, toleratedFailureRate: rate }: Expectation,
  index: number,
  all: readonly Expectation[],
  columns: Columns,
): string[] {
  const twice = all.findIndex((other) => other.name === name) !== index;
  const reading = readCondition(rule);
  const lowerCase = new Map(Object.keys(columns).map((column) => [column.toLowerCase(), column]));
  const unknown = reading.columns.filter((column) => !lowerCase.has(column.toLowerCase()));
  return [
    ...nameProblems('expectation', name),
    ...(twice ? [`expectation '${name}' is declared twice. Rename one of the two.`] : []),
    ...(reading.problem ? [`expectation '${name}': ${reading.problem}`] : []),
    ...unknownColumns(`expectation '${name}'`, unknown, Object.keys(columns)),
    ...settingProblems(share().optional(), rate, `expectation '${name}': toleratedFailureRate`),
  ];
}
