/** A column of a dataset, or a field of a topic's messages. */
export interface Origin {
  /** ID of the dataset or topic in the graph. */
  readonly node: string;
  /** Undefined for the rows themselves, as in `count(*)`. */
  readonly column?: string;
}

/** The origins of a value. */
export interface ColumnValue {
  /** Distinct origins. */
  readonly origins: readonly Origin[];

  /** Whether it is the unchanged value of one of its origins. */
  readonly isSame: boolean;

  /** Reasons why there may be further origins. */
  readonly gaps: readonly string[];

  /** Fields of a struct, if they are known individually. */
  readonly fields?: ReadonlyMap<string, ColumnValue>;
}

/** A value without origins, such as a constant. */
export const NO_COLUMN: ColumnValue = { origins: [], isSame: false, gaps: [] };

/** The unchanged value of a column. */
export function sameAs(node: string, column: string): ColumnValue {
  return { origins: [{ node, column }], isSame: true, gaps: [] };
}

/** A value that depends on the number of rows. */
export function countOf(nodes: readonly string[]): ColumnValue {
  return { origins: nodes.map((node) => ({ node })), isSame: false, gaps: [] };
}

/** A value of unknown origin. */
export function unknownValue(...gaps: readonly string[]): ColumnValue {
  return { ...NO_COLUMN, gaps };
}

/** A value computed from others. */
export function computedFrom(values: readonly ColumnValue[]): ColumnValue {
  return { origins: originsOf(values), isSame: false, gaps: gapsOf(values) };
}

/** A value that is one of several, as in a union. */
export function oneOf(values: readonly ColumnValue[]): ColumnValue {
  const [only, ...others] = values;
  if (only && others.length === 0) return only;
  const withOrigins = values.filter(({ origins, gaps }) => origins.length + gaps.length > 0);
  return {
    ...computedFrom(values),
    isSame: withOrigins.length > 0 && withOrigins.every(({ isSame }) => isSame),
  };
}

/** Whether two names are the same column in Spark. */
export function isSameName(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left.toLowerCase() === right?.toLowerCase();
}

function originsOf(values: readonly ColumnValue[]): Origin[] {
  const all = values.flatMap(({ origins }) => origins.map((origin) => [keyOf(origin), origin] as const));
  return [...new Map(all).values()];
}

function gapsOf(values: readonly ColumnValue[]): string[] {
  return [...new Set(values.flatMap(({ gaps }) => gaps))];
}

function keyOf({ node, column }: Origin): string {
  return `${node}\0${column ?? ''}`;
}
