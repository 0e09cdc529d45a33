import type { Expression, ExpressionGraph } from './expression-graph';

/** What a function or method is called with. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: ReadonlyMap<string, Expression>;

  /** Whether more is unpacked into the call than can be told, by `*` or `**`. */
  readonly isOpen: boolean;
}

export const NO_ARGUMENTS: Arguments = { positional: [], keywords: new Map(), isOpen: false };

export function argumentsOf(...positional: Expression[]): Arguments {
  return { ...NO_ARGUMENTS, positional };
}

/** Parameters of a function, in order. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'keyword' | 'rest' | 'other keywords';
  /** Nothing for a parameter that must be given. */
  readonly standard?: Expression;
}

/** The value of each parameter in a call; nothing if the call does not fit, or cannot be told. */
export function boundParameters(
  graph: ExpressionGraph,
  parameters: readonly Parameter[],
  { positional, keywords, isOpen }: Arguments,
): Map<string, Expression> | undefined {
  if (isOpen) return undefined;
  const bound = new Map<string, Expression>();
  const given = [...positional];
  const named = new Map(keywords);
  for (const { name, kind, standard } of parameters) {
    if (kind === 'rest') bound.set(name, graph.node('tuple', '', given.splice(0)));
    else if (kind === 'other keywords') bound.set(name, dictionaryOf(graph, named));
    else {
      const value = (kind === 'plain' ? given.shift() : undefined) ?? named.get(name) ?? standard;
      if (!value) return undefined;
      named.delete(name);
      bound.set(name, value);
    }
  }
  return given.length === 0 && named.size === 0 ? bound : undefined;
}

/** The arguments as parts of an expression: by position first, then by name in the order of the alphabet. */
export function partsOf(graph: ExpressionGraph, { positional, keywords }: Arguments): Expression[] {
  const named = [...keywords].sort(([left], [right]) => (left < right ? -1 : 1));
  return [...positional, ...named.map(([name, value]) => graph.node('keyword', name, [value]))];
}

/** Arguments by position where a method is known to take them so. */
export function inOrder(names: readonly string[], { positional, keywords, isOpen }: Arguments): Arguments {
  const ordered = [...positional];
  const named = new Map(keywords);
  for (const name of names.slice(positional.length)) {
    const value = named.get(name);
    if (!value) break;
    ordered.push(value);
    named.delete(name);
  }
  return { positional: ordered, keywords: named, isOpen };
}

function dictionaryOf(graph: ExpressionGraph, named: Map<string, Expression>): Expression {
  const entries = [...named].map(([name, value]) =>
    graph.node('entry', '', [graph.node('text', name), value]),
  );
  named.clear();
  return graph.node('dictionary', '', entries);
}
