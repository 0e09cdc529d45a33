import { z } from 'zod';

/** Version of the manifest's form; raised when a reader would have to change. */
export const LINEAGE_VERSION = 1;

/** A text of a form; without one, a text that is not empty. */
const text = (description: string, form?: RegExp) =>
  (form ? z.string().regex(form) : z.string().min(1)).describe(description);

const definition = <Shape extends z.ZodRawShape>(id: string, description: string, shape: Shape) =>
  z.object(shape).meta({ id, description });

const NOTEBOOK_FILE = /^[a-z][a-z0-9_]*\.(py|sql)$/;

const name = text(
  'Name of a dataset, layer or rule, as Unity Catalog stores it.',
  /^[a-z][a-z0-9_]{0,254}$/,
).meta({ id: 'name' });

const columnName = text(
  'Name of a column that needs no quotes in Spark SQL.',
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
).meta({ id: 'columnName' });

const sha256 = text('SHA-256 of a text, in hexadecimal.', /^[0-9a-f]{64}$/).meta({ id: 'sha256' });

const file = text(
  'A file of the project, relative to its root, with / on every system.',
  /^[^/\\][^\\]*$/,
).meta({ id: 'file' });

const columnNames = (least: 0 | 1, description: string) =>
  z
    .array(columnName)
    .min(least)
    .refine((names) => new Set(names).size === names.length, 'has a column twice')
    .meta({ description, uniqueItems: true });

const notebook = definition('notebook', 'One notebook as it is deployed, in the same folder as this file.', {
  layer: name.describe('The layer whose datasets it defines.'),
  file: text('Name of the file. In the workspace the notebook has no extension.', NOTEBOOK_FILE),
  language: z
    .enum(['PYTHON', 'SQL'])
    .describe('Language of the notebook: SQL for published views, Python for everything else.'),
});

const column = definition('column', 'One column of a dataset.', {
  name: columnName,
  type: text('Spark SQL type as DDL, such as BIGINT or ARRAY<STRING>.'),
  comment: z.string().describe('What the column holds.'),
  personalData: z
    .literal(true)
    .optional()
    .describe('Whether the column is about an identifiable person; absent if it is not.'),
});

const expectation = definition('expectation', 'A rule that every row is expected to meet.', {
  name: name.describe('Name of the rule, unique within the dataset.'),
  rule: text(
    'Condition in Spark SQL that is true or false for every row, never NULL.',
    /^coalesce\(\([\s\S]+\), false\)$/,
  ),
  action: z
    .enum(['warn', 'drop', 'fail'])
    .describe(
      'What happens to a row that fails: kept and counted, dropped and counted, or the update fails.',
    ),
  toleratedFailureRate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of rows that may fail before the job reports it; absent if the rule has no limit.'),
});

const input = definition('input', 'One input of a dataset.', {
  dataset: name.describe('The dataset that is read.'),
  parameter: text(
    'Parameter of the function that takes it; the name of the dataset if there is no function.',
    /^[a-z_][a-z0-9_]*$/,
  ),
  read: z.enum(['stream', 'batch']).describe('Whether only new rows are read or all rows.'),
});

const cdc = z
  .object({
    keys: columnNames(1, 'Columns that identify what a row is about.'),
    sequenceBy: columnName.describe('Column that orders the changes of a key.'),
    scdType: z.literal([1, 2]).describe('1 keeps the latest version of each key, 2 keeps every version.'),
    applyAsDeletes: text('Condition in Spark SQL: a change that meets it deletes its key.').optional(),
    exceptColumns: columnNames(0, 'Columns of a change that the table does not store.'),
    trackHistory: columnNames(0, 'Columns whose change begins a new version; type 2 only.').optional(),
  })
  .refine(({ scdType, trackHistory }) => (scdType === 2) === (trackHistory !== undefined), {
    path: ['trackHistory'],
    error: 'goes with SCD type 2, and only with it',
  })
  .meta({
    id: 'cdc',
    description: 'How an AUTO CDC table applies its changes.',
    ...ifThen('scdType', [2], 'trackHistory', 'required'),
  });

const transform = definition('transform', 'The Python function that computes the rows.', {
  file,
  function: text('Name of the function.', /^[A-Za-z_][A-Za-z0-9_]*$/),
  line: z.int().min(1).describe('Line of the file at which the function begins, from 1.'),
  sha256: sha256.describe('SHA-256 of the file.'),
});

const deduplicate = definition('deduplicate', 'How repeated rows of the inputs are recognised.', {
  keys: columnNames(1, 'Columns of the inputs that two deliveries share.'),
  within: text('How far apart two deliveries can be.', /^[1-9][0-9]* (minute|hour|day)s?$/),
  time: columnName.describe('Column of the inputs with the time of the delivery.'),
});

const reference = definition('reference', 'A column whose values are keys of another dataset.', {
  column: columnName.describe('Column here, and primary key there.'),
  dataset: name.describe('The dataset that has the keys.'),
});

const check = definition('check', 'A statement about several datasets.', {
  name: name.describe('Name of the check, unique within the pipeline.'),
  comment: text('What is true while no row fails.'),
  query: text('Query in Spark SQL of the rows that fail.'),
  inputs: z.array(name).min(1).describe('The datasets that the query reads.'),
});

const query = definition('query', 'The SQL query of a published view.', {
  file,
  sha256: sha256.describe('SHA-256 of the query.'),
});

const COMPUTED = ['streaming_table', 'materialized_view', 'temporary_view'] as const;

/** What only some kinds of datasets have. */
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
    layer: name.describe('The layer that it belongs to.'),
    kind: z
      .enum([
        'kafka_stream',
        'streaming_table',
        'materialized_view',
        'temporary_view',
        'published_view',
        'auto_cdc_table',
      ])
      .describe('What it is: how it is computed and kept.'),
    comment: text('What a row is.'),
    notebook: text('File of the notebook that defines it.', NOTEBOOK_FILE),
    columns: z.array(column).min(1).describe('Its columns, in the order of the table.'),
    expectations: z.array(expectation).describe('Its rules, in the order in which they were declared.'),
    inputs: z.array(input).describe('What it reads, in the order of its parameters.'),
    primaryKey: columnNames(1, 'Columns that together identify a row; absent if it has no key.').optional(),
    references: z
      .array(reference)
      .min(1)
      .optional()
      .describe('Columns whose values are keys of other datasets; absent if there are none.'),
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
      .describe('Properties of the table besides its layer; absent if there are none.'),
    topic: text('Topic of Kafka that it reads; Kafka streams only.', /^[A-Za-z0-9._-]{1,249}$/).optional(),
    quarantine: name.optional().describe('The dataset that keeps the rows that this one dropped.'),
    quarantineOf: name.optional().describe('The dataset whose rejected rows these are; quarantines only.'),
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
    description: 'One dataset of the pipeline.',
    allOf: OF_KINDS.map(({ part, kinds, presence }) => ifThen('kind', kinds, part, presence)),
  });

/**
 * The form of the lineage manifest.
 *
 * It is the contract between constructs, which write the manifest, and tools, which read it: the types of both sides
 * and the published `lineage.schema.json` come from it.
 */
export const lineageSchema = z
  .object({
    version: z
      .literal(LINEAGE_VERSION)
      .describe('Version of this form. A reader that knows a different version must not guess.'),
    pipeline: text(
      'Id of the pipeline in the project; the directory that holds this file is named after it.',
    ),
    notebooks: z
      .array(notebook)
      .min(1)
      .describe('The notebooks of the pipeline, in the order in which it runs them.'),
    datasets: z.array(dataset).min(1).describe('Every dataset, each after everything that it reads.'),
    checks: z.array(check).describe('What must be true between datasets; checked on demand, not by updates.'),
  })
  .meta({
    title: 'Lineage manifest',
    description:
      'What a medallion pipeline consists of: its notebooks, and every dataset with kind, columns, rules, inputs and the hash of its code. The same in every environment.',
  });

/** The manifest as JSON. */
export type Manifest = ReadonlyDeep<z.infer<typeof lineageSchema>>;
export type ManifestDataset = Manifest['datasets'][number];
export type ManifestColumn = ManifestDataset['columns'][number];
export type ManifestExpectation = ManifestDataset['expectations'][number];
export type DatasetKind = ManifestDataset['kind'];

type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T;

/** The form as it is published: `lineage.schema.json`, for readers in any language. */
export function publishedLineageSchema(): object {
  return { $id: `urn:medallion:lineage:${LINEAGE_VERSION}`, ...z.toJSONSchema(lineageSchema) };
}

/** In JSON Schema, that an object has a part if another of its parts has one of these values, and otherwise has not. */
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
