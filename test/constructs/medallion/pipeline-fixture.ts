import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { AutoCdcTable, type AutoCdcTableProps } from '../../../constructs/medallion/auto-cdc-table';
import { type Columns, string, timestamp } from '../../../constructs/medallion/column';
import {
  type Dataset,
  type Inputs,
  Layer,
  MedallionPipeline,
  type MedallionPipelineProps,
} from '../../../constructs/medallion/graph';
import { snakeCase } from '../../../constructs/medallion/identifier';
import { KafkaStream, type KafkaStreamProps } from '../../../constructs/medallion/kafka-stream';
import {
  MaterializedView,
  type MaterializedViewProps,
} from '../../../constructs/medallion/materialized-view';
import { PublishedView, type PublishedViewProps } from '../../../constructs/medallion/published-view';
import { StreamingTable, type StreamingTableProps } from '../../../constructs/medallion/streaming-table';
import { SynthesisError, synthesize } from '../../../constructs/medallion/synthesis';
import { TemporaryView, type TemporaryViewProps } from '../../../constructs/medallion/temporary-view';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

/** What every dataset of a fixture has, unless a test says otherwise. */
export const COLUMNS: Columns = { id: string('Identity'), seen_at: timestamp('Time') };

/** A project in a directory of its own, which is removed after the tests: files, an app, its stacks and pipelines. */
export class ProjectFixture {
  readonly root = temporaryDirectory();
  readonly outdir = join(this.root, 'out');
  readonly app = new App({ outdir: this.outdir });

  stack(name = 'dev'): TerraformStack {
    return new TerraformStack(this.app, name);
  }

  pipeline(
    stack: TerraformStack,
    id = 'shop',
    props: Partial<MedallionPipelineProps> = {},
  ): MedallionPipeline {
    return new MedallionPipeline(stack, id, {
      catalog: 'dev',
      schema: 'shop',
      projectRoot: this.root,
      ...props,
    });
  }

  /** Writes a file of the project; returns its path from the root. */
  write(file: string, text: string): string {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
    return file;
  }

  /** What synthesis says is wrong; nothing if it writes. */
  async problems(): Promise<readonly string[]> {
    return (await this.failure())?.problems ?? [];
  }

  async failure(): Promise<SynthesisError | undefined> {
    try {
      await synthesize(this.app);
      return undefined;
    } catch (error) {
      if (error instanceof SynthesisError) return error;
      throw error;
    }
  }

  /** The files that synthesis wrote, from the output directory, sorted. */
  written(): string[] {
    return readdirSync(this.outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.outdir.length + 1))
      .sort();
  }
}

/** A project with one stack, `dev`, and one pipeline, `shop`. */
export class PipelineFixture extends ProjectFixture {
  readonly only = this.pipeline(this.stack());

  /** The layer of that name; created when first asked for, so the first one asked for is the first of all. */
  layer(name: string): Layer {
    const there = this.only.layers.find((layer) => layer.node.id === name);
    return there ?? new Layer(this.only, name, { comment: `The ${name} layer.` });
  }

  /** Synthesizes without a problem, and reads a file of the pipeline's artefacts. */
  async artefact(file: string): Promise<string> {
    expect(await this.problems()).toEqual([]);
    return readFileSync(join(this.outdir, 'stacks', 'dev', 'shop', file), 'utf8');
  }
}

/** A pipeline that begins with a Kafka stream of orders. */
export function shopWithOrders(): { readonly shop: PipelineFixture; readonly orders: KafkaStream } {
  const shop = new PipelineFixture();
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
