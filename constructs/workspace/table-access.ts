import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { PublishedView } from '../medallion/datasets/published-view';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { didYouMean, nameProblems } from '../medallion/identifier';
import type { PythonValue } from '../medallion/rendering/python-code';
import { settingProblems } from '../medallion/settings';
import { columnsRead } from '../medallion/sources/sql';
import type { EventLogTable } from './event-log';
import type { NotebookTask } from './notebook-task';
import { principalName } from './principal';
import type { Roles } from './roles';
import { Tags } from './tags';
import { TaskNotebook } from './task-notebook';

/** Properties of a {@link TableAccess}. */
export interface TableAccessProps {
  /** The platform, with all its datasets. */
  readonly platform: MedallionPlatform;

  /** Workspace folder of the notebook. */
  readonly directory: Directory;

  /** Catalog of the tables. */
  readonly catalog: string;

  /** Schema of the tables. */
  readonly schema: string;

  /** Tables that the pipelines publish their event logs to; auditors can read them. */
  readonly eventLogs: readonly EventLogTable[];

  /**
   * Layers whose tables analysts may read, in addition to published views of all layers. Tables and views with a
   * personal data column are always excluded.
   */
  readonly analystsRead: readonly string[];

  /**
   * Other tables of the schema that auditors may read and that are not datasets of the platform.
   * @default - none
   */
  readonly auditorsRead?: readonly string[];

  /** Who may read which tables. */
  readonly roles: Roles;

  /** Tags of every table, besides its layer. */
  readonly tags: Tags;
}

/**
 * A task that sets grants and tags on tables after each update. A deployment cannot, because the tables only exist
 * after the first update.
 *
 * As with dbt's `grants`, the declared grants are the only ones: anyone else who was granted read access to a table
 * loses it with the next run. Privileges on schema and catalog are not changed. Run it as the owner of the tables.
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
        'Sets grants and tags on the tables of the platform, as declared in `TABLES`. The job parameters name the analysts and auditors; no one else has grants on individual tables. Analysts cannot read tables with personal data.',
      ],
      source: join(__dirname, 'notebooks', 'table_access.py'),
      // Evaluated at synthesis, once all datasets exist.
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
    const { platform, analystsRead, tags } = this.props;
    const audited = auditedTables(this.props);
    const layers = platform.layerNames;
    const datasets = platform.datasets.map(({ name }) => name);
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
            `auditorsRead has '${table}', which is a dataset of the platform, but auditors must not see data. Remove it.`,
        ),
      ...settingProblems(Tags, tags, 'tags'),
      ...OWN_TAGS.filter((key) => key in tags).map(
        (key) => `tags has '${key}', which is set by the platform itself. Remove it.`,
      ),
      ...platform.datasets
        .filter((dataset) => isForAnalysts(dataset, this.props))
        .flatMap((dataset) => (dataset instanceof PublishedView ? viewProblems(dataset) : [])),
    ];
  }
}

/** Tags that are derived from the datasets. */
const OWN_TAGS = ['layer', 'personal_data'];

/** Return every dataset in the catalog, with its readers and tags. */
function describedDatasets(props: TableAccessProps): Record<string, PythonValue> {
  const inCatalog = props.platform.datasets.filter(({ kind }) => kind !== 'temporary_view');
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

function auditedTables({ eventLogs, auditorsRead = [] }: TableAccessProps): readonly string[] {
  return [...eventLogs.map(({ name }) => name), ...auditorsRead];
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
 * Return personal columns that the query of a view reads although the view declares none. A table may aggregate what
 * it reads, but a view is assumed to expose every column that its query reads.
 */
function viewProblems(view: PublishedView): string[] {
  const read = columnsRead(view.query).map((column) => column.toLowerCase());
  return view.inputs.flatMap(({ dataset }) =>
    personalColumns(dataset)
      .filter((column) => read.includes(column.toLowerCase()) || read.includes('*'))
      .map(
        (column) =>
          `${view.name} is for analysts, but ${view.file} reads '${column}' of ${dataset.name}, which is personal data. Use a different column, or mark the resulting column with personal({ … }) to exclude analysts.`,
      ),
  );
}
