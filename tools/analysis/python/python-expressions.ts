import type { SyntaxNode } from '@lezer/common';
import type { Expression, ExpressionGraph } from './expression-graph';
import { type Arguments, partsOf } from './python-arguments';
import { comprehended, comprehensionParts } from './python-comprehensions';
import { formattedText, numberText } from './python-literals';
import { knownMethod, operated } from './python-operations';
import type { Scope, Surroundings } from './python-surroundings';
import { childrenOf, itemsOf, stringValue, textOf, tokensOf } from './python-tokens';

/** Reads expressions of one function, with names replaced by their values. */
export class PythonExpressions {
  private readonly graph: ExpressionGraph;

  constructor(
    private readonly around: Surroundings,
    private readonly text: string,
    private readonly scope: Scope,
  ) {
    this.graph = around.graph;
  }

  read(node: SyntaxNode): Expression {
    const { graph } = this;
    const children = childrenOf(node);
    const [first] = children;
    switch (node.name) {
      case 'VariableName':
        return this.scope.get(this.textOf(node)) ?? this.around.global(this.textOf(node));
      case 'String':
        return graph.node('text', stringValue(this.textOf(node)));
      case 'ContinuedString':
        return children
          .map((child) => this.read(child))
          .reduce((left, right) => operated(graph, '+', [left, right]));
      case 'FormatString':
        return formattedText(graph, { node, text: this.text }, (part) => this.read(part));
      case 'Number':
        return graph.node('number', numberText(this.textOf(node)));
      case 'Boolean':
      case 'None':
      case 'Ellipsis':
        return graph.node('constant', this.textOf(node));
      case 'ParenthesizedExpression':
        return children[1] ? this.read(children[1]) : this.opaque(node);
      case 'ArrayExpression':
        return graph.node('list', '', this.items(node));
      case 'TupleExpression':
        return graph.node('tuple', '', this.items(node));
      case 'SetExpression':
        return graph.node('call', 'builtins.set', this.items(node));
      case 'DictionaryExpression':
        return this.dictionary(node);
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return this.call(node);
      case 'BinaryExpression':
        return this.binary(children);
      case 'UnaryExpression':
        return operated(graph, this.textOf(first as SyntaxNode), [this.read(children.at(-1) as SyntaxNode)]);
      case 'ConditionalExpression': {
        const [yes, , test, , no] = children as [SyntaxNode, SyntaxNode, SyntaxNode, SyntaxNode, SyntaxNode];
        return graph.node('conditional', '', [this.read(test), this.read(yes), this.read(no)]);
      }
      case 'LambdaExpression':
        return this.around.lambda({ node, text: this.text }, this.scope);
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
        return this.comprehension(children.slice(1, -1), 'list') ?? this.opaque(node);
      case 'SetComprehensionExpression':
        return this.comprehension(children.slice(1, -1), 'set') ?? this.opaque(node);
      case 'DictionaryComprehensionExpression':
        return this.comprehension(children.slice(1, -1), 'dictionary') ?? this.opaque(node);
      default:
        return this.opaque(node);
    }
  }

  /** Assigns a value to one or several names; false if a target is not a name. */
  assign(target: readonly SyntaxNode[], value: Expression): boolean {
    const [node, ...others] = target;
    if (!node || others.length > 0) return false;
    if (node.name === 'VariableName') {
      this.scope.set(this.textOf(node), value);
      return true;
    }
    if (node.name !== 'TupleExpression' && node.name !== 'ArrayExpression') return false;
    return this.assignEach(itemsOf(childrenOf(node)), value);
  }

  /** Unpacks a value into several targets. */
  assignEach(targets: readonly (readonly SyntaxNode[])[], value: Expression): boolean {
    const isKnown = value.kind === 'list' || value.kind === 'tuple';
    if (isKnown && value.children.length !== targets.length) return false;
    return targets.every((target, index) => {
      const part = isKnown ? value.children[index] : undefined;
      return this.assign(target, part ?? this.graph.node('item', String(index), [value]));
    });
  }

  /** A node for code that is not understood, with the values of all names in it. */
  opaque(node: SyntaxNode, label = tokensOf({ node, text: this.text })): Expression {
    const names = new Set<string>();
    node.cursor().iterate((inner) => {
      if (inner.name === 'VariableName') names.add(this.text.slice(inner.from, inner.to));
    });
    const values = [...names].map((name) => this.scope.get(name) ?? this.around.global(name));
    return this.graph.node('opaque', label, values);
  }

  /** The arguments of a call. */
  arguments(list: SyntaxNode): Arguments {
    const children = childrenOf(list);
    const inner = children.slice(1, -1);
    if (inner.some(({ name }) => name === 'for')) {
      const generated = this.comprehension(inner, 'list') ?? this.opaque(list);
      return { positional: [generated], keywords: new Map(), isOpen: false };
    }
    const positional: Expression[] = [];
    const keywords = new Map<string, Expression>();
    let isOpen = false;
    for (const item of itemsOf(children)) {
      const [first, second, third] = item as [SyntaxNode, SyntaxNode?, SyntaxNode?];
      if (first.name === '**' && second) {
        const entries = this.read(second);
        if (this.addEntries(entries, keywords)) continue;
        positional.push(this.graph.node('unpacked', '**', [entries]));
        isOpen = true;
      } else if (second?.name === 'AssignOp' && third) {
        keywords.set(this.textOf(first), this.read(third));
      } else {
        positional.push(...this.unpacked(item));
      }
    }
    isOpen ||= positional.some(({ kind }) => kind === 'unpacked');
    return { positional, keywords, isOpen };
  }

  private addEntries(dictionary: Expression, keywords: Map<string, Expression>): boolean {
    const isPlain = ({ kind, children: [key] }: Expression) => kind === 'entry' && key?.kind === 'text';
    if (dictionary.kind !== 'dictionary' || !dictionary.children.every(isPlain)) return false;
    for (const { children } of dictionary.children) {
      const [key, value] = children as [Expression, Expression];
      keywords.set(key.label, value);
    }
    return true;
  }

  private call(node: SyntaxNode): Expression {
    const [callee, list] = childrenOf(node) as [SyntaxNode, SyntaxNode];
    const args = this.arguments(list);
    const [object, dot, property] = childrenOf(callee);
    if (callee.name === 'MemberExpression' && object && dot?.name === '.' && property) {
      const owner = this.read(object);
      if (owner.kind !== 'name') return this.method(owner, this.textOf(property), args);
    }
    const name = callee.name === 'VariableName' ? this.textOf(callee) : undefined;
    const ofGlobal = name !== undefined && !this.scope.has(name) && this.around.applyGlobal(name, args);
    if (ofGlobal) return ofGlobal;
    const value = this.read(callee);
    const applied = this.around.apply(value, args);
    if (applied) return applied;
    return value.kind === 'name'
      ? this.around.calls.function(value.label, args)
      : this.graph.node('call', '', [value, ...partsOf(this.graph, args)]);
  }

  private method(owner: Expression, name: string, args: Arguments): Expression {
    const [first, ...others] = args.positional;
    if (name === 'transform' && first) {
      // `rows.transform(f, x)` is `f(rows, x)`.
      const applied = this.around.apply(first, { ...args, positional: [owner, ...others] });
      if (applied) return applied;
    }
    return knownMethod(this.graph, owner, name, args) ?? this.around.calls.method(owner, name, args);
  }

  private member(node: SyntaxNode): Expression {
    const [object, bracket, ...rest] = childrenOf(node) as [SyntaxNode, SyntaxNode, ...SyntaxNode[]];
    const owner = this.read(object);
    if (bracket.name === '.') {
      const name = this.textOf(rest[0] as SyntaxNode);
      return owner.kind === 'name'
        ? this.graph.node('name', `${owner.label}.${name}`)
        : this.graph.node('member', name, [owner]);
    }
    const [key, ...others] = rest.slice(0, -1);
    if (!key || others.length > 0) return this.opaque(node);
    return (
      knownMethod(this.graph, owner, 'item', {
        positional: [this.read(key)],
        keywords: new Map(),
        isOpen: false,
      }) ?? this.graph.node('item', '', [owner, this.read(key)])
    );
  }

  private binary(children: readonly SyntaxNode[]): Expression {
    const [left, right] = [children[0], children.at(-1)] as [SyntaxNode, SyntaxNode];
    const operator = children
      .slice(1, -1)
      .map((child) => this.textOf(child))
      .join(' ');
    return operated(this.graph, operator, [this.read(left), this.read(right)]);
  }

  private items(node: SyntaxNode): Expression[] {
    return itemsOf(childrenOf(node)).flatMap((item) => this.unpacked(item));
  }

  /** An item of a list, or the items that `*` unpacks. */
  private unpacked(item: readonly SyntaxNode[]): Expression[] {
    const [first, second] = item as [SyntaxNode, SyntaxNode?];
    if (first.name !== '*' || !second) return [this.read(first)];
    const several = this.read(second);
    return several.kind === 'list' || several.kind === 'tuple'
      ? [...several.children]
      : [this.graph.node('unpacked', '*', [several])];
  }

  private dictionary(node: SyntaxNode): Expression {
    const entries = itemsOf(childrenOf(node)).flatMap((item): Expression[] => {
      const [key, , value] = item as [SyntaxNode, SyntaxNode, SyntaxNode?];
      if (key.name === '**') {
        const inner = this.read(item[1] as SyntaxNode);
        return inner.kind === 'dictionary'
          ? [...inner.children]
          : [this.graph.node('unpacked', '**', [inner])];
      }
      return value ? [this.graph.node('entry', '', [this.read(key), this.read(value)])] : [this.opaque(key)];
    });
    return this.graph.node('dictionary', '', entries);
  }

  /** `element for target in values if condition` with a single `for`. */
  private comprehension(
    nodes: readonly SyntaxNode[],
    kind: 'list' | 'set' | 'dictionary',
  ): Expression | undefined {
    const parts = comprehensionParts(nodes);
    if (!parts) return undefined;
    const source = this.read(parts.values);
    return comprehended(this.around, parts, source, kind, (value) => {
      const inner = new PythonExpressions(this.around, this.text, new Map(this.scope));
      const [only, ...others] = parts.targets;
      const fits =
        only && others.length === 0 ? inner.assign(only, value) : inner.assignEach(parts.targets, value);
      return fits ? (node) => inner.read(node) : undefined;
    });
  }

  private textOf(node: SyntaxNode): string {
    return textOf({ node, text: this.text });
  }
}
