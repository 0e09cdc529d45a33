import type { Manifest, ManifestDataset } from '../../../tools/artefacts/manifest';
import type { ColumnValue } from '../../../tools/lineage/column-value';
import { type DatasetColumns, datasetColumns } from '../../../tools/lineage/dataset-columns';
import { NotebookExpressions } from '../../../tools/lineage/notebook-expressions';
import { columns } from '../support/manifest-fixture';
import { notebook } from './shop-fixture';

const INPUT = {
  kind: 'materialized_view',
  pipeline: 'sales',
  layer: 'silver',
  comment: '',
  notebook: 'none.py',
  expectations: [],
  inputs: [],
} as const;

/** Two tables that functions and queries of tests read. */
export const INPUTS: readonly ManifestDataset[] = [
  {
    ...INPUT,
    name: 'orders',
    columns: columns({
      id: 'STRING',
      who: 'STRING',
      price: 'DOUBLE',
      at: 'TIMESTAMP',
      tags: 'ARRAY<STRING>',
    }),
  },
  { ...INPUT, name: 'people', columns: columns({ who: 'STRING', name: 'STRING', since: 'TIMESTAMP' }) },
];

const READS = INPUTS.map(({ name }) => ({ dataset: name, parameter: name, read: 'batch' as const }));

function read(result: ManifestDataset, notebookText: string, query: string): DatasetColumns {
  const manifest: Manifest = {
    version: 2,
    platform: 'test',
    pipelines: ['sales'],
    notebooks: [],
    datasets: [...INPUTS, result],
    checks: [],
  };
  const notebooks = new NotebookExpressions((file) => (file === 'result.py' ? notebookText : notebook()));
  return datasetColumns(manifest, { notebooks, queryOf: () => query }).get('result') as DatasetColumns;
}

/** What the columns of `returned` are made of, where `orders` and `people` are the tables of these names. */
export function computedColumns(names: readonly string[], returned: string, before = ''): DatasetColumns {
  const body = `def rows(orders, people):\n${before.replaceAll(/^(?=.)/gm, '    ')}\n    return ${returned}`;
  const call = 'rows(orders=spark.read.table("orders"), people=spark.read.table("people"))';
  const cell = `@dp.table(\n    name="result",\n)\ndef result() -> DataFrame:\n    return ${call}`;
  const result = {
    ...INPUT,
    name: 'result',
    notebook: 'result.py',
    columns: columns(Object.fromEntries(names.map((name) => [name, 'STRING']))),
    inputs: READS,
  };
  return read(result, notebook(body, cell), '');
}

/** What the columns of a published view are made of, which reads both tables unless others are named. */
export function viewedColumns(
  names: readonly string[],
  query: string,
  tables: readonly string[] = READS.map(({ dataset }) => dataset),
): DatasetColumns {
  const result = {
    ...INPUT,
    name: 'result',
    kind: 'published_view' as const,
    columns: columns(Object.fromEntries(names.map((name) => [name, 'STRING']))),
    inputs: READS.filter(({ dataset }) => tables.includes(dataset)),
    query: { file: 'result.sql', sha256: '' },
  };
  return read(result, '', query);
}

/** A value in one line: `= orders.id`, `f orders.price, people.name`, `? reason`. */
export function textOf({ origins, isSame, gaps }: ColumnValue): string {
  const made = origins.map(({ node, column = '(rows)' }) => `${node}.${column}`).join(', ');
  const known = origins.length === 0 ? [] : [`${isSame ? '=' : 'f'} ${made}`];
  return [...known, ...gaps.map((gap) => `? ${gap}`)].join(' ') || 'constant';
}

/** Each column and what it is made of, as text. */
export function columnTexts({ columns: values }: DatasetColumns): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [name, textOf(value)]));
}

/** What decides which rows there are, as text. */
export function rowTexts({ rows }: DatasetColumns): string[] {
  return rows.map(({ how, value }) => `${how}: ${textOf(value).replace(/^f /, '')}`);
}
