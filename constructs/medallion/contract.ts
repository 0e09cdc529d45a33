import type { Columns } from './column';
import type { Expectation } from './expectation';
import { columnNameProblems, didYouMean, nameProblems } from './identifier';
import { settingProblems, share } from './settings';
import { readCondition } from './sources/sql';

/** A problem for each of `names` that is not among the `known` columns. */
export function unknownColumns(
  property: string,
  names: readonly string[],
  known: readonly string[],
): string[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const columns = known.join(', ');
      return `${property} names '${name}', which is not one of its columns (${columns}).${didYouMean(name, known)}`;
    });
}

/** What is wrong with the columns of a dataset by themselves. */
export function columnProblems(columns: Columns): string[] {
  const names = Object.keys(columns);
  const twice = names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index,
  );
  return [
    ...(names.length === 0 ? ['has no columns. Declare each with type and comment.'] : []),
    ...names.flatMap(columnNameProblems),
    ...twice.map((name) => `column '${name}' is declared twice: Spark does not tell upper from lower case.`),
  ];
}

/** What is wrong with one of a dataset's rules. */
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
    ...(twice ? [`expectation '${name}' is declared twice. Give each rule a name of its own.`] : []),
    ...(reading.problem ? [`expectation '${name}': ${reading.problem}`] : []),
    ...unknownColumns(`expectation '${name}'`, unknown, Object.keys(columns)),
    ...settingProblems(share().optional(), rate, `expectation '${name}': toleratedFailureRate`),
  ];
}
