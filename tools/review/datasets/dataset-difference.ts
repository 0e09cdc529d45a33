import { oneLine } from '../sentences';

/** What of a dataset a difference is about. */
export type Aspect =
  | 'kind'
  | 'layer'
  | 'comment'
  | 'topic'
  | 'column'
  | 'column name'
  | 'column type'
  | 'column comment'
  | 'column order'
  | 'personal data'
  | 'rule'
  | 'rule name'
  | 'rule action'
  | 'rule condition'
  | 'tolerance'
  | 'primary key'
  | 'reference'
  | 'deduplication'
  | 'change data capture'
  | 'flow name'
  | 'input'
  | 'input mode'
  | 'parameter'
  | 'clustering'
  | 'partitioning'
  | 'table property'
  | 'quarantine'
  | 'file'
  | 'declaration';

/** How a type or a rule changed, if it is known. */
export type Degree = 'extended' | 'wider' | 'narrower' | 'incompatible' | 'stronger' | 'weaker';

/** One difference between two versions of a dataset. */
export interface Difference {
  readonly aspect: Aspect;

  /**
   * Which one, where a dataset has several: the column, rule, input, property or setting.
   * @default - the dataset has one of it
   */
  readonly item?: string;

  /**
   * How it was.
   * @default - there was none
   */
  readonly before?: string;

  /**
   * How it is from now on.
   * @default - it is gone
   */
  readonly after?: string;

  /**
   * Which way it changed.
   * @default - it is unknown, or has no direction
   */
  readonly degree?: Degree;
}

/** A difference in a few words: `column type status: BIGINT → INT (narrower)`. */
export function describeDifference({ aspect, item, before, after, degree }: Difference): string {
  if (aspect === 'input') {
    return before === undefined
      ? `reads \`${item}\` too (${after})`
      : `no longer reads \`${item}\` (${before})`;
  }
  const what = item === undefined ? aspect : `${aspect} ${item}`;
  const remark = degree ? ` (${degree})` : '';
  if (before === undefined && after === undefined) return `${what} changed${remark}`;
  if (before === undefined) return `${what} is new: ${shown(after)}${remark}`;
  if (after === undefined) return `${what} is gone: ${shown(before)}${remark}`;
  return `${what}: ${shown(before)} → ${shown(after)}${remark}`;
}

/** A difference of one thing, or nothing if it is as it was. */
export function differenceOf(
  aspect: Aspect,
  before: string | undefined,
  after: string | undefined,
  item?: string,
): Difference[] {
  return before === after ? [] : [{ aspect, ...(item === undefined ? {} : { item }), before, after }];
}

function shown(text = ''): string {
  return oneLine(text) || "''";
}
