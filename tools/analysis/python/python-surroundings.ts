import type { Expression, ExpressionGraph } from './expression-graph';
import type { Arguments } from './python-arguments';
import type { PythonCode } from './python-tokens';
import type { SparkCalls } from './spark-calls';

/** Local variables of a function. */
export type Scope = Map<string, Expression>;

/** The context of expressions within the notebook. */
export interface Surroundings {
  readonly graph: ExpressionGraph;
  readonly calls: SparkCalls;

  /** The value of a name that the function does not define itself. */
  global(name: string): Expression;

  /** The return value for these arguments; undefined if the value is not a known function. */
  apply(callee: Expression, args: Arguments): Expression | undefined;

  /** The return value of a notebook function for these arguments; undefined if the name is not a function. */
  applyGlobal(name: string, args: Arguments): Expression | undefined;

  /** A function as a value; equal for functions with the same result. */
  lambda(code: PythonCode, scope: Scope): Expression;

  /** A placeholder for an unknown value, such as an element of a list. */
  placeholder(): Expression;

  /** Releases the placeholders created since. */
  readonly placeholders: { count: number };
}
