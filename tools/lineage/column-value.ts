/** A column of a dataset, or a part of a topic's messages. */
export interface Origin {
  /** Id of the dataset or topic in the graph. */
  readonly node: string;
  /** Nothing for the rows themselves, as `count(*)` counts them. */
  readonly column?: string;
}

/** What a value is made of. */
export interface ColumnValue {
  /** Each once. */
  readonly origins: readonly Origin[];

  /** Whether it is the very value of one of its origins. */
  readonly isSame: boolean;

  /** Why there may be further origins, a reason each. */
  readonly gaps: readonly string[];

  /** Fields of a struct that are known one by one. */
  readonly fields?: ReadonlyMap<string, ColumnValue>;
}

/** A value that is made of no column, such as a constant. */
export const NO_COLUMN: ColumnValue = { origins: [], isSame: false, gaps: [] };

/** The very value of a column. */
export function sameAs(node: string, column: string): ColumnValue {
  return { origins: [{ node, column }], isSame: true, gaps: [] };
}

/** A value that follows from how many rows there are. */
export function countOf(nodes: readonly string[]): ColumnValue {
  return { origins: nodes.map((node) => ({ node })), isSame: false, gaps: [] };
}

/** A value of which it cannot be told what it is made of. */
export function unknownValue(...gaps: readonly string[]): ColumnValue {
  return { ...NO_COLUMN, gaps };
}

/** A value that is computed from others. */
export function computedFrom(values: readonly ColumnValue[]): ColumnValue {
  return { origins: originsOf(values), isSame: false, gaps: gapsOf(values) };
}

/** A value that is one of several, as of a union's rows. */
export function oneOf(values: readonly ColumnValue[]): ColumnValue {
  const [only, ...others] = values;
  if (only && others.length === 0) return only;
  const withOrigins = values.filter(({ origins, gaps }) => origins.length + gaps.length > 0);
  return {
    ...computedFrom(values),
    isSame: withOrigins.length > 0 && withOrigins.every(({ isSame }) => isSame),
  };
}

/** Whether two names are of the same column to Spark. */
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
