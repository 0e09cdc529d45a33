import type { Columns } from '../../constructs/medallion/column';
import type { Deduplication } from '../../constructs/medallion/datasets/deduplication';
import { StreamingTable } from '../../constructs/medallion/datasets/streaming-table';
import {
  type Expectation,
  expectOrDrop,
  expectOrFail,
  expectOrWarn,
} from '../../constructs/medallion/expectation';
import { snakeCase } from '../../constructs/medallion/identifier';
import { pythonConstant } from '../../constructs/medallion/rendering/python-code';
import type { NewTable } from './new-table';
import { pythonBrackets, pythonDefinition, pythonImport } from './python-layout';
import { timeOf } from './rows-by-day';
import type { TableDraft } from './table-draft';

/** A table that has the columns of its input, row by row. */
export function selectedColumns(table: NewTable): TableDraft {
  const { input, name, inputName } = table;
  const parameter = snakeCase(inputName);
  const { columns } = input;
  const time = timeOf(input)?.column;
  const deduplicate = deduplicationOf(table);
  const primaryKey = deduplicate?.keys ?? keyOf(table);
  const names = Object.keys(columns).map((column) => JSON.stringify(column));
  return {
    comment: deduplicate
      ? `One row per event of ${input.name}.`
      : `One row for each of ${input.name}, with the same columns.`,
    columns,
    primaryKey,
    deduplicate,
    expectations: expectationsOf(table, primaryKey, time),
    clusterBy: time === undefined ? [] : [time],
    module: `"""Chosen columns."""

from pyspark.sql import DataFrame


${pythonDefinition(name, parameter)}
    """Each row with the columns that the table has."""
${pythonBrackets(`return ${parameter}.select(`, names, ')', { indent: 4 })}
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

/** What tells the rows apart: the input's key, or where its messages were in Kafka. */
function keyOf({ input }: NewTable): readonly string[] {
  if (input.primaryKey.length > 0) return input.primaryKey;
  const position = ['kafka_topic', 'kafka_partition', 'kafka_offset'];
  return position.every((column) => column in input.columns) ? position : [];
}

/** Rules that a quarantine needs drop rows. */
function expectationsOf(
  { quarantine, input }: NewTable,
  primaryKey: readonly string[],
  time: string | undefined,
): Expectation[] {
  const present = (columns: readonly string[]) =>
    columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  if (primaryKey.length > 0) {
    return [(quarantine ? expectOrDrop : expectOrFail)('key_present', present(primaryKey))];
  }
  const [first = ''] = Object.keys(input.columns);
  if (quarantine) return [expectOrDrop(`${time ? 'time' : 'value'}_present`, present([time ?? first]))];
  return time === undefined ? [] : [expectOrWarn('time_present', present([time]))];
}

function testOf({ name, functionFile }: NewTable, columns: Columns): string {
  const values = Object.entries(columns).map(([column, { type }], index) => exampleOf(column, type, index));
  const needed = ['date', 'datetime'].filter((name) => values.some((value) => value.startsWith(`${name}(`)));
  if (needed.includes('datetime')) needed.push('timezone');
  const types = Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, type]));
  const found = pythonBrackets(`found = ${name}(`, ['given'], ')', { indent: 4 });
  return `"""Chosen columns."""

${needed.length > 0 ? `from datetime import ${needed.join(', ')}\n\n` : ''}from small_frames import Frame, rows_of

${pythonImport(functionFile, name)}

${pythonConstant('COLUMNS', types)}
INPUT = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
${rowOf(values)}


def test_a_row_keeps_its_columns_and_loses_all_others(frame: Frame) -> None:
    given = frame(f"{INPUT}, something_else STRING", [(*ROW, "more")])
${found}
    assert found.columns == list(COLUMNS)
    assert rows_of(found) == [ROW]


def test_equal_rows_stay_as_many_as_they_are(frame: Frame) -> None:
    given = frame(INPUT, [ROW, ROW])
${found}
    assert rows_of(found) == [ROW, ROW]


def test_without_rows_there_are_none(frame: Frame) -> None:
    given = frame(INPUT, [])
${found}
    assert rows_of(found) == []
`;
}

/** A tuple of one value keeps its comma. */
function rowOf(values: readonly string[]): string {
  return values.length === 1
    ? `ROW = (${values[0]},)`
    : pythonBrackets('ROW = (', values, ')', { oneEach: true });
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
