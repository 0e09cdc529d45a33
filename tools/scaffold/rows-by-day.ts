import { bigint, type Column, date } from '../../constructs/medallion/column';
import { expectOrDrop, expectOrFail } from '../../constructs/medallion/expectation';
import type { Dataset } from '../../constructs/medallion/graph';
import { snakeCase } from '../../constructs/medallion/identifier';
import type { NewTable } from './new-table';
import { pythonBrackets, pythonDefinition, pythonImport } from './python-layout';
import type { TableDraft } from './table-draft';

/** Whether the rows of a dataset have a time, so that they can be counted by day. */
export function hasTime(dataset: Dataset): boolean {
  return timeOf(dataset) !== undefined;
}

/** A table that counts the rows of its input by UTC day. */
export function rowsByDay(table: NewTable): TableDraft {
  const { input, name, inputName, quarantine } = table;
  const parameter = snakeCase(inputName);
  const time = timeOf(input) ?? missingTime(input);
  const { column, comment } = time;
  const day = isDay(time) ? `F.col("${column}")` : `F.to_date("${column}")`;
  const expect = quarantine ? expectOrDrop : expectOrFail;
  return {
    comment: `One row per UTC day on which ${input.name} has rows.`,
    columns: {
      date: date(isDay(time) ? comment : `UTC day of ${column}`),
      row_count: bigint(`Rows of ${input.name} on the day`),
    },
    primaryKey: ['date'],
    expectations: [expect('date_present', 'date IS NOT NULL')],
    clusterBy: ['date'],
    module: `"""Rows by UTC day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


${pythonDefinition(name, parameter)}
    """How many rows each day has."""
${pythonBrackets(`days = ${parameter}.select(`, [`${day}.alias("date")`], ')', { indent: 4 })}
    return days.groupBy("date").agg(F.count("*").alias("row_count"))
`,
    test: testOf(table, time),
  };
}

function testOf({ name, functionFile }: NewTable, time: Time): string {
  const found = pythonBrackets(`found = ${name}(`, ['given'], ')', { indent: 4 });
  return `"""Rows by UTC day."""

from datetime import ${isDay(time) ? 'date' : 'date, datetime, timezone'}

from small_frames import Frame, rows_of

${pythonImport(functionFile, name)}

INPUT = "${time.column} ${time.type}"

${isDay(time) ? testsOfDays(found) : testsOfTimes(found)}


def test_without_rows_there_are_no_days(frame: Frame) -> None:
    given = frame(INPUT, [])
${found}
    assert rows_of(found) == []
`;
}

function testsOfTimes(found: string): string {
  return `EVENING = datetime(2018, 11, 1, 18, tzinfo=timezone.utc)
BEFORE_MIDNIGHT = datetime(2018, 11, 1, 23, 59, 59, 999_999, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)


def test_a_day_counts_its_rows(frame: Frame) -> None:
    given = frame(INPUT, [(EVENING,), (EVENING,), (BEFORE_MIDNIGHT,)])
${found}
    assert rows_of(found) == [(date(2018, 11, 1), 3)]


def test_days_begin_at_midnight_utc(frame: Frame) -> None:
    given = frame(INPUT, [(BEFORE_MIDNIGHT,), (MIDNIGHT,)])
${found}
    assert rows_of(found) == [(date(2018, 11, 1), 1), (date(2018, 11, 2), 1)]`;
}

function testsOfDays(found: string): string {
  return `FIRST = date(2018, 11, 1)
SECOND = date(2018, 11, 2)


def test_a_day_counts_its_rows(frame: Frame) -> None:
    given = frame(INPUT, [(FIRST,), (FIRST,), (SECOND,)])
${found}
    assert rows_of(found) == [(FIRST, 2), (SECOND, 1)]`;
}

/** A column that says when a row happened. */
type Time = Column & { readonly column: string };

function isDay({ type }: Time): boolean {
  return type === 'DATE';
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
