import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { PublishedView } from '../medallion/datasets/published-view';
import type { Dataset, MedallionPipeline } from '../medallion/graph';
import { didYouMean, nameProblems } from '../medallion/identifier';
import type { PythonValue } from '../medallion/rendering/python-code';
import { settingProblems } from '../medallion/settings';
import { columnsRead } from '../medallion/sources/sql';
import type { NotebookTask } from './notebook-task';
import { principalName } from './principal';
import type { Roles } from './roles';
import { Tags } from './tags';
import { TaskNotebook } from './task-notebook';

/** Whose tables they are, who may read which, and what they are tagged with. */
export interface TableAccessProps {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Folder of the workspace that holds the notebook. */
  readonly directory: Directory;

  /** Catalog of the tables. */
  readonly catalog: string;

  /** Schema of the tables. */
  readonly schema: string;

  /** Table that the pipeline's event log is published to, for auditors. */
  readonly eventLog: string;

  /**
   * Layers whose tables analysts read, besides published views of all layers. A table or view with a personal
   * column is never among them.
   */
  readonly analystsRead: readonly string[];

  /**
   * Other tables of the schema that auditors read, and that are no datasets of the pipeline.
   * @default - none
   */
  readonly auditorsRead?: readonly string[];

  /** Who may read which tables. */
  readonly roles: Roles;

  /** Tags of every table, besides its layer. */
  readonly tags: Tags;
}

/**
 * A task that grants and tags, after each update, what the pipeline has created: tables of a pipeline do not exist
 * before its first update, so a deployment cannot.
 *
 * As with dbt's `grants`, what is granted is what is written here and nothing else: whoever else was given the right
 * to read one of the tables loses it with the next run. Rights on schema and catalog are not touched. Run it as the
 * owner of the tables.
 *
 * @see https://docs.getdbt.com/reference/resource-configs/grants
 * @see https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-syntax-ddl-set-tag
 */
export class TableAccess extends Construct {
  /** The task, to run after each update. */
  readonly task: NotebookTask;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TableAccessProps,
  ) {
    super(scope, id);
    const { directory, catalog, schema, roles, tags } = props;
    const notebook = new TaskNotebook(this, 'Default', {
      directory,
      notebookName: 'table_access',
      comment: [
        'Table access',
        '',
        'Grants and tags the tables of the pipeline as `TABLES` says. Analysts and auditors are groups or people that the job names; nobody else is granted a table by itself. No table with a personal column has analysts among its readers.',
      ],
      source: join(__dirname, 'notebooks', 'table_access.py'),
      // Asked for at synthesis, when all datasets are there.
      get constants() {
        return { TABLES: { ...describedDatasets(props), ...describedAudited(props) } };
      },
      call: 'set_table_access(spark, dbutils.widgets.getAll(), TABLES)',
    });
    this.task = {
      notebookPath: notebook.path,
      parameters: {
        catalog,
        schema,
        ...(roles.analysts ? { analysts: principalName(roles.analysts) } : {}),
        ...(roles.auditors ? { auditors: principalName(roles.auditors) } : {}),
        tags: JSON.stringify(tags),
      },
    };
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { pipeline, analystsRead, tags } = this.props;
    const audited = auditedTables(this.props);
    const layers = pipeline.layers.map(({ node }) => node.id);
    const datasets = pipeline.datasets.map(({ name }) => name);
    return [
      ...analystsRead
        .filter((layer) => !layers.includes(layer))
        .map(
          (layer) =>
            `analystsRead has '${layer}', which is not a layer (${layers.join(', ')}).${didYouMean(layer, layers)}`,
        ),
      ...audited.flatMap((table) => nameProblems('table', table)),
      ...audited
        .filter((table) => datasets.includes(table))
        .map(
          (table) =>
            `auditors are to read '${table}', a dataset of the pipeline: they see what happened, and no data. Name another table.`,
        ),
      ...settingProblems(Tags, tags, 'tags'),
      ...OWN_TAGS.filter((key) => key in tags).map(
        (key) => `tags has '${key}', which is set from the pipeline itself. Drop it.`,
      ),
      ...pipeline.datasets
        .filter((dataset) => isForAnalysts(dataset, this.props))
        .flatMap((dataset) => (dataset instanceof PublishedView ? viewProblems(dataset) : [])),
    ];
  }
}

/** Tags that tables and columns get from what the pipeline says of them. */
const OWN_TAGS = ['layer', 'personal_data'];

/** Every dataset that is in the catalog. */
function describedDatasets(props: TableAccessProps): Record<string, PythonValue> {
  const inCatalog = props.pipeline.datasets.filter(({ kind }) => kind !== 'temporary_view');
  return Object.fromEntries(
    inCatalog.map((dataset) => [
      dataset.name,
      {
        layer: dataset.layer.node.id,
        readers: isForAnalysts(dataset, props) ? ['analysts'] : [],
        personal_columns: personalColumns(dataset),
      },
    ]),
  );
}

function auditedTables({ eventLog, auditorsRead = [] }: TableAccessProps): readonly string[] {
  return [eventLog, ...auditorsRead];
}

function describedAudited(props: TableAccessProps): Record<string, PythonValue> {
  return Object.fromEntries(
    auditedTables(props).map((table) => [
      table,
      { layer: null, readers: ['auditors'], personal_columns: [] },
    ]),
  );
}

function isForAnalysts(dataset: Dataset, { analystsRead }: TableAccessProps): boolean {
  if (personalColumns(dataset).length > 0 || dataset.kind === 'temporary_view') return false;
  return dataset.kind === 'published_view' || analystsRead.includes(dataset.layer.node.id);
}

function personalColumns({ columns }: Dataset): string[] {
  return Object.entries(columns).flatMap(([name, { personalData }]) => (personalData ? [name] : []));
}

/**
 * Personal columns that the query of a view reads, though the view says that it has none. A table may count what
 * it reads by Python; of a view everything that its query reads is taken to be shown.
 */
function viewProblems(view: PublishedView): string[] {
  const read = columnsRead(view.query).map((column) => column.toLowerCase());
  return view.inputs.flatMap(({ dataset }) =>
    personalColumns(dataset)
      .filter((column) => read.includes(column.toLowerCase()) || read.includes('*'))
      .map(
        (column) =>
          `${view.name} is for analysts, but ${view.file} reads '${column}' of ${dataset.name}, which is personal data. Name other columns, or mark what it becomes with personal({ … }), and analysts cannot read the view.`,
      ),
  );
}
