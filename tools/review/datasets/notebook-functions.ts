import type { SyntaxNode } from '@lezer/common';
import { type Expression, ExpressionGraph } from '../../analysis/python/expression-graph';
import { NotebookSource } from '../../analysis/python/notebook-source';
import { PythonReader } from '../../analysis/python/python-reader';
import { SparkCalls } from '../../analysis/python/spark-calls';
import { BY_POSITION } from '../../analysis/python/spark-vocabulary';

/** The parsed notebooks of one side of a pipeline; each is parsed once. */
export class NotebookFunctions {
  private readonly sources = new Map<string, NotebookSource | undefined>();
  private readonly texts = new Map<string, ReadonlySet<string>>();
  private readonly readers = new Map<string, PythonReader>();
  private readonly shared = new Map<string, string>();
  private readonly ordered: SparkCalls;
  private readonly unordered: SparkCalls;

  /**
   * @param notebooks source by file name
   * @param graph shared by both sides, so that equal expressions are one object
   * @param trees shared by both sides, so that equal code is parsed once
   */
  constructor(
    private readonly notebooks: ReadonlyMap<string, string>,
    private readonly graph: ExpressionGraph,
    private readonly trees: Map<string, SyntaxNode>,
  ) {
    this.ordered = new SparkCalls(graph, true);
    this.unordered = new SparkCalls(graph, false);
  }

  /** A notebook; undefined if it is not deployed. */
  source(file: string): NotebookSource | undefined {
    if (!this.sources.has(file)) {
      const text = this.notebooks.get(file);
      this.sources.set(file, text === undefined ? undefined : new NotebookSource(text, this.trees));
    }
    return this.sources.get(file);
  }

  /** The source of each cell of a notebook. */
  cellTexts(file: string): ReadonlySet<string> {
    const known = this.texts.get(file) ?? new Set(this.source(file)?.cells.map(({ text }) => text));
    this.texts.set(file, known);
    return known;
  }

  /**
   * The code that all datasets of a notebook share: everything except declarations and the datasets' own functions. If
   * it is equal on both sides, a dataset with an unchanged function is computed by the same code.
   */
  sharedCode(file: string): string {
    const known = this.shared.get(file);
    if (known !== undefined) return known;
    const cells =
      this.source(file)?.cells.filter(({ kind, text }) => kind !== 'text' && !isDataset(text)) ?? [];
    const joined = cells.map(({ text }) => text).join('\n\n');
    this.shared.set(file, joined);
    return joined;
  }

  /** The function of a dataset in its own cell, without decorators. */
  ownFunction(file: string, name: string): string | undefined {
    const text = this.source(file)?.cellOf(name)?.text;
    const start = text?.indexOf(`\ndef ${name}(`) ?? -1;
    return start < 0 ? undefined : text?.slice(start);
  }

  /** Whether any function of a notebook depends on column positions. */
  countsPositions(file: string, name: string): boolean {
    return BY_POSITION.test(this.source(file)?.cellOf(name)?.text ?? '');
  }

  /** The return value of a function; undefined if the function does not exist. */
  returned(file: string, name: string, keepsOrder: boolean): Expression | undefined {
    return this.reader(file, keepsOrder)?.returned(name, new Map());
  }

  /** The parser of a notebook; undefined if it is not deployed. */
  reader(file: string, keepsOrder = true): PythonReader | undefined {
    const source = this.source(file);
    const key = `${file} ${keepsOrder}`;
    if (source && !this.readers.has(key)) {
      this.readers.set(key, new PythonReader(this.graph, keepsOrder ? this.ordered : this.unordered, source));
    }
    return this.readers.get(key);
  }
}

/** Both sides of a deployment, parsed into one graph. */
export function notebookFunctions(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): {
  readonly graph: ExpressionGraph;
  readonly before: NotebookFunctions;
  readonly after: NotebookFunctions;
} {
  const graph = new ExpressionGraph();
  const trees = new Map<string, SyntaxNode>();
  return {
    graph,
    before: new NotebookFunctions(before, graph, trees),
    after: new NotebookFunctions(after, graph, trees),
  };
}

/** Whether a cell consists of one dataset: its declaration and one function. */
function isDataset(text: string): boolean {
  return text.startsWith('@dp.') && (text.match(/^[^\s@)\]}#]/gm)?.length ?? 0) === 1;
}
