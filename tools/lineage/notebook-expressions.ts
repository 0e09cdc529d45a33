import { type Expression, ExpressionGraph } from '../analysis/python/expression-graph';
import { NotebookSource } from '../analysis/python/notebook-source';
import { PythonReader } from '../analysis/python/python-reader';
import { SparkCalls } from '../analysis/python/spark-calls';

export { AGGREGATES, OF_COLUMNS } from '../analysis/python/spark-vocabulary';
export type { Expression };

/** Return values of functions in Python notebooks. */
export class NotebookExpressions {
  private readonly graph = new ExpressionGraph();
  private readonly calls = new SparkCalls(this.graph, true);
  private readonly readers = new Map<string, PythonReader>();

  /** @param textOf returns the source of a notebook by file name */
  constructor(private readonly textOf: (file: string) => string) {}

  /**
   * The return value of a dataset's function as an expression over the tables it reads.
   *
   * @returns undefined if the notebook does not define the function
   */
  returned(notebook: string, dataset: string): Expression | undefined {
    const reader =
      this.readers.get(notebook) ??
      new PythonReader(this.graph, this.calls, new NotebookSource(this.textOf(notebook)));
    this.readers.set(notebook, reader);
    return reader.returned(dataset, new Map());
  }
}
