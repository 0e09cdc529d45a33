import type { SyntaxNode } from '@lezer/common';
import type { Expression, ExpressionGraph } from './expression-graph';
import type { Definition } from './notebook-source';
import { type Arguments, boundParameters, type Parameter, partsOf } from './python-arguments';
import { PythonExpressions } from './python-expressions';
import { bindsLate, PythonStatements, type StatementSurroundings, statementsOf } from './python-statements';
import type { Scope } from './python-surroundings';
import { childrenOf, itemsOf, type PythonCode, textOf, tokensOf } from './python-tokens';
import type { SparkCalls } from './spark-calls';

/** Lookup of names that a function does not define itself. */
export interface PythonSource {
  /** The definition of a name; undefined if it is not defined. */
  definition(name: string): Definition | undefined;

  /** A dataset's function with its decorators; undefined if the dataset does not exist. */
  declaration(name: string): PythonCode | undefined;
}

/** A function with the values of its enclosing scope. */
interface Closure {
  readonly code: PythonCode;
  readonly parameters: readonly Parameter[];
  readonly scope: Scope;
}

/** Maximum depth of inlined calls; deeper calls stay calls. */
const DEEPEST = 40;

/**
 * Reads the return values of Python functions as expressions without running them: local names, constants and helper
 * functions are inlined, so refactored functions with the same result give the same expression. Code that is not
 * understood is kept as text.
 */
export class PythonReader implements StatementSurroundings {
  readonly placeholders = { count: 0 };

  private readonly closures = new Map<Expression, Closure>();
  private readonly functions = new Map<string, Closure>();
  private readonly globals = new Map<string, Expression>();
  /** Whether functions bind late, by their source text and the start of their bodies. */
  private readonly late = new Map<string, Map<number, boolean>>();
  private readonly running: SyntaxNode[] = [];

  constructor(
    readonly graph: ExpressionGraph,
    readonly calls: SparkCalls,
    private readonly source: PythonSource,
  ) {}

  /**
   * The return value of a function of the notebook.
   *
   * @param inputs values of parameters; other parameters are unknown values
   * @returns undefined if the function does not exist
   */
  returned(name: string, inputs: ReadonlyMap<string, Expression>): Expression | undefined {
    const definition = this.source.definition(name);
    if (definition?.kind !== 'function') return undefined;
    const closure = this.closureOf(definition.code, new Map());
    if (!closure) return undefined;
    const given = closure.parameters.map(
      (parameter) =>
        [parameter.name, inputs.get(parameter.name) ?? this.graph.node('parameter', parameter.name)] as const,
    );
    return this.body(closure, new Map(given));
  }

  /** The decorators of a dataset, in source order. */
  decorators(name: string): Expression[] {
    const code = this.source.declaration(name);
    return code?.node.getChildren('Decorator').map((decorator) => this.decorator(decorator, code.text)) ?? [];
  }

  /** The value of an expression statement. */
  expression({ node, text }: PythonCode): Expression {
    return new PythonExpressions(this, text, new Map()).read(node.firstChild ?? node);
  }

  /** The value of a name of the notebook. */
  global(name: string): Expression {
    const known = this.globals.get(name);
    if (known) return known;
    // Prevents endless recursion on a name defined by itself.
    this.globals.set(name, this.graph.node('name', name));
    const value = this.valueOf(name, this.source.definition(name));
    this.globals.set(name, value);
    return value;
  }

  apply(callee: Expression, args: Arguments): Expression | undefined {
    const closure = this.closures.get(callee);
    return closure ? this.called(closure, args) : this.reduced(callee, args);
  }

  applyGlobal(name: string, args: Arguments): Expression | undefined {
    const known = this.functions.get(name);
    if (known) return this.called(known, args);
    const definition = this.source.definition(name);
    if (definition?.kind !== 'function' || definition.code.node.name === 'DecoratedStatement')
      return undefined;
    const closure = this.closureOf(definition.code, new Map());
    if (!closure) return undefined;
    this.functions.set(name, closure);
    return this.called(closure, args);
  }

  private called(closure: Closure, args: Arguments): Expression | undefined {
    const bound = boundParameters(this.graph, closure.parameters, args);
    const isEndless = this.running.includes(closure.code.node) || this.running.length > DEEPEST;
    return bound && !isEndless ? this.body(closure, bound) : undefined;
  }

  lambda(code: PythonCode, scope: Scope): Expression {
    return this.functionValue(code, scope);
  }

  inner(node: SyntaxNode, text: string, scope: Scope): Expression {
    return this.functionValue({ node, text }, scope);
  }

  placeholder(): Expression {
    this.placeholders.count += 1;
    return this.graph.node('parameter', `#${this.placeholders.count}`);
  }

  private valueOf(name: string, definition: Definition | undefined): Expression {
    switch (definition?.kind) {
      case 'import':
        return this.graph.node('name', definition.path);
      case 'function':
        return this.functionValue(definition.code, new Map());
      case 'class':
        return new PythonExpressions(this, definition.code.text, new Map()).opaque(definition.code.node);
      case 'value': {
        const { node, text } = definition.code;
        const scope: Scope = new Map();
        new PythonStatements(this, text).run([node], scope);
        return scope.get(name) ?? this.graph.node('opaque', tokensOf(definition.code));
      }
      default:
        return this.graph.node('name', `builtins.${name}`);
    }
  }

  /** `functools.reduce(f, [a, b, c])` is `f(f(a, b), c)`. */
  private reduced(callee: Expression, { positional, isOpen }: Arguments): Expression | undefined {
    const [step, list, ...start] = positional;
    if (callee.label !== 'functools.reduce' || !step || !list || isOpen) return undefined;
    if (list.kind !== 'list' && list.kind !== 'tuple') return undefined;
    const [first, ...others] = [...start, ...list.children];
    if (!first || !this.closures.has(step)) return undefined;
    return others.reduce<Expression | undefined>(
      (left, right) =>
        left && this.apply(step, { positional: [left, right], keywords: new Map(), isOpen: false }),
      first,
    );
  }

  /** A function as a value: its return value, with parameters replaced by their positions. */
  private functionValue(code: PythonCode, scope: Scope): Expression {
    const closure = this.closureOf(code, scope);
    if (!closure) return this.graph.node('opaque', tokensOf(code));
    const before = this.placeholders.count;
    const given = closure.parameters.map(({ name }) => [name, this.placeholder()] as const);
    const returned = this.running.includes(closure.code.node)
      ? this.graph.node('opaque', tokensOf(code))
      : this.body(closure, new Map(given));
    this.placeholders.count = before;
    const standards = closure.parameters.flatMap(({ standard }) => standard ?? []);
    const shape = closure.parameters.map(({ kind, standard }) => `${kind}${standard ? '=' : ''}`).join();
    const value = this.graph.node('function', shape, [...standards, returned]);
    const decorators = code.node.name === 'DecoratedStatement' ? code.node.getChildren('Decorator') : [];
    if (decorators.length > 0) return this.decorated(decorators, code.text, value);
    this.closures.set(value, closure);
    return value;
  }

  /** A decorated function, whose calls are not inlined. */
  private decorated(decorators: readonly SyntaxNode[], text: string, value: Expression): Expression {
    const read = decorators.map((decorator) => this.decorator(decorator, text));
    return this.graph.node('call', 'decorated', [...read, value]);
  }

  private isLate(body: SyntaxNode, text: string): boolean {
    const bodies = this.late.get(text) ?? new Map<number, boolean>();
    this.late.set(text, bodies);
    const isLate = bodies.get(body.from) ?? bindsLate(body, text);
    bodies.set(body.from, isLate);
    return isLate;
  }

  private decorator(decorator: SyntaxNode, text: string): Expression {
    const [, ...parts] = childrenOf(decorator);
    const names = parts.filter((node) => node.name === 'VariableName');
    const path = names.map((name) => textOf({ node: name, text }));
    const label = [this.global(path[0] ?? '').label, ...path.slice(1)].join('.');
    const list = decorator.getChild('ArgList');
    const args = list && new PythonExpressions(this, text, new Map()).arguments(list);
    return this.graph.node('call', label, args ? partsOf(this.graph, args) : []);
  }

  private closureOf(code: PythonCode, scope: Scope): Closure | undefined {
    const { node, text } = code;
    const definition = node.name === 'DecoratedStatement' ? node.lastChild : node;
    const list = definition?.getChild('ParamList');
    if (!definition || !list) return undefined;
    const captured = new Map(scope);
    const isOnlyByName = { already: false };
    const parameters = itemsOf(childrenOf(list)).flatMap((item): Parameter[] => {
      const plain = item.filter(({ name }) => name !== 'TypeDef' && name !== '/');
      const [first, second, third] = plain;
      if (!first) return [];
      if (first.name === '*' && !second) {
        isOnlyByName.already = true;
        return [];
      }
      if (first.name === '*' || first.name === '**') {
        const name = textOf({ node: second as SyntaxNode, text });
        if (first.name === '*') isOnlyByName.already = true;
        return [{ name, kind: first.name === '*' ? 'rest' : 'other keywords' }];
      }
      const standard = third && new PythonExpressions(this, text, captured).read(third);
      const kind = isOnlyByName.already ? 'keyword' : 'plain';
      return [{ name: textOf({ node: first, text }), kind, ...(standard ? { standard } : {}) }];
    });
    return { code: { node: definition, text }, parameters, scope: captured };
  }

  private body({ code, scope }: Closure, bound: ReadonlyMap<string, Expression>): Expression {
    const { node, text } = code;
    const local: Scope = new Map([...scope, ...bound]);
    this.running.push(node);
    try {
      if (node.name === 'LambdaExpression') {
        return new PythonExpressions(this, text, local).read(node.lastChild as SyntaxNode);
      }
      const body = node.getChild('Body');
      if (body && this.isLate(body, text)) return new PythonExpressions(this, text, local).opaque(node);
      const returned = body && new PythonStatements(this, text).run(statementsOf(body), local);
      return returned ?? this.graph.node('constant', 'None');
    } finally {
      this.running.pop();
    }
  }
}
