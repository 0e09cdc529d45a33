import { type OperatorKind, operatorText, type StatefulOperator } from './stateful-operators';

/** A stateful operator that was added, removed or changed. */
export interface OperatorChange {
  /** `source` for an input stream. */
  readonly kind: OperatorKind | 'source';

  /**
   * The part that differs as text, such as `grouping keys`.
   * @default - the whole operator
   */
  readonly part?: string;

  /** Description, such as `aggregation by userId: count(event_id)`. */
  readonly before?: string;
  readonly after?: string;
}

type Operators = readonly StatefulOperator[];

/** The differences between the stateful operators of a function; their order matters. */
export function operatorChanges(before: Operators, after: Operators): OperatorChange[] {
  const remaining = [...after];
  const gone = before.filter(({ identity }) => {
    const index = remaining.findIndex((operator) => operator.identity === identity);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
  const changes = gone.flatMap((operator): OperatorChange[] => {
    const index = remaining.findIndex(({ kind }) => kind === operator.kind);
    const [counterpart] = index < 0 ? [] : remaining.splice(index, 1);
    return counterpart
      ? changesOf(operator, counterpart)
      : [{ kind: operator.kind, before: operatorText(operator) }];
  });
  changes.push(
    ...remaining.map((operator): OperatorChange => ({ kind: operator.kind, after: operatorText(operator) })),
  );
  const isReordered = before.some(({ identity }, index) => identity !== after[index]?.identity);
  if (changes.length > 0 || !isReordered) return changes;
  return [{ kind: 'other', before: listed(before), after: listed(after) }];
}

/** A change of an operator as text. */
export function operatorChangeText({ part, before, after }: OperatorChange): string {
  if (before === undefined) return `${part ?? ''}${part ? ' ' : ''}${after} was added`;
  if (after === undefined) return `${part ?? ''}${part ? ' ' : ''}${before} was removed`;
  if (before === after) return `${before}, whose columns are computed differently`;
  return `${part ? `${part}: ` : ''}${before} → ${after}`;
}

/** The parts of an operator that differ: keys, type, aggregates, or the columns these are computed from. */
function changesOf(before: StatefulOperator, after: StatefulOperator): OperatorChange[] {
  const { kind } = before;
  const changes: OperatorChange[] = [];
  const add = (part: string, was: string, is: string) => {
    if (was !== is) changes.push({ kind, part, before: was || 'none', after: is || 'none' });
  };
  add(KEYS[kind], before.keys.join(', '), after.keys.join(', '));
  add(TYPES[kind], before.type, after.type);
  const [gone, added] = [
    before.aggregates.filter((text) => !after.aggregates.includes(text)),
    after.aggregates.filter((text) => !before.aggregates.includes(text)),
  ];
  if (gone.length + added.length > 0) add(`aggregates of the ${kind}`, gone.join(', '), added.join(', '));
  else
    add(`order of the aggregates of the ${kind}`, before.aggregates.join(', '), after.aggregates.join(', '));
  return changes.length > 0 ? changes : [{ kind, before: operatorText(before), after: operatorText(after) }];
}

const KEYS: Readonly<Record<OperatorKind, string>> = {
  aggregation: 'grouping keys',
  window: 'grouping keys',
  join: 'join keys',
  deduplication: 'deduplication columns',
  watermark: 'column of the watermark',
  other: 'operator',
};

const TYPES: Readonly<Record<OperatorKind, string>> = {
  aggregation: 'aggregation',
  window: 'aggregation',
  join: 'join type',
  deduplication: 'deduplication',
  watermark: 'delay of the watermark',
  other: 'operator',
};

function listed(operators: Operators): string {
  return operators.map(operatorText).join(', then ');
}
