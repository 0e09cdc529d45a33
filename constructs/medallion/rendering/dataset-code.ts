import { ddlLines } from '../column';
import { AutoCdcTable } from '../datasets/auto-cdc-table';
import { ComputedTable } from '../datasets/computed-table';
import type { Deduplication } from '../datasets/deduplication';
import { KafkaStream } from '../datasets/kafka-stream';
import { Quarantine } from '../datasets/quarantine';
import { StreamingTable } from '../datasets/streaming-table';
import { type ExpectationAction, nullSafe } from '../expectation';
import type { Dataset, Input } from '../graph';
import {
  indented,
  LINE_WIDTH,
  pythonCall,
  pythonDict,
  pythonList,
  pythonString,
  pythonTextBlock,
} from './python-code';

/** Return the formatted Python that defines a dataset in its notebook, without the author's function. */
export function datasetCode(dataset: Dataset): string {
  if (dataset instanceof KafkaStream) return kafkaStreamCode(dataset);
  if (dataset instanceof Quarantine) return quarantineCode(dataset);
  if (dataset instanceof AutoCdcTable) return autoCdcCode(dataset);
  return dataset.kind === 'temporary_view' ? temporaryViewCode(dataset) : tableCode(dataset);
}

function kafkaStreamCode(stream: KafkaStream): string {
  const fields = `${stream.name.toUpperCase()}_FIELDS`;
  const types = Object.entries(stream.fields).map(([name, { type }]) => [name, type]);
  return [
    `${fields} = ${pythonDict(Object.fromEntries(types))}`,
    '',
    '',
    tableDecorator('dp.table', stream),
    ...expectationDecorators(stream),
    functionOf(stream.name, `parse_payload(read_topic(${pythonString(stream.topic)}), ${fields})`),
  ].join('\n');
}

function tableCode(table: Dataset): string {
  const keeps = table instanceof ComputedTable && table.quarantine !== undefined;
  return [
    ...(keeps ? [`${droppingRules(table)} = ${pythonDict(rules(table, 'drop'))}`, '', ''] : []),
    tableDecorator(tableDecoratorName(table), table),
    ...expectationDecorators(table, keeps ? droppingRules(table) : undefined),
    functionOf(table.name, transformCall(table)),
  ].join('\n');
}

function temporaryViewCode(view: Dataset): string {
  return [
    `@${pythonCall('dp.temporary_view', { name: pythonString(view.name), comment: pythonString(view.comment) })}`,
    ...expectationDecorators(view),
    functionOf(view.name, transformCall(view)),
  ].join('\n');
}

function quarantineCode(quarantine: Quarantine): string {
  const { of: table } = quarantine;
  const reported = { ...rules(table, 'warn'), ...rules(table, 'fail') };
  const call = [
    `${transformCall(table)},`,
    `dropped_by=${droppingRules(table)},`,
    `also_reported=${Object.keys(reported).length === 0 ? '{}' : pythonDict(reported)},`,
  ];
  return [
    tableDecorator(tableDecoratorName(quarantine), quarantine),
    functionOf(quarantine.name, `rejected_rows(\n${indented(call)}\n)`),
  ].join('\n');
}

function autoCdcCode(table: AutoCdcTable): string {
  const flow = pythonCall('dp.create_auto_cdc_flow', {
    target: pythonString(table.name),
    source: pythonString(table.changes.name),
    keys: pythonList(table.keys),
    sequence_by: pythonString(table.sequenceBy),
    apply_as_deletes: table.applyAsDeletes === undefined ? undefined : pythonString(table.applyAsDeletes),
    except_column_list: table.exceptColumns.length === 0 ? undefined : pythonList(table.exceptColumns),
    stored_as_scd_type: String(table.scdType),
    track_history_column_list: table.scdType === 1 ? undefined : pythonList(table.trackHistory),
  });
  return [pythonCall('dp.create_streaming_table', tableArguments(table)), '', flow].join('\n');
}

function tableDecorator(name: string, table: Dataset): string {
  return `@${pythonCall(name, tableArguments(table))}`;
}

function tableDecoratorName(table: Dataset): string {
  return table.kind === 'materialized_view' ? 'dp.materialized_view' : 'dp.table';
}

function tableArguments(table: Dataset): Record<string, string | undefined> {
  const properties = { quality: table.layer.node.id, ...table.tableProperties };
  return {
    name: pythonString(table.name),
    comment: pythonString(table.comment),
    schema: pythonTextBlock(ddlLines(table.columns).map(commaBetween)),
    table_properties: pythonDict(properties),
    cluster_by: table.clusterBy.length === 0 ? undefined : pythonList(table.clusterBy),
  };
}

const DECORATORS: readonly (readonly [ExpectationAction, string])[] = [
  ['warn', 'dp.expect_all'],
  ['drop', 'dp.expect_all_or_drop'],
  ['fail', 'dp.expect_all_or_fail'],
];

function expectationDecorators(dataset: Dataset, dropping?: string): string[] {
  return DECORATORS.flatMap(([action, decorator]) => {
    const chosen = rules(dataset, action);
    if (Object.keys(chosen).length === 0) return [];
    if (action === 'drop' && dropping) return [`@${decorator}(${dropping})`];
    return [`@${decorator}(\n${indented([pythonDict(chosen)])}\n)`];
  });
}

function rules(dataset: Dataset, action: ExpectationAction): Record<string, string> {
  const chosen = dataset.expectations.filter((expectation) => expectation.action === action);
  return Object.fromEntries(chosen.map(({ name, rule }) => [name, nullSafe(rule)]));
}

/** Return the name of the constant that holds the rules which drop rows of a table. */
function droppingRules(table: Dataset): string {
  return `${table.name.toUpperCase()}_DROPPED_BY`;
}

function functionOf(name: string, expression: string): string {
  return `def ${name}() -> DataFrame:\n${indented([`return ${expression}`])}`;
}

function transformCall(dataset: Dataset): string {
  const { transform, inputs } = dataset;
  const deduplicate = dataset instanceof StreamingTable ? dataset.deduplicate : undefined;
  const args = inputs.map((input) => `${input.parameter}=${readerCall(input, deduplicate)}`);
  const oneLine = `${transform?.functionName}(${args.join(', ')})`;
  // The line starts with four spaces and `return `.
  if (!oneLine.includes('\n') && oneLine.length + 11 <= LINE_WIDTH) return oneLine;
  return `${transform?.functionName}(\n${indented(args.map((argument) => `${argument},`))}\n)`;
}

function readerCall({ dataset, read }: Input, deduplicate: Deduplication | undefined): string {
  const name = pythonString(dataset.name);
  if (read === 'batch') return `spark.read.table(${name})`;
  if (!deduplicate) return `spark.readStream.table(${name})`;
  const { keys, time, within } = deduplicate;
  return pythonCall('read_once', {
    table: name,
    keys: pythonList(keys),
    time: pythonString(time),
    within: pythonString(within),
  });
}

function commaBetween(line: string, index: number, lines: readonly string[]): string {
  return index < lines.length - 1 ? `${line},` : line;
}
