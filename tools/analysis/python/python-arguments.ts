import type { Expression, ExpressionGraph } from './expression-graph';

/** Arguments of a call. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: ReadonlyMap<string, Expression>;

  /** Whether unknown arguments are unpacked into the call by `*` or `**`. */
  readonly isOpen: boolean;
}

export const NO_ARGUMENTS: Arguments = { positional: [], keywords: new Map(), isOpen: false };

export function argumentsOf(...positional: Expression[]): Arguments {
  return { ...NO_ARGUMENTS, positional };
}

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'keyword' | 'rest' | 'other keywords';
  /** Default value; undefined for a required parameter. */
  readonly standard?: Expression;
}

/** The value of each parameter in a call; undefined if the call does not match or is not fully known. */
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

/** The arguments as child nodes: positional first, then keywords in alphabetical order. */
export function partsOf(graph: ExpressionGraph, { positional, keywords }: Arguments): Expression[] {
  const named = [...keywords].sort(([left], [right]) => (left < right ? -1 : 1));
  return [...positional, ...named.map(([name, value]) => graph.node('keyword', name, [value]))];
}

/** Keyword arguments converted to positional ones for methods with known parameters. */
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
