import { bigint, type Column, date } from '../../constructs/medallion/column';
import { expectOrFail } from '../../constructs/medallion/expectation';
import type { Dataset } from '../../constructs/medallion/graph';
import { snakeCase } from '../../constructs/medallion/identifier';
import type { NewTable } from './new-table';
import type { TableDraft } from './table-draft';

/** Whether the rows of a dataset have a time, so that they can be counted by day. */
export function hasTime(dataset: Dataset): boolean {
  return timeOf(dataset) !== undefined;
}

/** A table that counts the rows of its input by UTC day. */
export function rowsByDay(table: NewTable): TableDraft {
  const { input, name, inputProperty } = table;
  const parameter = snakeCase(inputProperty);
  const time = timeOf(input) ?? missingTime(input);
  const { column, comment } = time;
  const day = isDay(time) ? `F.col("${column}")` : `F.to_date("${column}")`;
  return {
    comment: `One row per UTC day on which ${input.name} has rows.`,
    columns: {
      date: date(isDay(time) ? comment : `UTC day of ${column}`),
      row_count: bigint(`Rows of ${input.name} on the day`),
    },
    primaryKey: ['date'],
    expectations: [expectOrFail('date_present', 'date IS NOT NULL')],
    clusterBy: ['date'],
    form: 'one aggregation',
    module: `"""Rows of ${input.name} by UTC day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def ${name}(${parameter}: DataFrame) -> DataFrame:
    """How many rows each day has, by \`${column}\`."""
    return ${parameter}.groupBy(${day}.alias("date")).agg(F.count("*").alias("row_count"))
`,
    test: testOf(table, time),
  };
}

function testOf({ input, name, functionFile }: NewTable, time: Time): string {
  return `"""Rows of ${input.name} by UTC day."""

from datetime import ${isDay(time) ? 'date' : 'date, datetime, timezone'}

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

${importOf(functionFile, name)}

INPUT = "${time.column} ${time.type}"
OUTPUT = "date DATE, row_count BIGINT"

${isDay(time) ? testsOfDays(name) : testsOfTimes(name)}


def test_without_rows_there_are_no_days(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([], INPUT)), spark.createDataFrame([], OUTPUT)
    )
`;
}

function testsOfTimes(name: string): string {
  return `EVENING = datetime(2018, 11, 1, 18, tzinfo=timezone.utc)
BEFORE_MIDNIGHT = datetime(2018, 11, 1, 23, 59, 59, 999_999, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)


def test_a_day_counts_its_rows(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([(EVENING,), (EVENING,), (BEFORE_MIDNIGHT,)], INPUT)),
        spark.createDataFrame([(date(2018, 11, 1), 3)], OUTPUT),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([(BEFORE_MIDNIGHT,), (MIDNIGHT,)], INPUT)),
        spark.createDataFrame([(date(2018, 11, 1), 1), (date(2018, 11, 2), 1)], OUTPUT),
    )`;
}

function testsOfDays(name: string): string {
  return `FIRST = date(2018, 11, 1)
SECOND = date(2018, 11, 2)


def test_a_day_counts_its_rows(spark: SparkSession) -> None:
    assertDataFrameEqual(
        ${name}(spark.createDataFrame([(FIRST,), (FIRST,), (SECOND,)], INPUT)),
        spark.createDataFrame([(FIRST, 2), (SECOND, 1)], OUTPUT),
    )`;
}

/** A column that says when a row happened. */
type Time = Column & { readonly column: string };

function isDay({ type }: Time): boolean {
  return type === 'DATE';
}

/** The import of a function in its test: `from notebooks.gold.daily_pages import daily_pages`. */
export function importOf(functionFile: string, name: string): string {
  return `from ${functionFile.replace(/\.py$/, '').replaceAll('/', '.')} import ${name}`;
}

/** When a row happened: the time of the event, else the first column with a time or a day. */
export function timeOf({ columns }: Dataset): Time | undefined {
  const times = Object.entries(columns)
    .filter(([, { type }]) => type === 'TIMESTAMP' || type === 'DATE')
    .map(([column, definition]) => ({ column, ...definition }));
  return times.find(({ column }) => column === 'event_timestamp') ?? times[0];
}

function missingTime(input: Dataset): never {
  throw new Error(`${input.name} has no column with a time.`);
}
