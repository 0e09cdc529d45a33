import type { Column } from '../medallion/column';
import type { Dataset } from '../medallion/graph';
import { didYouMean, nameProblems } from '../medallion/identifier';
import type { PythonValue } from '../medallion/rendering/python-code';

/** How a column is compared with that of the original pipeline. */
export interface ComparedColumn {
  /**
   * Name of the column in the original.
   * @default - the same
   */
  readonly original?: string;

  /**
   * Maximum difference between values that count as equal: in the column's unit for numbers, in seconds for
   * timestamps, in days for dates.
   * @default 0
   */
  readonly tolerance?: number;
}

/** Shares of rows, from 0 to 1, that may differ from the original. */
export interface ToleratedShares {
  /**
   * Share of the original's keys that may be missing in the dataset.
   * @default 0
   */
  readonly missing?: number;

  /**
   * Share of the dataset's keys that may be missing in the original.
   * @default 0
   */
  readonly surplus?: number;

  /**
   * Share of keys, in each of the two tables, that may occur more than once. Their values are not compared.
   * @default 0
   */
  readonly duplicate?: number;

  /**
   * Share of the values of each column that may differ by more than the column's tolerance.
   * @default 0
   */
  readonly different?: number;
}

/** A dataset and the table of the original pipeline that it replaces. */
export interface TablePair {
  /** A table or published view of this pipeline. */
  readonly dataset: Dataset;

  /** Name of the original's table, without catalog and schema. */
  readonly original: string;

  /** Columns of the dataset that together identify a row; NULL equals NULL. */
  readonly keys: readonly string[];

  /**
   * Names of the keys in the original, where they differ.
   * @default - the same
   */
  readonly originalKeys?: Readonly<Record<string, string>>;

  /**
   * Columns of the dataset to compare, besides the keys. Values are compared in the type of the dataset; a value of the
   * original that this type cannot represent is reported.
   */
  readonly columns: Readonly<Record<string, ComparedColumn>>;

  /**
   * Tolerated differences.
   * @default - none
   */
  readonly tolerated?: ToleratedShares;
}

const WHOLE_NUMBER = /^(TINYINT|BYTE|SMALLINT|SHORT|INT|INTEGER|BIGINT|LONG)$/i;
const FRACTION = /^(FLOAT|REAL|DOUBLE|(DECIMAL|DEC|NUMERIC)\b.*)$/i;
const TIME = /^TIMESTAMP(_LTZ|_NTZ)?$/i;
const DATE = /^DATE$/i;

/** Spark cannot compare or group maps, or values that contain one. */
const MAP = /\bMAP\s*</i;

/** Return a pair as a constant of the notebook, with defaults applied. */
export function describedPair({ dataset, tolerated, ...pair }: TablePair): PythonValue {
  const { missing = 0, surplus = 0, duplicate = 0, different = 0 } = tolerated ?? {};
  const columns = Object.entries(pair.columns).map(([name, { original = name, tolerance = 0 }]) => [
    name,
    { original, tolerance },
  ]);
  return {
    dataset: dataset.name,
    original: pair.original,
    keys: Object.fromEntries(pair.keys.map((key) => [key, pair.originalKeys?.[key] ?? key])),
    columns: Object.fromEntries(columns),
    tolerated: { missing, surplus, duplicate, different },
    personal: namesOf(pair).filter((name) => dataset.columns[name]?.personalData),
  };
}

/** Return the problems of a pair, independent of the pipeline it belongs to. */
export function tablePairProblems(pair: TablePair): string[] {
  const { dataset, original, keys, originalKeys = {}, columns, tolerated = {} } = pair;
  const known = Object.keys(dataset.columns);
  const unknown = (property: string, names: readonly string[], among: readonly string[] = known) =>
    names
      .filter((name) => !among.includes(name))
      .map(
        (name) =>
          `${property} names '${name}', which does not exist (${among.join(', ')}).${didYouMean(name, among)}`,
      );
  const problems = [
    ...nameProblems('original table', original),
    ...(dataset.kind === 'temporary_view'
      ? ['is a temporary view, which exists only while the pipeline runs. Compare a table that reads it.']
      : []),
    ...(keys.length === 0 ? ['keys is empty. Name the columns that identify a row.'] : []),
    ...unknown('keys', keys),
    ...keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => `keys names '${key}' twice. Remove one.`),
    ...unknown('originalKeys', Object.keys(originalKeys), keys),
    ...unknown('columns', Object.keys(columns)),
    ...keys
      .filter((key) => Object.hasOwn(columns, key))
      .map(
        (key) =>
          `columns names '${key}', which is a key, and keys are always equal in matched rows. Remove it.`,
      ),
    ...namesOf(pair)
      .filter((name) => MAP.test(dataset.columns[name]?.type ?? ''))
      .map((name) => `'${name}' is a ${dataset.columns[name]?.type}, which Spark cannot compare. Remove it.`),
    ...Object.entries({ ...originalKeys, ...originalsOf(columns) })
      .filter(([, name]) => name.trim() === '')
      .map(
        ([name]) =>
          `'${name}' has an empty name in the original. Set it, or omit it if the name is the same.`,
      ),
    ...Object.entries(columns).flatMap(([name, { tolerance }]) =>
      toleranceProblems(name, dataset.columns[name], tolerance),
    ),
    ...Object.entries(tolerated)
      .filter(([, share]) => !(share >= 0 && share <= 1))
      .map(([what, share]) => `tolerated.${what} is ${share}. Use a share from 0 (no row) to 1 (all rows).`),
  ];
  return problems.map((problem) => `${dataset.name} and '${original}': ${problem}`);
}

function namesOf({ keys, columns }: Pick<TablePair, 'keys' | 'columns'>): string[] {
  return [...keys, ...Object.keys(columns)];
}

function originalsOf(columns: TablePair['columns']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { original }]) =>
      original === undefined ? [] : [[name, original]],
    ),
  );
}

function toleranceProblems(
  name: string,
  column: Column | undefined,
  tolerance: number | undefined,
): string[] {
  if (column === undefined || tolerance === undefined) return [];
  const { type } = column;
  const inWholes = WHOLE_NUMBER.test(type) || DATE.test(type);
  if (!inWholes && !FRACTION.test(type) && !TIME.test(type)) {
    return [
      `'${name}' has a tolerance, but values of type ${type} have no difference to measure. Remove it.`,
    ];
  }
  if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
    return [`tolerance of '${name}' is ${tolerance}. Use a number from 0.`];
  }
  return inWholes && !Number.isInteger(tolerance)
    ? [`tolerance of '${name}' is ${tolerance}, but the column is a ${type}. Use a whole number.`]
    : [];
}
