import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './expression-graph';
import type { Surroundings } from './python-surroundings';
import { itemsOf } from './python-tokens';

/** The parts of `element for target in values if condition`. */
export interface ComprehensionParts {
  /** The element, or key and value. */
  readonly elements: readonly SyntaxNode[];
  readonly targets: readonly (readonly SyntaxNode[])[];
  readonly values: SyntaxNode;
  readonly conditions: readonly SyntaxNode[];
}

/** The parts of a comprehension; undefined if it has several `for` clauses. */
export function comprehensionParts(nodes: readonly SyntaxNode[]): ComprehensionParts | undefined {
  const [start, ...others] = nodes.flatMap(({ name }, index) => (name === 'for' ? [index] : []));
  if (start === undefined || others.length > 0) return undefined;
  const inIndex = nodes.findIndex(({ name }, index) => index > start && name === 'in');
  const values = nodes[inIndex + 1];
  if (inIndex < 0 || !values) return undefined;
  return {
    elements: (itemsOf(nodes.slice(0, start))[0] ?? []).filter(({ name }) => name !== ':'),
    targets: itemsOf(nodes.slice(start + 1, inIndex)),
    values,
    conditions: nodes.slice(inIndex + 2).filter(({ name }) => name !== 'if'),
  };
}

/**
 * The result of a comprehension, expanded if its values are known and it has no condition.
 *
 * @param readerFor returns the reader for an element; undefined if the value does not match the targets
 */
export function comprehended(
  around: Surroundings,
  { elements, conditions }: ComprehensionParts,
  source: Expression,
  kind: 'list' | 'set' | 'dictionary',
  readerFor: (value: Expression) => ((node: SyntaxNode) => Expression) | undefined,
): Expression | undefined {
  const { graph, placeholders } = around;
  const element = (value: Expression): Expression | undefined => {
    const read = readerFor(value);
    const [first, ...others] = read ? [...elements, ...conditions].map(read) : [];
    if (!first) return undefined;
    return kind === 'dictionary' || others.length > 0 ? graph.node('entry', '', [first, ...others]) : first;
  };
  if (!/^(list|tuple)$/.test(source.kind) || conditions.length > 0) {
    const made = element(around.placeholder());
    placeholders.count -= 1;
    return made && graph.node('comprehension', kind, [source, made]);
  }
  const made = source.children.map(element);
  if (made.includes(undefined)) return undefined;
  const all = made as Expression[];
  return kind === 'set' ? graph.node('call', 'builtins.set', all) : graph.node(kind, '', all);
}
