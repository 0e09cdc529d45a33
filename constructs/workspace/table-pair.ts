import type { Column } from '../medallion/column';
import type { Dataset } from '../medallion/graph';
import { didYouMean, nameProblems } from '../medallion/identifier';
import type { PythonValue } from '../medallion/rendering/python-code';

/** How a column is compared with that of the original pipeline. */
export interface ComparedColumn {
  /**
   * What the original calls the column.
   * @default - the same
   */
  readonly original?: string;

  /**
   * How far apart two values may be and still count as equal: in the unit of the column for numbers, in seconds
   * for times, in days for dates.
   * @default 0
   */
  readonly tolerance?: number;
}

/** Which shares of rows, from 0 to 1, need not be as in the original. */
export interface ToleratedShares {
  /**
   * Of the keys of the original, how many the dataset may lack.
   * @default 0
   */
  readonly missing?: number;

  /**
   * Of the keys of the dataset, how many the original may lack.
   * @default 0
   */
  readonly surplus?: number;

  /**
   * Of the keys of each of the two, how many may stand there more than once. Their values are not compared.
   * @default 0
   */
  readonly duplicate?: number;

  /**
   * Of the values of each column, how many may differ by more than the tolerance of the column.
   * @default 0
   */
  readonly different?: number;
}

/** A dataset, and the table of the original pipeline whose place it takes. */
export interface TablePair {
  /** A table or published view of this pipeline. */
  readonly dataset: Dataset;

  /** Name of the table of the original pipeline, without catalog and schema. */
  readonly original: string;

  /** Columns of the dataset that together tell one row from another; NULL is a value like others. */
  readonly keys: readonly string[];

  /**
   * What the original calls keys, where that is not the same.
   * @default - the same
   */
  readonly originalKeys?: Readonly<Record<string, string>>;

  /**
   * Columns of the dataset that are compared, besides the keys. The type is that of the dataset: a value of the
   * original that this type cannot hold is told.
   */
  readonly columns: Readonly<Record<string, ComparedColumn>>;

  /**
   * What need not be as in the original.
   * @default - everything must be
   */
  readonly tolerated?: ToleratedShares;
}

const WHOLE_NUMBER = /^(TINYINT|BYTE|SMALLINT|SHORT|INT|INTEGER|BIGINT|LONG)$/i;
const FRACTION = /^(FLOAT|REAL|DOUBLE|(DECIMAL|DEC|NUMERIC)\b.*)$/i;
const TIME = /^TIMESTAMP(_LTZ|_NTZ)?$/i;
const DATE = /^DATE$/i;

/** Spark compares and groups neither maps nor what holds one. */
const MAP = /\bMAP\s*</i;

/** A pair as the notebook takes it, with everything said. */
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

/** Everything that is wrong with a pair, whatever pipeline it belongs to. */
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
    ...nameProblems('table of the original', original),
    ...(dataset.kind === 'temporary_view'
      ? ['is a temporary view, which exists only while the pipeline runs. Compare a table that reads it.']
      : []),
    ...(keys.length === 0 ? ['keys is empty. Name the columns that tell one row from another.'] : []),
    ...unknown('keys', keys),
    ...keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => `keys names '${key}' twice. Name it once.`),
    ...unknown('originalKeys', Object.keys(originalKeys), keys),
    ...unknown('columns', Object.keys(columns)),
    ...keys
      .filter((key) => Object.hasOwn(columns, key))
      .map(
        (key) =>
          `columns names '${key}', which is a key: rows with the same keys have it in common. Drop it.`,
      ),
    ...namesOf(pair)
      .filter((name) => MAP.test(dataset.columns[name]?.type ?? ''))
      .map(
        (name) => `'${name}' is a ${dataset.columns[name]?.type}, which Spark cannot compare. Leave it out.`,
      ),
    ...Object.entries({ ...originalKeys, ...originalsOf(columns) })
      .filter(([, name]) => name.trim() === '')
      .map(
        ([name]) => `'${name}' has no name in the original. Give it one, or leave it out if it is the same.`,
      ),
    ...Object.entries(columns).flatMap(([name, { tolerance }]) =>
      toleranceProblems(name, dataset.columns[name], tolerance),
    ),
    ...Object.entries(tolerated)
      .filter(([, share]) => !(share >= 0 && share <= 1))
      .map(([what, share]) => `tolerated.${what} is ${share}. Give a share from 0 (no row) to 1 (all rows).`),
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
    return [`'${name}' has a tolerance, but values of type ${type} are equal or not. Drop it.`];
  }
  if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
    return [`tolerance of '${name}' is ${tolerance}. Give a number from 0.`];
  }
  return inWholes && !Number.isInteger(tolerance)
    ? [`tolerance of '${name}' is ${tolerance}, but it is a ${type}. Give a whole number.`]
    : [];
}
