import type { Columns } from '../../constructs/medallion/column';
import type { Deduplication } from '../../constructs/medallion/datasets/deduplication';
import { StreamingTable } from '../../constructs/medallion/datasets/streaming-table';
import { type Expectation, expectOrFail, expectOrWarn } from '../../constructs/medallion/expectation';
import { snakeCase } from '../../constructs/medallion/identifier';
import type { NewTable } from './new-table';
import { importOf, timeOf } from './rows-by-day';
import type { TableDraft } from './table-draft';

/** Room for a line of a string that stands indented in Python. */
const LINE_WIDTH = 88;

/** A table that has the columns of its input, row by row. */
export function selectedColumns(table: NewTable): TableDraft {
  const { input, name, inputProperty } = table;
  const parameter = snakeCase(inputProperty);
  const { columns } = input;
  const time = timeOf(input)?.column;
  const deduplicate = deduplicationOf(table);
  const primaryKey = deduplicate?.keys ?? input.primaryKey;
  const names = Object.keys(columns).map((column) => JSON.stringify(column));
  return {
    comment: deduplicate
      ? `One row per event of ${input.name}.`
      : `One row for each of ${input.name}, with the same columns.`,
    columns,
    primaryKey,
    deduplicate,
    expectations: expectationsOf(primaryKey, time),
    clusterBy: time === undefined ? [] : [time],
    form: 'columns of one table',
    module: `"""Columns of ${input.name}."""

from pyspark.sql import DataFrame


def ${name}(${parameter}: DataFrame) -> DataFrame:
    """Each row with the columns that the table has."""
    return ${parameter}.select(${names.join(', ')})
`,
    test: testOf(table, columns),
  };
}

/**
 * How the other tables of the layer recognise what the input has more than once, if they do and this one can:
 * in silver an event counts once, in bronze each delivery.
 */
function deduplicationOf({ layer, input, kind }: NewTable): Deduplication | undefined {
  if (kind !== 'streaming-table') return undefined;
  const others = layer.datasets.filter(
    (dataset): dataset is StreamingTable =>
      dataset instanceof StreamingTable &&
      dataset.inputs.some((other) => other.dataset.layer === input.layer),
  );
  return others
    .flatMap(({ deduplicate }) => deduplicate ?? [])
    .find(({ keys, time }) => [...keys, time].every((column) => column in input.columns));
}

function expectationsOf(primaryKey: readonly string[], time: string | undefined): Expectation[] {
  if (primaryKey.length > 0) {
    return [expectOrFail('key_present', primaryKey.map((column) => `${column} IS NOT NULL`).join(' AND '))];
  }
  return time === undefined ? [] : [expectOrWarn('time_present', `${time} IS NOT NULL`)];
}

function testOf({ input, name, functionFile }: NewTable, columns: Columns): string {
  const values = Object.entries(columns).map(([column, { type }], index) => exampleOf(column, type, index));
  const needed = ['date', 'datetime'].filter((name) => values.some((value) => value.startsWith(`${name}(`)));
  if (needed.includes('datetime')) needed.push('timezone');
  return `"""Columns of ${input.name}."""

${needed.length > 0 ? `from datetime import ${needed.join(', ')}\n\n` : ''}from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

${importOf(functionFile, name)}

COLUMNS = (
${ddlOf(columns)
  .map((line) => `    ${JSON.stringify(line)}`)
  .join('\n')}
)
ROW = (${values.join(', ')},)


def test_a_row_keeps_its_columns_and_loses_all_others(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([(*ROW, "more")], f"{COLUMNS}, something_else STRING")),
        spark.createDataFrame([ROW], COLUMNS),
    )


def test_equal_rows_stay_as_many_as_they_are(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([ROW, ROW], COLUMNS)),
        spark.createDataFrame([ROW, ROW], COLUMNS),
    )


def test_without_rows_there_are_none(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([], COLUMNS)), spark.createDataFrame([], COLUMNS)
    )
`;
}

/** A value in Python that no other column of the same type has, where a few lines can say one. */
function exampleOf(column: string, type: string, index: number): string {
  const minute = index % 60;
  switch (type) {
    case 'STRING':
      return JSON.stringify(column);
    case 'BOOLEAN':
      return 'True';
    case 'INT':
    case 'BIGINT':
      return String(index);
    case 'DOUBLE':
      return `${index}.5`;
    case 'DATE':
      return `date(2018, 11, ${1 + (index % 30)})`;
    case 'TIMESTAMP':
      return `datetime(2018, 11, 1, 9, ${minute}, tzinfo=timezone.utc)`;
    case 'ARRAY<STRING>':
      return JSON.stringify([column]);
    default:
      return 'None';
  }
}

/** Columns as Spark DDL, in lines that together are one string. */
function ddlOf(columns: Columns): string[] {
  const [first = '', ...others] = Object.entries(columns).map(([name, { type }]) => `${name} ${type}`);
  const lines = [first];
  for (const column of others) {
    const line = lines.pop() as string;
    if (line.length + 2 + column.length <= LINE_WIDTH) lines.push(`${line}, ${column}`);
    else lines.push(`${line},`, ` ${column}`);
  }
  return lines;
}
