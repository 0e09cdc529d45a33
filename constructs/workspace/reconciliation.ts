import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { MedallionPipeline } from '../medallion/graph';
import { nameProblems } from '../medallion/identifier';
import type { NotebookTask } from './notebook-task';
import { describedPair, type TablePair, tablePairProblems } from './table-pair';
import { TaskNotebook } from './task-notebook';

/** Where the tables of the original pipeline are. */
export interface OriginalTables {
  readonly catalog: string;
  readonly schema: string;
}

/** What is compared with what. */
export interface ReconciliationProps {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Folder of the workspace that holds the notebook. */
  readonly directory: Directory;

  /** Catalog of the datasets, and of the results. */
  readonly catalog: string;

  /** Schema of the datasets, and of the results. */
  readonly schema: string;

  /** Datasets, each with the table of the original pipeline whose place it takes. */
  readonly pairs: readonly TablePair[];

  /**
   * Where the tables of the original pipeline are.
   * @default - in the same catalog and schema, under names of their own
   */
  readonly original?: OriginalTables;

  /**
   * Table that the results of each run are appended to, in the catalog and schema of the datasets.
   * @default 'reconciliation_results'
   */
  readonly resultsTable?: string;
}

/**
 * A task that compares datasets with the tables of the pipeline that they replace: rows that are missing, surplus or
 * there twice, and values that differ. It appends what it finds to a table, and fails above what is tolerated.
 *
 * Both pipelines must have seen the same events: update the original before the task runs. As examples the results
 * have keys and values, but none of a column with personal data.
 */
export class Reconciliation extends Construct {
  /** The task, to run after each update. */
  readonly task: NotebookTask;

  /** Table of the results, one row per check of a run. */
  readonly resultsTable: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ReconciliationProps,
  ) {
    super(scope, id);
    const { directory, catalog, schema, pairs, original } = props;
    const resultsTable = props.resultsTable ?? 'reconciliation_results';
    this.resultsTable = resultsTable;
    const notebook = new TaskNotebook(this, 'Default', {
      directory,
      notebookName: 'reconciliation',
      comment: [
        'Reconciliation with the original pipeline',
        '',
        'Compares each dataset of `PAIRS` with a table of the original pipeline, which the job finds with `original_catalog` and `original_schema`, and appends one row per check to the table `RESULTS_TABLE`. It fails if a check finds more than `tolerated`, a share of rows. To compare some datasets only, run it with the parameter `datasets`: their names, with commas.',
      ],
      source: join(__dirname, 'notebooks', 'reconciliation.py'),
      // Asked for at synthesis: a pair that is wrong is a problem then, and not an exception now.
      get constants() {
        return { PAIRS: pairs.map(describedPair), RESULTS_TABLE: resultsTable };
      },
      call: 'reconcile(spark, dbutils.widgets.getAll(), PAIRS, RESULTS_TABLE)',
    });
    this.task = {
      notebookPath: notebook.path,
      parameters: {
        catalog,
        schema,
        ...(original ? { original_catalog: original.catalog, original_schema: original.schema } : {}),
      },
    };
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { pipeline, pairs } = this.props;
    const datasets = pipeline.datasets.map(({ name }) => name);
    return [
      ...(pairs.length === 0
        ? ['pairs is empty: there is nothing to compare. Name a dataset with its original.']
        : []),
      ...pairs.flatMap(tablePairProblems),
      ...pairs
        .filter(({ dataset }) => dataset.layer.pipeline !== pipeline)
        .map(
          ({ dataset }) =>
            `${dataset.name} belongs to pipeline '${dataset.layer.pipeline.node.id}'. Compare datasets of '${pipeline.node.id}' only.`,
        ),
      ...pairs
        .filter((pair, index) => pairs.findIndex((other) => isSamePair(pair, other)) !== index)
        .map(
          ({ dataset, original }) =>
            `${dataset.name} is compared with '${original}' twice. Make one pair of the two.`,
        ),
      ...nameProblems('table', this.resultsTable),
      ...(datasets.includes(this.resultsTable)
        ? [`resultsTable is '${this.resultsTable}', which is a dataset of the pipeline. Name another table.`]
        : []),
      ...this.originalProblems(),
    ];
  }

  private originalProblems(): string[] {
    const { catalog, schema, pairs, original } = this.props;
    if (original === undefined) return [];
    const nameless = (['catalog', 'schema'] as const).filter((part) => original[part].trim() === '');
    const isOurs = original.catalog === catalog && original.schema === schema;
    return [
      ...nameless.map(
        (part) => `original.${part} is empty. Say where the tables of the original pipeline are.`,
      ),
      ...pairs
        .filter((pair) => isOurs && pair.original === pair.dataset.name)
        .map(
          ({ dataset }) =>
            `${dataset.name} would be compared with itself, as 'original' is the schema of the pipeline. Correct it.`,
        ),
    ];
  }
}

function isSamePair(one: TablePair, other: TablePair): boolean {
  return one.dataset === other.dataset && one.original === other.original;
}
