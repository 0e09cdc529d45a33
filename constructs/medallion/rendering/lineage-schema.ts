import { z } from 'zod';

/** Version of the manifest format; incremented on breaking changes. */
export const LINEAGE_VERSION = 2;

/** A string that matches `form`, or any non-empty string. */
const text = (description: string, form?: RegExp) =>
  (form ? z.string().regex(form) : z.string().min(1)).describe(description);

const definition = <Shape extends z.ZodRawShape>(id: string, description: string, shape: Shape) =>
  z.object(shape).meta({ id, description });

const NOTEBOOK_FILE = /^[a-z][a-z0-9_]*\/[a-z][a-z0-9_]*\.(py|sql)$/;

const name = text(
  'Name of a dataset, pipeline, layer or rule, as Unity Catalog stores it.',
  /^[a-z][a-z0-9_]{0,254}$/,
).meta({ id: 'name' });

const columnName = text(
  'Column name that needs no quoting in Spark SQL.',
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
).meta({ id: 'columnName' });

const sha256 = text('SHA-256, in hexadecimal.', /^[0-9a-f]{64}$/).meta({ id: 'sha256' });

const file = text(
  'Path relative to the project root, with / as separator on every system.',
  /^[^/\\][^\\]*$/,
).meta({ id: 'file' });

const columnNames = (least: 0 | 1, description: string) =>
  z
    .array(columnName)
    .min(least)
    .refine((names) => new Set(names).size === names.length, 'lists a column twice')
    .meta({ description, uniqueItems: true });

const notebook = definition('notebook', 'A notebook as deployed.', {
  pipeline: name.describe('Pipeline that runs the notebook.'),
  layer: name.describe('Layer whose datasets the notebook defines.'),
  file: text(
    'Path relative to this file: <pipeline>/<name>. In the workspace the notebook has no extension.',
    NOTEBOOK_FILE,
  ),
  language: z
    .enum(['PYTHON', 'SQL'])
    .describe('Language of the notebook: SQL for published views, Python for everything else.'),
});

const column = definition('column', 'A column of a dataset.', {
  name: columnName,
  type: text('Spark SQL type as DDL, such as BIGINT or ARRAY<STRING>.'),
  comment: z.string().describe('What the column holds.'),
  personalData: z
    .literal(true)
    .optional()
    .describe('Whether the column holds personal data; absent if it does not.'),
});

const expectation = definition('expectation', 'A rule that every row is expected to satisfy.', {
  name: name.describe('Name of the rule, unique within the dataset.'),
  rule: text(
    'Condition in Spark SQL that is true or false for every row, never NULL.',
    /^coalesce\(\([\s\S]+\), false\)$/,
  ),
  action: z
    .enum(['warn', 'drop', 'fail'])
    .describe(
      'What happens to a row that fails: warn keeps and counts it, drop drops and counts it, fail fails the update.',
    ),
  toleratedFailureRate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Share of rows that may fail before the quality gate fails the job; absent if the rule has no limit of its own.',
    ),
});

const input = definition('input', 'An input of a dataset.', {
  dataset: name.describe('Dataset that is read.'),
  parameter: text(
    'Function parameter that receives the input; the dataset name if there is no function.',
    /^[a-z_][a-z0-9_]*$/,
  ),
  read: z.enum(['stream', 'batch']).describe('Whether only new rows (stream) or all rows (batch) are read.'),
});

const cdc = z
  .object({
    keys: columnNames(1, 'Columns that identify a row.'),
    sequenceBy: columnName.describe('Column that orders the changes of a key.'),
    scdType: z.literal([1, 2]).describe('1 keeps the latest version of each key, 2 keeps every version.'),
    applyAsDeletes: text('Condition in Spark SQL: a change that matches it deletes its key.').optional(),
    exceptColumns: columnNames(0, 'Columns of a change that the table does not store.'),
    trackHistory: columnNames(0, 'Columns whose change starts a new version; type 2 only.').optional(),
  })
  .refine(({ scdType, trackHistory }) => (scdType === 2) === (trackHistory !== undefined), {
    path: ['trackHistory'],
    error: 'is required for SCD type 2 and not allowed otherwise',
  })
  .meta({
    id: 'cdc',
    description: 'How an AUTO CDC table applies its changes.',
    ...ifThen('scdType', [2], 'trackHistory', 'required'),
  });

const transform = definition('transform', 'The Python function that computes the rows.', {
  file,
  function: text('Name of the function.', /^[A-Za-z_][A-Za-z0-9_]*$/),
  line: z.int().min(1).describe('Line of the file where the function starts, counted from 1.'),
  sha256: sha256.describe('SHA-256 of the file.'),
});

const deduplicate = definition('deduplicate', 'How repeated deliveries in the inputs are recognized.', {
  keys: columnNames(1, 'Columns of the inputs that are equal for repeated deliveries.'),
  within: text('Maximum time between two deliveries.', /^[1-9][0-9]* (minute|hour|day)s?$/),
  time: columnName.describe('Column of the inputs with the delivery time.'),
});

const reference = definition(
  'reference',
  'A foreign key: a column whose values are keys of another dataset.',
  {
    column: columnName.describe('Column in this dataset and primary key of the other.'),
    dataset: name.describe('Dataset that has the keys.'),
  },
);

const check = definition('check', 'A check across datasets.', {
  name: name.describe('Name of the check, unique within the platform.'),
  comment: text('The statement that holds if the query returns no rows.'),
  query: text('Spark SQL query that returns the failing rows.'),
  inputs: z.array(name).min(1).describe('Datasets that the query reads.'),
});

const query = definition('query', 'The SQL query of a published view.', {
  file,
  sha256: sha256.describe('SHA-256 of the query.'),
});

const COMPUTED = ['streaming_table', 'materialized_view', 'temporary_view'] as const;

/** Properties that only some kinds of dataset have. */
const OF_KINDS = [
  { part: 'topic', kinds: ['kafka_stream'], presence: 'required' },
  { part: 'cdc', kinds: ['auto_cdc_table'], presence: 'required' },
  { part: 'query', kinds: ['published_view'], presence: 'required' },
  { part: 'transform', kinds: COMPUTED, presence: 'required' },
  { part: 'deduplicate', kinds: ['streaming_table'], presence: 'optional' },
  { part: 'quarantine', kinds: COMPUTED, presence: 'optional' },
  { part: 'quarantineOf', kinds: COMPUTED, presence: 'optional' },
] as const;

const dataset = z
  .object({
    name: name.describe('Name in the catalog.'),
    pipeline: name.describe('Pipeline that computes the dataset.'),
    layer: name.describe('Layer of the dataset.'),
    kind: z
      .enum([
        'kafka_stream',
        'streaming_table',
        'materialized_view',
        'temporary_view',
        'published_view',
        'auto_cdc_table',
      ])
      .describe('Kind of dataset: how it is computed and stored.'),
    comment: text('What one row is.'),
    notebook: text('File of the notebook that defines the dataset.', NOTEBOOK_FILE),
    columns: z.array(column).min(1).describe('Columns, in table order.'),
    expectations: z.array(expectation).describe('Rules, in declaration order.'),
    inputs: z.array(input).describe('Inputs, in parameter order.'),
    primaryKey: columnNames(
      1,
      'Columns that together identify a row; absent if no key is declared.',
    ).optional(),
    references: z.array(reference).min(1).optional().describe('Foreign keys; absent if there are none.'),
    deduplicate: deduplicate.optional(),
    clusterBy: columnNames(
      1,
      'Columns of the liquid clustering key; absent if it is not clustered.',
    ).optional(),
    tableProperties: z
      .record(z.string(), z.string())
      .refine((properties) => Object.keys(properties).length > 0, 'is empty')
      .meta({ minProperties: 1 })
      .optional()
      .describe('Table properties besides the layer; absent if there are none.'),
    topic: text('Kafka topic; Kafka streams only.', /^[A-Za-z0-9._-]{1,249}$/).optional(),
    quarantine: name.optional().describe('Dataset that keeps the rows dropped by this one.'),
    quarantineOf: name.optional().describe('Dataset whose dropped rows this one keeps; quarantines only.'),
    cdc: cdc.optional(),
    transform: transform.optional(),
    query: query.optional(),
  })
  .superRefine((found, context) => {
    for (const { part, kinds, presence } of OF_KINDS) {
      const belongs = (kinds as readonly string[]).includes(found.kind);
      const isThere = found[part] !== undefined;
      if (belongs ? isThere || presence === 'optional' : !isThere) continue;
      const message = `${belongs ? 'belongs' : 'does not belong'} to a dataset of kind ${found.kind}`;
      context.addIssue({ code: 'custom', path: [part], message });
    }
  })
  .meta({
    id: 'dataset',
    description: 'A dataset of the platform.',
    allOf: OF_KINDS.map(({ part, kinds, presence }) => ifThen('kind', kinds, part, presence)),
  });

/**
 * Schema of the lineage manifest.
 *
 * This is the contract between constructs, which write the manifest, and tools, which read it. The types of both and
 * the published `lineage.schema.json` are generated from it.
 */
export const lineageSchema = z
  .object({
    version: z
      .literal(LINEAGE_VERSION)
      .describe('Version of the format. Readers must reject a version they do not know.'),
    platform: text('Platform ID in the project; the directory that contains this file is named after it.'),
    pipelines: z
      .array(name)
      .min(1)
      .describe('Pipelines, each updated after the ones before it. Each has a directory next to this file.'),
    notebooks: z.array(notebook).min(1).describe('Notebooks of all pipelines, in execution order.'),
    datasets: z.array(dataset).min(1).describe('Datasets of all pipelines, each after everything it reads.'),
    checks: z.array(check).describe('Checks across datasets; run on demand, not by updates.'),
  })
  .meta({
    title: 'Lineage manifest',
    description:
      'Description of a medallion platform: its pipelines and notebooks, and every dataset with kind, columns, rules, inputs and code hash. The same in every environment.',
  });

/** The parsed manifest. */
export type Manifest = ReadonlyDeep<z.infer<typeof lineageSchema>>;
export type ManifestDataset = Manifest['datasets'][number];
export type ManifestColumn = ManifestDataset['columns'][number];
export type ManifestExpectation = ManifestDataset['expectations'][number];
export type DatasetKind = ManifestDataset['kind'];

type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T;

/** Return the schema as published in `lineage.schema.json`, for readers in any language. */
export function publishedLineageSchema(): object {
  return { $id: `urn:medallion:lineage:${LINEAGE_VERSION}`, ...z.toJSONSchema(lineageSchema) };
}

/** Return a JSON Schema condition: a property is required if another has one of the given values, else forbidden. */
function ifThen(
  decisive: string,
  values: readonly (string | number)[],
  part: string,
  presence: 'required' | 'optional',
): object {
  return {
    if: { properties: { [decisive]: { enum: values } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    ...(presence === 'required' ? { then: { required: [part] } } : {}),
    else: { properties: { [part]: false } },
  };
}
