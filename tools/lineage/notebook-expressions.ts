import { type Expression, ExpressionGraph } from '../analysis/python/expression-graph';
import { NotebookSource } from '../analysis/python/notebook-source';
import { PythonReader } from '../analysis/python/python-reader';
import { SparkCalls } from '../analysis/python/spark-calls';

export { AGGREGATES, OF_COLUMNS } from '../analysis/python/spark-vocabulary';
export type { Expression };

/** Python notebooks, read as what their functions return. */
export class NotebookExpressions {
  private readonly graph = new ExpressionGraph();
  private readonly calls = new SparkCalls(this.graph, true);
  private readonly readers = new Map<string, PythonReader>();

  /** @param textOf text of a notebook by its file name */
  constructor(private readonly textOf: (file: string) => string) {}

  /**
   * What a dataset's function in a notebook returns, as one expression over the tables that it reads.
   *
   * @returns nothing if the notebook has no such function
   */
  returned(notebook: string, dataset: string): Expression | undefined {
    const reader =
      this.readers.get(notebook) ??
      new PythonReader(this.graph, this.calls, new NotebookSource(this.textOf(notebook)));
    this.readers.set(notebook, reader);
    return reader.returned(dataset, new Map());
  }
}
