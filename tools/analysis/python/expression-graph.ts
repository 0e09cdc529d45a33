/**
 * What a node of an expression is. `input` is a dataset that is read, `column` a column by name, `name` something that
 * is defined elsewhere, `method` a call on its first child, and `opaque` code that could not be read.
 */
export type ExpressionKind =
  | 'input'
  | 'column'
  | 'name'
  | 'text'
  | 'number'
  | 'constant'
  | 'list'
  | 'tuple'
  | 'dictionary'
  | 'entry'
  | 'call'
  | 'method'
  | 'member'
  | 'item'
  | 'keyword'
  | 'unpacked'
  | 'operator'
  | 'conditional'
  | 'formatted'
  | 'function'
  | 'parameter'
  | 'comprehension'
  | 'opaque';

/** A node of an expression. Two nodes that say the same are one object. */
export interface Expression {
  readonly id: number;
  readonly kind: ExpressionKind;

  /** What distinguishes it from others of its kind: the name, the text, the operator. */
  readonly label: string;
  readonly children: readonly Expression[];
}

/**
 * Expressions in which equal parts are the same object: comparing two is comparing references, and a part that is used
 * often is held once.
 */
export class ExpressionGraph {
  private readonly nodes = new Map<string, Expression>();

  /** The node that says this. */
  node(kind: ExpressionKind, label: string, children: readonly Expression[] = []): Expression {
    const key = `${kind}\0${label}\0${children.map(({ id }) => id).join()}`;
    const known = this.nodes.get(key);
    if (known) return known;
    const node = { id: this.nodes.size, kind, label, children };
    this.nodes.set(key, node);
    return node;
  }
}

/** All nodes of an expression, each once, parts before what they are part of. */
export function nodesOf(root: Expression): Expression[] {
  const nodes: Expression[] = [];
  const seen = new Set<Expression>();
  const waiting: { readonly node: Expression; readonly partsAreDone: boolean }[] = [
    { node: root, partsAreDone: false },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, partsAreDone } = next;
    if (partsAreDone) {
      nodes.push(node);
    } else if (!seen.has(node)) {
      seen.add(node);
      waiting.push({ node, partsAreDone: true });
      for (const child of [...node.children].reverse()) waiting.push({ node: child, partsAreDone: false });
    }
  }
  return nodes;
}
