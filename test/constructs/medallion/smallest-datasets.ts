import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Columns, string, timestamp } from '../../../constructs/medallion/column';
import { AutoCdcTable, type AutoCdcTableProps } from '../../../constructs/medallion/datasets/auto-cdc-table';
import { KafkaStream, type KafkaStreamProps } from '../../../constructs/medallion/datasets/kafka-stream';
import {
  MaterializedView,
  type MaterializedViewProps,
} from '../../../constructs/medallion/datasets/materialized-view';
import {
  PublishedView,
  type PublishedViewProps,
} from '../../../constructs/medallion/datasets/published-view';
import {
  StreamingTable,
  type StreamingTableProps,
} from '../../../constructs/medallion/datasets/streaming-table';
import {
  TemporaryView,
  type TemporaryViewProps,
} from '../../../constructs/medallion/datasets/temporary-view';
import { type Dataset, type Inputs, Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import { snakeCase } from '../../../constructs/medallion/identifier';
import { PipelineFixture, ProjectFixture } from '../../../constructs/medallion/testing';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

/** What every dataset of a fixture has, unless a test says otherwise. */
export const COLUMNS: Columns = { id: string('Identity'), seen_at: timestamp('Time') };

/** A project that is removed after the tests. */
export function projectFixture(): ProjectFixture {
  return new ProjectFixture({ directory: temporaryDirectory() });
}

/** A project with one platform, `shop`, and one pipeline, `sales`, that is removed after the tests. */
export function pipelineFixture(): PipelineFixture {
  return new PipelineFixture({ directory: temporaryDirectory() });
}

/** A platform, `shop`, with a second pipeline, `reports`, that is updated after the first, `sales`. */
export class TwoPipelines extends PipelineFixture {
  readonly reports = new MedallionPipeline(this.platform, 'reports');

  constructor() {
    super({ directory: temporaryDirectory() });
  }

  /** Return the layer of `reports` with this name; the first access creates it. */
  reportLayer(name: string): Layer {
    const existing = this.reports.layers.find((layer) => layer.node.id === name);
    return existing ?? new Layer(this.reports, name, { comment: `The ${name} layer of reports.` });
  }
}

/** A pipeline that begins with a Kafka stream of orders. */
export function shopWithOrders(): { readonly shop: PipelineFixture; readonly orders: KafkaStream } {
  const shop = pipelineFixture();
  return { shop, orders: kafkaStream(shop.layer('raw'), 'orders') };
}

/** The smallest Kafka stream; its payload has the columns of every other dataset here. */
export function kafkaStream(layer: Layer, name: string, props: Partial<KafkaStreamProps> = {}): KafkaStream {
  return new KafkaStream(layer, name, { comment: `All ${name}.`, topic: name, fields: COLUMNS, ...props });
}

/** The smallest streaming table that reads `inputs`; its function is written for it. */
export function streamingTable(
  layer: Layer,
  name: string,
  inputs: Inputs,
  props: Partial<StreamingTableProps> = {},
): StreamingTable {
  return new StreamingTable(layer, name, { ...minimal(layer, name, inputs), ...props });
}

/** The smallest materialized view that reads `inputs`; its function is written for it. */
export function materializedView(
  layer: Layer,
  name: string,
  inputs: Inputs,
  props: Partial<MaterializedViewProps> = {},
): MaterializedView {
  return new MaterializedView(layer, name, { ...minimal(layer, name, inputs), ...props });
}

/** The smallest temporary view that reads `inputs`; its function is written for it. */
export function temporaryView(
  layer: Layer,
  name: string,
  inputs: Inputs,
  props: Partial<TemporaryViewProps> = {},
): TemporaryView {
  return new TemporaryView(layer, name, { ...minimal(layer, name, inputs), ...props });
}

/** The smallest AUTO CDC table that follows `inputs`: keyed by `id`, in the order of `seen_at`. */
export function autoCdcTable(
  layer: Layer,
  name: string,
  inputs: Inputs,
  props: Partial<AutoCdcTableProps> = {},
): AutoCdcTable {
  return new AutoCdcTable(layer, name, {
    ...minimal(layer, name, inputs),
    keys: ['id'],
    sequenceBy: 'seen_at',
    scdType: 2,
    ...props,
  });
}

/** The smallest published view of `inputs`; its query is written for it unless given. */
export function publishedView(
  layer: Layer,
  name: string,
  inputs: readonly Dataset[],
  query = `SELECT id, seen_at FROM ${inputs[0]?.name}\n`,
  props: Partial<PublishedViewProps> = {},
): PublishedView {
  const file = writeFile(layer, `notebooks/${name}.sql`, query);
  return new PublishedView(layer, name, {
    comment: `All ${name}.`,
    columns: COLUMNS,
    query: file,
    inputs,
    ...props,
  });
}

function minimal(layer: Layer, name: string, inputs: Inputs) {
  const parameters = Object.keys(inputs).map(snakeCase);
  const text = [
    'from pyspark.sql import DataFrame',
    '',
    '',
    `def ${name}_rows(${parameters.map((parameter) => `${parameter}: DataFrame`).join(', ')}) -> DataFrame:`,
    `    return ${parameters[0]}`,
    '',
  ];
  const transform = writeFile(layer, `notebooks/${name}_rows.py`, text.join('\n'));
  return { comment: `All ${name}.`, columns: COLUMNS, transform, inputs };
}

function writeFile(layer: Layer, file: string, text: string): string {
  const path = join(layer.pipeline.projectRoot, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return file;
}
