import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { MedallionPlatform } from '../medallion/graph';
import { nameProblems } from '../medallion/identifier';
import { storedName } from './name-in-catalog';
import type { NotebookTask } from './notebook-task';
import { describedPair, type TablePair, tablePairProblems } from './table-pair';
import { TaskNotebook } from './task-notebook';

/** Where the tables of the original pipeline are. */
export interface OriginalTables {
  readonly catalog: string;
  readonly schema: string;
}

/** Properties of a {@link Reconciliation}. */
export interface ReconciliationProps {
  /** The platform, with all its datasets. */
  readonly platform: MedallionPlatform;

  /** Workspace folder of the notebook. */
  readonly directory: Directory;

  /** Catalog of the datasets and the results. */
  readonly catalog: string;

  /** Schema of the datasets and the results. */
  readonly schema: string;

  /** Datasets, each with the table of the original pipeline that it replaces. */
  readonly pairs: readonly TablePair[];

  /**
   * Where the tables of the original pipeline are.
   * @default - in the same catalog and schema, under different names
   */
  readonly original?: OriginalTables;

  /**
   * Table that the results of each run are appended to, in the catalog and schema of the datasets.
   * @default 'reconciliation_results'
   */
  readonly resultsTable?: string;
}

/**
 * A task that compares datasets with the tables of the pipeline they replace: missing, surplus and duplicate rows, and
 * values that differ. It appends the results to a table and fails if more differs than tolerated.
 *
 * Both pipelines must have read the same events, so update the original before the task runs. The results contain
 * example keys and values, but none from personal data columns.
 */
export class Reconciliation extends Construct {
  /** The task, to run after each update. */
  readonly task: NotebookTask;

  /** Table with the results, one row per check per run. */
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
        'Compares each dataset of `PAIRS` with a table of the original pipeline in `original_catalog` and `original_schema`, and appends one row per check to the table `RESULTS_TABLE`. It fails if the share of differing rows exceeds `tolerated`. To compare only some datasets, set the parameter `datasets` to their names, separated by commas.',
      ],
      source: join(__dirname, 'notebooks', 'reconciliation.py'),
      // Evaluated at synthesis: an invalid pair is then reported as a problem instead of throwing here.
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
        ...(original
          ? {
              original_catalog: storedName(original.catalog),
              original_schema: storedName(original.schema),
            }
          : {}),
      },
    };
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { platform, pairs } = this.props;
    const datasets = platform.datasets.map(({ name }) => name);
    return [
      ...(pairs.length === 0 ? ['pairs is empty. Add a dataset and its original.'] : []),
      ...pairs.flatMap(tablePairProblems),
      ...pairs
        .filter(({ dataset }) => dataset.layer.pipeline.platform !== platform)
        .map(
          ({ dataset }) =>
            `${dataset.name} belongs to platform '${dataset.layer.pipeline.platform.node.id}'. Compare datasets of '${platform.node.id}' only.`,
        ),
      ...pairs
        .filter((pair, index) => pairs.findIndex((other) => isSamePair(pair, other)) !== index)
        .map(
          ({ dataset, original }) =>
            `${dataset.name} is compared with '${original}' twice. Merge the two pairs.`,
        ),
      ...nameProblems('table', this.resultsTable),
      ...(datasets.includes(this.resultsTable)
        ? [
            `resultsTable is '${this.resultsTable}', which is a dataset of the platform. Use a different table.`,
          ]
        : []),
      ...this.originalProblems(),
    ];
  }

  private originalProblems(): string[] {
    const { catalog, schema, pairs, original } = this.props;
    if (original === undefined) return [];
    const nameless = (['catalog', 'schema'] as const).filter((part) => original[part].trim() === '');
    const isOurs = storedName(original.catalog) === catalog && storedName(original.schema) === schema;
    return [
      ...nameless.map(
        (part) => `original.${part} is empty. Set it to that of the original pipeline's tables.`,
      ),
      ...pairs
        .filter((pair) => isOurs && pair.original === pair.dataset.name)
        .map(
          ({ dataset }) =>
            `${dataset.name} would be compared with itself, because 'original' is the schema of the platform. Correct it.`,
        ),
    ];
  }
}

function isSamePair(one: TablePair, other: TablePair): boolean {
  return one.dataset === other.dataset && one.original === other.original;
}
