import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './expression-graph';
import { PythonExpressions } from './python-expressions';
import { operated } from './python-operations';
import type { Scope, Surroundings } from './python-surroundings';
import { childrenOf, isDocstring, itemsOf, textOf, tokensOf } from './python-tokens';

/** Maximum number of iterations for which a loop over a literal is unrolled. */
const MOST_ELEMENTS = 200;

/** The context of statements within the notebook. */
export interface StatementSurroundings extends Surroundings {
  /** A nested function. */
  inner(node: SyntaxNode, text: string, scope: Scope): Expression;
}

/** Reads the return value of a function's statements as one expression. */
export class PythonStatements {
  constructor(
    private readonly around: StatementSurroundings,
    private readonly text: string,
  ) {}

  /** The value that the statements from `index` on return; undefined if they end without returning. */
  run(statements: readonly SyntaxNode[], scope: Scope, index = 0): Expression | undefined {
    for (let at = index; at < statements.length; at += 1) {
      const statement = statements[at] as SyntaxNode;
      const rest = () => this.run(statements, scope, at + 1) ?? this.around.graph.node('constant', 'None');
      switch (statement.name) {
        case 'ReturnStatement': {
          const values = itemsOf(childrenOf(statement).slice(1)).flat();
          const read = values.map((value) => this.expressions(scope).read(value));
          if (read.length > 1) return this.around.graph.node('tuple', '', read);
          return read[0] ?? this.around.graph.node('constant', 'None');
        }
        case 'IfStatement': {
          const result = this.branches(childrenOf(statement), scope, (branch) =>
            this.run(statements, branch, at + 1),
          );
          if (result) return result;
          break;
        }
        default: {
          const isRead =
            statement.name === 'ForStatement' ? this.loop(statement, scope) : this.simple(statement, scope);
          const result = isRead ? undefined : this.unknown(statement, scope, rest);
          if (result) return result;
        }
      }
    }
    return undefined;
  }

  /** Handles assignments and definitions; false for any other statement. */
  private simple(statement: SyntaxNode, scope: Scope): boolean {
    if (statement.name === 'AssignStatement') return this.assignment(statement, scope);
    if (statement.name === 'UpdateStatement') return this.update(statement, scope);
    if (statement.name === 'PassStatement' || isDocstring(statement)) return true;
    const definition = statement.name === 'DecoratedStatement' ? statement.lastChild : statement;
    if (definition?.name !== 'FunctionDefinition') return false;
    const name = definition.getChild('VariableName');
    if (!name) return false;
    scope.set(textOf({ node: name, text: this.text }), this.around.inner(statement, this.text, scope));
    return true;
  }

  private assignment(statement: SyntaxNode, scope: Scope): boolean {
    const expressions = this.expressions(scope);
    const sides: SyntaxNode[][] = [[]];
    for (const child of childrenOf(statement)) {
      if (child.name === 'AssignOp') sides.push([]);
      else if (child.name !== 'TypeDef') sides.at(-1)?.push(child);
    }
    if (sides.length === 1) return true;
    const values = itemsOf(sides.pop() ?? []).flat();
    const read = values.map((value) => expressions.read(value));
    const [value] = read.length > 1 ? [this.around.graph.node('tuple', '', read)] : read;
    if (!value) return false;
    return sides.every((side) => {
      const targets = itemsOf(side);
      const [only] = targets;
      return targets.length === 1 && only
        ? expressions.assign(only, value)
        : expressions.assignEach(targets, value);
    });
  }

  private update(statement: SyntaxNode, scope: Scope): boolean {
    const [target, operator, value] = childrenOf(statement);
    if (target?.name !== 'VariableName' || !operator || !value) return false;
    const expressions = this.expressions(scope);
    const sign = textOf({ node: operator, text: this.text }).slice(0, -1);
    const updated = operated(this.around.graph, sign, [expressions.read(target), expressions.read(value)]);
    return expressions.assign([target], updated);
  }

  /** The return value of an `if`; undefined if both branches continue, with their assignments merged. */
  private branches(
    parts: readonly SyntaxNode[],
    scope: Scope,
    rest: (scope: Scope) => Expression | undefined,
  ): Expression | undefined {
    const { graph } = this.around;
    const [, condition, body, ...others] = parts;
    if (!condition || !body) return undefined;
    const test = this.expressions(scope).read(condition);
    const [yes, no] = [new Map(scope), new Map(scope)];
    const ifYes = this.run(statementsOf(body), yes);
    // The rest is an `elif`, or an `else` with its statements.
    const isElse = others[0]?.name === 'else';
    const ifNo = isElse
      ? this.run(statementsOf(others[1] as SyntaxNode), no)
      : others.length > 0
        ? this.branches(others, no, rest)
        : undefined;
    if (!ifYes && !ifNo) {
      for (const name of new Set([...yes.keys(), ...no.keys()])) {
        const [left, right] = [yes.get(name), no.get(name)];
        const missing = graph.node('constant', 'undefined');
        scope.set(
          name,
          left === right && left
            ? left
            : graph.node('conditional', '', [test, left ?? missing, right ?? missing]),
        );
      }
      return undefined;
    }
    const none = graph.node('constant', 'None');
    return graph.node('conditional', '', [test, ifYes ?? rest(yes) ?? none, ifNo ?? rest(no) ?? none]);
  }

  /** Unrolls a loop over a literal; false for any other loop. */
  private loop(statement: SyntaxNode, scope: Scope): boolean {
    const children = childrenOf(statement);
    const inIndex = children.findIndex(({ name }) => name === 'in');
    const [values, body, ...others] = children.slice(inIndex + 1);
    if (!values || body?.name !== 'Body' || others.length > 0 || leaves(body)) return false;
    const source = this.expressions(scope).read(values);
    const isKnown = source.kind === 'list' || source.kind === 'tuple';
    if (!isKnown || source.children.length > MOST_ELEMENTS) return false;
    const targets = itemsOf(children.slice(1, inIndex));
    return source.children.every((value) => {
      const expressions = this.expressions(scope);
      const [only] = targets;
      const fits =
        targets.length === 1 && only
          ? expressions.assign(only, value)
          : expressions.assignEach(targets, value);
      if (fits) this.run(statementsOf(body), scope);
      return fits;
    });
  }

  /** A statement that is not understood: all names in it may have changed afterwards. */
  private unknown(statement: SyntaxNode, scope: Scope, rest: () => Expression): Expression | undefined {
    const expressions = this.expressions(scope);
    const value = expressions.opaque(statement);
    statement.cursor().iterate(({ name, from, to }) => {
      if (name !== 'VariableName') return;
      const variable = this.text.slice(from, to);
      const isLocal = scope.has(variable) || isGiven(statement, variable, this.text);
      if (isLocal)
        scope.set(variable, this.around.graph.node('opaque', `${value.label} → ${variable}`, value.children));
    });
    if (!leaves(statement)) return undefined;
    return this.around.graph.node('opaque', tokensOf({ node: statement, text: this.text }), [
      ...value.children,
      rest(),
    ]);
  }

  private expressions(scope: Scope): PythonExpressions {
    return new PythonExpressions(this.around, this.text, scope);
  }
}

/** The statements of a block. */
export function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return childrenOf(body).filter(({ name }) => name !== ':');
}

/** Whether a statement can leave the function or its loop, or end the update. */
function leaves(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(({ name }) => {
    if (/^(Return|Break|Continue|Yield|Raise|Assert)/.test(name)) found = true;
    return !/^(Function|Class)Definition$|^LambdaExpression$/.test(name);
  });
  return found;
}

/** Whether a statement assigns a name. */
function isGiven(statement: SyntaxNode, variable: string, text: string): boolean {
  return new RegExp(
    `\\b${variable}\\b[^=\\n]*=(?!=)|\\b(for|as|with|import|def|class)\\b[^\\n]*\\b${variable}\\b`,
  ).test(text.slice(statement.from, statement.to));
}

/**
 * Whether a nested function uses a name that is reassigned below it: Python then uses the value at the time of the
 * call.
 */
export function bindsLate(body: SyntaxNode, text: string): boolean {
  const statements = statementsOf(body);
  return statements.some((statement, index) => {
    const inner = innerFunction(statement);
    if (!inner) return false;
    const used = new Set<string>();
    inner.cursor().iterate(({ name, from, to }) => {
      if (name === 'VariableName') used.add(text.slice(from, to));
    });
    return statements
      .slice(index + 1)
      .some((later) => [...used].some((name) => isAssigned(later, name, text)));
  });
}

/** The function that a statement defines, or assigns to a name. */
function innerFunction(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.name === 'FunctionDefinition' || statement.name === 'DecoratedStatement') return statement;
  const isLambda = statement.name === 'AssignStatement' && statement.lastChild?.name === 'LambdaExpression';
  return isLambda ? (statement.lastChild ?? undefined) : undefined;
}

/** Whether a statement assigns a name anywhere within it. */
function isAssigned(statement: SyntaxNode, variable: string, text: string): boolean {
  let found = false;
  statement.cursor().iterate((node) => {
    if (node.name !== 'VariableName' || text.slice(node.from, node.to) !== variable) return;
    for (let at: SyntaxNode | null = node.node; at && at !== statement.parent; at = at.parent) {
      const parent: SyntaxNode | null = at.parent;
      if (parent && /^(Assign|Update|For|With)Statement$/.test(parent.name) && !isBehindOperator(at))
        found = true;
    }
  });
  return found;
}

/** Whether a node is after the `=`, `in` or body of an assignment or loop. */
function isBehindOperator(part: SyntaxNode): boolean {
  for (let before = part.prevSibling; before; before = before.prevSibling) {
    if (/^(AssignOp|UpdateOp|in|Body)$/.test(before.name)) return true;
  }
  return part.name === 'Body';
}
