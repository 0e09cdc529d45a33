/**
 * Kind of an expression node. `input` is a dataset that is read, `column` a column by name, `name` something defined
 * elsewhere, `method` a call on the first child, and `opaque` code that is not understood.
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

/** A node of an expression. Equal nodes are the same object. */
export interface Expression {
  readonly id: number;
  readonly kind: ExpressionKind;

  /** Name, text or operator of the node. */
  readonly label: string;
  readonly children: readonly Expression[];
}

/**
 * Hash-consed expressions: equal parts are the same object, so comparison is by reference and shared parts are stored
 * once.
 */
export class ExpressionGraph {
  private readonly nodes = new Map<string, Expression>();

  /** The unique node with these properties. */
  node(kind: ExpressionKind, label: string, children: readonly Expression[] = []): Expression {
    const key = `${kind}\0${label}\0${children.map(({ id }) => id).join()}`;
    const known = this.nodes.get(key);
    if (known) return known;
    const node = { id: this.nodes.size, kind, label, children };
    this.nodes.set(key, node);
    return node;
  }
}

/** All nodes of an expression, each once, children before parents. */
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
