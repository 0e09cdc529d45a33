import type { Expression, ExpressionGraph } from './expression-graph';
import type { Arguments } from './python-arguments';
import type { PythonCode } from './python-tokens';
import type { SparkCalls } from './spark-calls';

/** Values of the names that a function has given one to. */
export type Scope = Map<string, Expression>;

/** What expressions need of the notebook around them. */
export interface Surroundings {
  readonly graph: ExpressionGraph;
  readonly calls: SparkCalls;

  /** What a name stands for that the function does not define itself. */
  global(name: string): Expression;

  /** What a function returns for these arguments; nothing if the value is no function that can be looked into. */
  apply(callee: Expression, args: Arguments): Expression | undefined;

  /** What a function of the notebook returns for these arguments; nothing if a name is no such function. */
  applyGlobal(name: string, args: Arguments): Expression | undefined;

  /** A function as a value: equal for functions that do the same. */
  lambda(code: PythonCode, scope: Scope): Expression;

  /** Something that stands for a value that is not known, such as an element of a list. */
  placeholder(): Expression;

  /** Gives back the placeholders that were made since. */
  readonly placeholders: { count: number };
}
