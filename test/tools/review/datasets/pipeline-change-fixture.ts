import { createHash } from 'node:crypto';
import type { Manifest, ManifestDataset, ManifestExpectation } from '../../../../tools/artefacts/manifest';
import type { DeployedPlatform, PlatformChange } from '../../../../tools/review/pipeline-change';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A dataset whose parts a test may change. */
export type FixtureDataset = Mutable<ManifestDataset>;

/** A small project: what a test changes of it is a deployment. */
export interface FixtureProject {
  readonly datasets: FixtureDataset[];

  /** Python by file of the project, below its imports; SQL of views by file. */
  readonly code: Record<string, string>;
  readonly checks: Mutable<Manifest['checks'][number]>[];

  /** Further cells of notebooks, by file of the notebook. */
  readonly cells: Record<string, string>;
}

const column = (name: string, type: string, personalData = false) => ({
  name,
  type,
  comment: `The ${name}`,
  ...(personalData ? { personalData } : {}),
});

/** A rule as the manifest has it: never NULL. */
export const rule = (
  name: string,
  condition: string,
  action: ManifestExpectation['action'],
): ManifestExpectation => ({
  name,
  rule: `coalesce((${condition}), false)`,
  action,
});

const code = (file: string, name: string) => ({ file, function: name, line: 1, sha256: '' });

/** A table of each kind, from Kafka to what people query. */
export function fixtureProject(): FixtureProject {
  return {
    datasets: [
      {
        name: 'raw_events',
        pipeline: 'sales',
        layer: 'raw',
        kind: 'kafka_stream',
        comment: 'One row per message.',
        notebook: 'raw.py',
        columns: [column('value', 'STRING'), column('user_id', 'STRING'), column('amount', 'INT')],
        expectations: [],
        inputs: [],
        topic: 'events',
        tableProperties: { 'pipelines.reset.allowed': 'false' },
      },
      {
        name: 'bronze_events',
        pipeline: 'sales',
        layer: 'bronze',
        kind: 'streaming_table',
        comment: 'One row per delivery.',
        notebook: 'bronze.py',
        columns: [column('event_id', 'STRING'), column('user_id', 'STRING', true), column('amount', 'INT')],
        expectations: [
          rule('user_present', 'user_id IS NOT NULL', 'drop'),
          rule('amount_known', 'amount > 0', 'warn'),
        ],
        inputs: [{ dataset: 'raw_events', parameter: 'raw', read: 'stream' }],
        quarantine: 'bronze_events_quarantine',
        transform: code('notebooks/bronze/events.py', 'events'),
      },
      {
        name: 'bronze_events_quarantine',
        pipeline: 'sales',
        layer: 'bronze',
        kind: 'streaming_table',
        comment: 'Rows that bronze_events dropped.',
        notebook: 'bronze.py',
        columns: [column('event_id', 'STRING'), column('failed_expectations', 'ARRAY<STRING>')],
        expectations: [],
        inputs: [{ dataset: 'raw_events', parameter: 'raw', read: 'stream' }],
        quarantineOf: 'bronze_events',
        transform: code('notebooks/bronze/events.py', 'events'),
      },
      {
        name: 'silver_events',
        pipeline: 'sales',
        layer: 'silver',
        kind: 'streaming_table',
        comment: 'One row per event.',
        notebook: 'silver.py',
        columns: [column('event_id', 'STRING'), column('user_id', 'STRING'), column('amount', 'INT')],
        expectations: [rule('of_a_user', 'user_id IS NOT NULL', 'fail')],
        inputs: [{ dataset: 'bronze_events', parameter: 'events', read: 'stream' }],
        primaryKey: ['event_id'],
        deduplicate: { keys: ['event_id'], within: '7 days', time: 'event_time' },
        clusterBy: ['event_id'],
        transform: code('notebooks/silver/events.py', 'unique_events'),
      },
      {
        name: 'silver_users_changes',
        pipeline: 'sales',
        layer: 'silver',
        kind: 'temporary_view',
        comment: 'Changes applied to silver_users.',
        notebook: 'silver.py',
        columns: [column('user_id', 'STRING')],
        expectations: [],
        inputs: [{ dataset: 'silver_events', parameter: 'events', read: 'stream' }],
        transform: code('notebooks/silver/users.py', 'users'),
      },
      {
        name: 'silver_users',
        pipeline: 'sales',
        layer: 'silver',
        kind: 'auto_cdc_table',
        comment: 'One row per user.',
        notebook: 'silver.py',
        columns: [column('user_id', 'STRING')],
        expectations: [],
        inputs: [{ dataset: 'silver_users_changes', parameter: 'silver_users_changes', read: 'stream' }],
        primaryKey: ['user_id'],
        cdc: { keys: ['user_id'], sequenceBy: 'event_time', scdType: 1, exceptColumns: [] },
      },
      {
        name: 'gold_daily',
        pipeline: 'sales',
        layer: 'gold',
        kind: 'materialized_view',
        comment: 'One row per user.',
        notebook: 'gold.py',
        columns: [column('user_id', 'STRING'), column('events', 'BIGINT')],
        expectations: [],
        inputs: [{ dataset: 'silver_events', parameter: 'events', read: 'batch' }],
        primaryKey: ['user_id'],
        transform: code('notebooks/gold/daily.py', 'daily'),
      },
      {
        name: 'busy_users',
        pipeline: 'sales',
        layer: 'gold',
        kind: 'published_view',
        comment: 'One row per user with many events.',
        notebook: 'gold_views.sql',
        columns: [column('user_id', 'STRING')],
        expectations: [],
        inputs: [{ dataset: 'gold_daily', parameter: 'gold_daily', read: 'batch' }],
        query: { file: 'notebooks/gold/busy_users.sql', sha256: '' },
      },
    ],
    code: {
      'notebooks/bronze/events.py':
        'def events(raw: DataFrame) -> DataFrame:\n    """Events with an identity."""\n    return raw.withColumn("event_id", F.sha2("value", 256))',
      'notebooks/silver/events.py':
        'def unique_events(events: DataFrame) -> DataFrame:\n    """Events as they are."""\n    return events.select("event_id", "user_id", "amount")',
      'notebooks/silver/users.py':
        'def users(events: DataFrame) -> DataFrame:\n    """Users of events."""\n    return events.select("user_id", "event_time")',
      'notebooks/gold/daily.py':
        'def daily(events: DataFrame) -> DataFrame:\n    """Events of each user."""\n    return events.groupBy("user_id").agg(F.count("event_id").alias("events"))',
      'notebooks/gold/busy_users.sql': 'SELECT user_id\nFROM gold_daily\nWHERE events > 100',
    },
    checks: [
      {
        name: 'all_counted',
        comment: 'Every event is counted.',
        query: 'SELECT 1 FROM silver_events',
        inputs: ['silver_events'],
      },
    ],
    cells: {},
  };
}

/** The standard project before, and after what a test changes of it. */
export function pipelineChange(edit: (project: FixtureProject) => void): PlatformChange {
  const after = fixtureProject();
  edit(after);
  return { before: deployedFrom(fixtureProject()), after: deployedFrom(after) };
}

/** The dataset of a project with this name. */
export function datasetOf({ datasets }: FixtureProject, name: string): FixtureDataset {
  return datasets.find((dataset) => dataset.name === name) as FixtureDataset;
}

/** A project as it is deployed: notebooks in the form in which this project generates them. */
export function deployedFrom({ datasets, code: files, checks, cells }: FixtureProject): DeployedPlatform {
  const sha = (file: string) =>
    createHash('sha256')
      .update(files[file] ?? '')
      .digest('hex');
  const hashed = datasets.map((dataset) => ({
    ...dataset,
    ...(dataset.transform
      ? { transform: { ...dataset.transform, sha256: sha(dataset.transform.file) } }
      : {}),
    ...(dataset.query ? { query: { ...dataset.query, sha256: sha(dataset.query.file) } } : {}),
  }));
  const notebooks = [...new Set(datasets.map(({ notebook }) => notebook))];
  const deployed = {
    catalog: 'main',
    schema: 'music',
    manifest: {
      version: 2 as const,
      platform: 'music',
      pipelines: ['sales'],
      notebooks: notebooks.map((file) => ({
        pipeline: 'sales',
        layer: datasets.find(({ notebook }) => notebook === file)?.layer ?? '',
        file,
        language: file.endsWith('.sql') ? ('SQL' as const) : ('PYTHON' as const),
      })),
      datasets: hashed,
      checks,
    },
    notebooks: new Map(
      notebooks.map((file) => [
        file,
        notebookText(
          file,
          datasets.filter(({ notebook }) => notebook === file),
          files,
          cells[file],
        ),
      ]),
    ),
  };
  return {
    ...deployed,
    pipelines: [{ ...deployed, address: 'databricks_pipeline.pipeline', name: 'sales', id: '0a1b' }],
  };
}

function notebookText(
  file: string,
  datasets: readonly FixtureDataset[],
  files: Readonly<Record<string, string>>,
  further: string | undefined,
): string {
  if (file.endsWith('.sql')) {
    const views = datasets.map(
      ({ name, comment, query }) =>
        `CREATE VIEW ${name}\nCOMMENT '${comment}'\nAS\n${files[query?.file ?? '']};`,
    );
    return ['-- Databricks notebook source', ...views, ...(further ? [further] : [])].join(
      '\n\n-- COMMAND ----------\n\n',
    );
  }
  const written = new Set<string>();
  const own = datasets.flatMap((dataset) => {
    const from = dataset.transform?.file ?? '';
    const isFirst = from !== '' && !written.has(from);
    written.add(from);
    return [
      `# MAGIC %md\n# MAGIC ## ${dataset.name}`,
      ...(isFirst ? [files[from] ?? ''] : []),
      datasetCell(dataset),
    ];
  });
  const parts = [
    '# Databricks notebook source\n# MAGIC %md\n# MAGIC # Notebook',
    IMPORTS,
    HELPERS,
    ...own,
    ...(further ? [further] : []),
  ];
  return `${parts.join('\n\n# COMMAND ----------\n\n')}\n`;
}

const IMPORTS =
  'from pyspark import pipelines as dp\nfrom pyspark.sql import DataFrame, Window\nfrom pyspark.sql import functions as F';

const HELPERS = `def read_topic(topic: str) -> DataFrame:
    return spark.readStream.format("kafka").options(subscribe=topic).load()


def read_once(table: str, keys: list[str], time: str, within: str) -> DataFrame:
    rows = spark.readStream.option("withEventTimeOrder", "true").table(table)
    return rows.withWatermark(time, within).dropDuplicatesWithinWatermark(keys)


def rejected_rows(rows: DataFrame, dropped_by: dict[str, str]) -> DataFrame:
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in dropped_by.items()])
    return rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values())).withColumn("failed", failed)`;

function datasetCell(dataset: FixtureDataset): string {
  const { name, kind, topic, cdc } = dataset;
  if (cdc) {
    const flow = `dp.create_auto_cdc_flow(\n    target="${name}",\n    source="${dataset.inputs[0]?.dataset}",\n    keys=${JSON.stringify(cdc.keys)},\n    sequence_by="${cdc.sequenceBy}",\n    stored_as_scd_type=${cdc.scdType},\n)`;
    return `dp.create_streaming_table(\n    name="${name}",\n${settings(dataset)})\n\n${flow}`;
  }
  const decorator = kind === 'materialized_view' || kind === 'temporary_view' ? kind : 'table';
  const rules = (['warn', 'drop', 'fail'] as const).flatMap((action) => {
    const own = dataset.expectations.filter((expectation) => expectation.action === action);
    return own.length === 0
      ? []
      : [`@dp.expect_all${action === 'warn' ? '' : `_or_${action}`}(${pythonDict(own)})`];
  });
  const dropped = dataset.quarantine ? `${name.toUpperCase()}_DROPPED_BY` : undefined;
  const constant = dropped
    ? `${dropped} = ${pythonDict(dataset.expectations.filter(({ action }) => action === 'drop'))}\n\n\n`
    : '';
  return `${constant}@dp.${decorator}(\n    name="${name}",\n${settings(dataset)})\n${[...rules, ''].join('\n')}def ${name}() -> DataFrame:\n    return ${returned(dataset, topic)}`;
}

function settings({ comment, columns, tableProperties = {}, clusterBy }: FixtureDataset): string {
  const schema = columns.map((one) => `${one.name} ${one.type} COMMENT '${one.comment}'`).join(', ');
  const lines = [
    `comment="${comment}",`,
    `schema="""${schema}""",`,
    `table_properties=${JSON.stringify(tableProperties)},`,
    ...(clusterBy ? [`cluster_by=${JSON.stringify(clusterBy)},`] : []),
  ];
  return lines.map((line) => `    ${line}\n`).join('');
}

function returned(dataset: FixtureDataset, topic: string | undefined): string {
  if (topic !== undefined) return `read_topic("${topic}")`;
  const { deduplicate, transform, inputs, quarantineOf } = dataset;
  const given = inputs.map(({ dataset: input, parameter, read }) => {
    if (read === 'batch') return `${parameter}=spark.read.table("${input}")`;
    return deduplicate
      ? `${parameter}=read_once(table="${input}", keys=${JSON.stringify(deduplicate.keys)}, time="${deduplicate.time}", within="${deduplicate.within}")`
      : `${parameter}=spark.readStream.table("${input}")`;
  });
  const call = `${transform?.function}(${given.join(', ')})`;
  return quarantineOf === undefined
    ? call
    : `rejected_rows(${call}, dropped_by=${quarantineOf.toUpperCase()}_DROPPED_BY)`;
}

function pythonDict(rules: readonly ManifestExpectation[]): string {
  return `{${rules.map((one) => `"${one.name}": "${one.rule}"`).join(', ')}}`;
}
