import { oneLine } from '../sentences';

/** The aspect of a dataset that differs. */
export type Aspect =
  | 'kind'
  | 'pipeline'
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

/** Direction of a change of a type or a rule. */
export type Degree = 'extended' | 'wider' | 'narrower' | 'incompatible' | 'stronger' | 'weaker';

/** One difference between two versions of a dataset. */
export interface Difference {
  readonly aspect: Aspect;

  /**
   * The column, rule, input, property or setting that differs.
   * @default - the aspect has no items
   */
  readonly item?: string;

  /**
   * Value before.
   * @default - it is new
   */
  readonly before?: string;

  /**
   * Value after.
   * @default - it is removed
   */
  readonly after?: string;

  /**
   * Direction of the change.
   * @default - unknown, or the change has no direction
   */
  readonly degree?: Degree;
}

/** A difference in a few words: `column type status: BIGINT → INT (narrower)`. */
export function describeDifference({ aspect, item, before, after, degree }: Difference): string {
  if (aspect === 'input') {
    return before === undefined
      ? `also reads \`${item}\` (${after})`
      : `no longer reads \`${item}\` (${before})`;
  }
  const what = item === undefined ? aspect : `${aspect} ${item}`;
  const remark = degree ? ` (${degree})` : '';
  if (before === undefined && after === undefined) return `${what} changed${remark}`;
  if (before === undefined) return `${what} is new: ${shown(after)}${remark}`;
  if (after === undefined) return `${what} is removed: ${shown(before)}${remark}`;
  return `${what}: ${shown(before)} → ${shown(after)}${remark}`;
}

/** The difference of one aspect; empty if it is unchanged. */
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
