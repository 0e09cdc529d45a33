import type { Expression, ExpressionGraph } from './expression-graph';
import type { Arguments } from './python-arguments';

/** Operators that are commutative for Spark columns and Python numbers. */
const COMMUTATIVE = ['&', '|', '==', '!='];

/** An operation, evaluated if its operands are literals. */
export function operated(
  graph: ExpressionGraph,
  operator: string,
  operands: readonly Expression[],
): Expression {
  const [left, right] = operands as [Expression, Expression?];
  if (right && left.kind === 'text' && right.kind === 'text' && operator === '+') {
    return graph.node('text', left.label + right.label);
  }
  if (
    right &&
    operator === '+' &&
    left.kind === right.kind &&
    (left.kind === 'list' || left.kind === 'tuple')
  ) {
    return graph.node(left.kind, '', [...left.children, ...right.children]);
  }
  if (operands.every(({ kind, label }) => kind === 'number' && /^-?\d+$/.test(label))) {
    const computed = calculated(
      operator,
      operands.map(({ label }) => Number(label)),
    );
    if (computed !== undefined) return graph.node('number', String(computed));
  }
  if (!COMMUTATIVE.includes(operator)) return graph.node('operator', operator, operands);
  const isSame = ({ kind, label }: Expression) =>
    kind === 'operator' && label === operator && /[&|]/.test(operator);
  const all = operands.flatMap((operand) => (isSame(operand) ? operand.children : [operand]));
  return graph.node(
    'operator',
    operator,
    all.sort((first, second) => first.id - second.id),
  );
}

function calculated(operator: string, [left = 0, right]: readonly number[]): number | undefined {
  if (right === undefined) return operator === '-' ? -left : undefined;
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
  };
  const result = results[operator];
  return result !== undefined && Number.isSafeInteger(result) ? result : undefined;
}

/** The result of a method of a list, dictionary or string literal; undefined if it is unknown. */
export function knownMethod(
  graph: ExpressionGraph,
  owner: Expression,
  name: string,
  { positional, keywords }: Arguments,
): Expression | undefined {
  const [argument, ...others] = positional;
  if (others.length > 0 || keywords.size > 0) return undefined;
  if (owner.kind === 'dictionary') return knownEntry(graph, owner, name, argument);
  if (name === 'item' && argument?.kind === 'number' && (owner.kind === 'list' || owner.kind === 'tuple')) {
    return owner.children.some(({ kind }) => kind === 'unpacked')
      ? undefined
      : owner.children.at(Number(argument.label));
  }
  const isJoined = owner.kind === 'text' && name === 'join' && argument && /list|tuple/.test(argument.kind);
  if (!isJoined || !argument.children.every(({ kind }) => kind === 'text')) return undefined;
  return graph.node('text', argument.children.map(({ label }) => label).join(owner.label));
}

function knownEntry(
  graph: ExpressionGraph,
  dictionary: Expression,
  name: string,
  key: Expression | undefined,
): Expression | undefined {
  const entries = dictionary.children;
  if (!entries.every(({ kind }) => kind === 'entry')) return undefined;
  const part = (index: number) => entries.flatMap(({ children }) => children[index] ?? []);
  if (name === 'items') {
    return graph.node(
      'list',
      '',
      entries.map(({ children }) => graph.node('tuple', '', children)),
    );
  }
  if (name === 'keys') return graph.node('list', '', part(0));
  if (name === 'values') return graph.node('list', '', part(1));
  if (name !== 'item') return undefined;
  // The last entry of a key wins.
  const found = entries.filter(({ children }) => children[0] === key);
  return found.at(-1)?.children[1];
}
