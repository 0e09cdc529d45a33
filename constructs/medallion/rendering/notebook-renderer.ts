import { sqlString } from '../column';
import { AutoCdcTable } from '../datasets/auto-cdc-table';
import { KafkaStream } from '../datasets/kafka-stream';
import { PublishedView } from '../datasets/published-view';
import type { ExpectationAction } from '../expectation';
import type { Dataset, Layer } from '../graph';
import { datasetCode } from './dataset-code';
import { importLines } from './import-lines';
import { markdownCell, pythonNotebook } from './notebook-cells';
import { type NotebookFunctions, notebookFunctions } from './notebook-functions';

const WHAT_HAPPENS: Readonly<Record<ExpectationAction, string>> = {
  warn: 'kept and counted',
  drop: 'dropped and counted',
  fail: 'the update fails',
};

/**
 * Renders a layer as notebooks in Databricks source format.
 *
 * The text contains nothing that differs by environment: a layer renders to the same bytes everywhere.
 *
 * @see https://docs.databricks.com/aws/en/notebooks/notebook-export-import
 */
export class NotebookRenderer {
  constructor(private readonly layer: Layer) {}

  /** Render the notebook of all datasets except published views, for which Python has no decorator. */
  python(): string {
    const functions = notebookFunctions(this.layer.datasets);
    const cells = [
      markdownCell('# MAGIC', this.title('')),
      this.imports(functions),
      ...functions.flatMap(({ heading, code }) => [markdownCell('# MAGIC', heading), code]),
      ...this.pythonDatasets.flatMap((dataset) => this.datasetCells(dataset)),
    ];
    return pythonNotebook(cells);
  }

  /** Render the notebook of the layer's published views. */
  sql(): string {
    const views = this.layer.datasets.filter((dataset) => dataset instanceof PublishedView);
    const cells = [
      markdownCell('-- MAGIC', this.title(': published views')),
      ...views.flatMap((view) => [
        markdownCell('-- MAGIC', heading(view)),
        `CREATE VIEW ${view.name}\nCOMMENT ${sqlString(view.comment)}\nAS\n${view.query};`,
      ]),
    ];
    return `-- Databricks notebook source\n${cells.join('\n\n-- COMMAND ----------\n\n')}\n`;
  }

  private get pythonDatasets(): Dataset[] {
    return this.layer.datasets.filter(
      (dataset) => !(dataset instanceof PublishedView) && !this.isChanges(dataset),
    );
  }

  /** Whether it is the changes of an AUTO CDC table, which are rendered in the section of the table. */
  private isChanges(dataset: Dataset): boolean {
    return this.layer.datasets.some((other) => other instanceof AutoCdcTable && other.changes === dataset);
  }

  private title(suffix: string): string[] {
    const { id } = this.layer.node;
    return [
      `# ${id.charAt(0).toUpperCase()}${id.slice(1)}${suffix}`,
      '',
      this.layer.comment,
      '',
      `Generated for the pipeline \`${this.layer.pipeline.node.id}\`. Changes made here are lost with the next deployment: edit the project it is deployed from.`,
    ];
  }

  private imports(functions: readonly NotebookFunctions[]): string {
    return importLines([
      { module: 'pyspark', name: 'pipelines', alias: 'dp' },
      { module: 'pyspark.sql', name: 'DataFrame' },
      ...functions.flatMap(({ imports }) => imports),
      ...this.layer.transforms.flatMap((transform) => transform.module?.imports ?? []),
    ]);
  }

  private datasetCells(dataset: Dataset): string[] {
    const view = dataset instanceof AutoCdcTable ? dataset.changes : undefined;
    const transform = (view ?? dataset).transform;
    const isFirstUse =
      this.layer.datasets.find((other) => other.transform?.file === transform?.file) === (view ?? dataset);
    return [
      markdownCell('# MAGIC', heading(dataset)),
      ...(transform?.module && isFirstUse ? [transform.module.body] : []),
      ...(view ? [datasetCode(view)] : []),
      datasetCode(dataset),
    ];
  }
}

/** Return name, comment, origin and rules of a dataset, in Markdown. */
function heading(dataset: Dataset): string[] {
  const source = dataset instanceof AutoCdcTable ? dataset.changes : dataset;
  const reads =
    dataset instanceof KafkaStream
      ? [`topic \`${dataset.topic}\``]
      : source.inputs.map((input) => `\`${input.dataset.name}\``);
  const file = dataset instanceof PublishedView ? dataset.file : source.transform?.file;
  const rules = source.expectations.map(
    ({ name, rule, action }) => `| ${name} | ${WHAT_HAPPENS[action]} | ${codeInTable(rule)} |`,
  );
  return [
    `## ${dataset.name}`,
    '',
    dataset.comment,
    '',
    `${kindOf(dataset)}. Reads ${reads.join(', ')}.${file ? ` Source: \`${file}\`.` : ''}`,
    ...(rules.length > 0
      ? ['', '| rule | rows that fail | condition |', '| --- | --- | --- |', ...rules]
      : []),
  ];
}

function kindOf(dataset: Dataset): string {
  if (dataset instanceof AutoCdcTable) return `AUTO CDC table, SCD type ${dataset.scdType}`;
  const words = dataset.kind.replaceAll('_', ' ').replace('kafka', 'Kafka');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Return a condition as inline code for a table cell: on one line, fenced with more backticks than it contains. */
function codeInTable(condition: string): string {
  const oneLine = condition.replaceAll(/\s*[\r\n]\s*/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(([backticks]) => backticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${oneLine}${fence}` : `${fence} ${oneLine} ${fence}`;
}
