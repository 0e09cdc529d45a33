import { type Expression, ExpressionGraph } from '../../../../tools/analysis/python/expression-graph';
import { NotebookSource } from '../../../../tools/analysis/python/notebook-source';
import { PythonReader } from '../../../../tools/analysis/python/python-reader';
import { SparkCalls } from '../../../../tools/analysis/python/spark-calls';

const HEAD = `from functools import reduce
from pyspark.sql import Window
from pyspark.sql import functions as F

# COMMAND ----------

`;

/** Reads function bodies into one graph, so that what is equal is one object. */
export class FunctionReading {
  readonly graph = new ExpressionGraph();
  private readonly calls: SparkCalls;

  constructor(keepsOrder = false) {
    this.calls = new SparkCalls(this.graph, keepsOrder);
  }

  /** What a function with this body returns; its parameters are `t`, `u` and `x`. */
  body(...lines: readonly string[]): Expression {
    const code = `${HEAD}def f(t, u, x):\n${lines.map((line) => `    ${line}\n`).join('')}`;
    const read = new PythonReader(this.graph, this.calls, new NotebookSource(code)).returned('f', new Map());
    if (!read) throw new Error('there is no such function');
    return read;
  }

  /** What an expression of these parameters is. */
  expression(text: string): Expression {
    return this.body(`return ${text}`);
  }
}
