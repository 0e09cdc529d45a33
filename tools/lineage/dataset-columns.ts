import { readCondition } from '../../constructs/medallion/sources/sql';
import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import { type ColumnValue, computedFrom, NO_COLUMN, sameAs } from './column-value';
import { DataFrames } from './data-frames';
import { type Frame, type RowDecision, resolve, unknownFrame } from './frame';
import { topicId } from './lineage-graph';
import type { NotebookExpressions } from './notebook-expressions';
import { viewColumns, viewRows } from './published-view-columns';

/** The origins of each column of a dataset, and the columns that determine its rows. */
export interface DatasetColumns {
  readonly columns: ReadonlyMap<string, ColumnValue>;
  readonly rows: readonly RowDecision[];
}

/** The deployed code of a pipeline. */
export interface PipelineCode {
  readonly notebooks: NotebookExpressions;
  /** Returns the query of a published view by its file in the project. */
  readonly queryOf: (file: string) => string;
}

/** Traces the columns of every dataset; the SQL parser must be loaded. */
export function datasetColumns({ datasets }: Manifest, code: PipelineCode): Map<string, DatasetColumns> {
  const byName = new Map(datasets.map((dataset) => [dataset.name, dataset] as const));
  const frames = new DataFrames((name) => tableOf(name, byName.get(name)));
  const inputsOf = ({ inputs }: ManifestDataset) =>
    inputs.flatMap(({ dataset }) => byName.get(dataset) ?? []);
  return new Map(
    datasets.map((dataset) => {
      const computed = computedColumns(dataset, inputsOf(dataset), frames, code);
      return [
        dataset.name,
        { ...computed, rows: [...computed.rows, ...droppedByRules(dataset, computed.columns)] },
      ];
    }),
  );
}

function computedColumns(
  dataset: ManifestDataset,
  inputs: readonly ManifestDataset[],
  frames: DataFrames,
  { notebooks, queryOf }: PipelineCode,
): DatasetColumns {
  switch (dataset.kind) {
    case 'kafka_stream':
      return { columns: messageColumns(dataset), rows: [] };
    case 'auto_cdc_table':
      return changedColumns(dataset);
    case 'published_view': {
      const query = queryOf(dataset.query?.file ?? '');
      return { columns: viewColumns(query, dataset, inputs), rows: viewRows(query, inputs) };
    }
    default: {
      const returned = notebooks.returned(dataset.notebook, dataset.name);
      const frame = returned
        ? frames.frameOf(returned)
        : unknownFrame('its function is missing in its notebook');
      const columns = dataset.columns.map(({ name }) => [name, resolve(frame, [name])] as const);
      return { columns: new Map(columns), rows: frame.rows };
    }
  }
}

function tableOf(name: string, dataset: ManifestDataset | undefined): Frame {
  if (!dataset) return unknownFrame(`reads ${name}, which is not a dataset of this pipeline`);
  const columns = dataset.columns.map((column) => ({
    name: column.name,
    qualifiers: [name],
    value: sameAs(name, column.name),
  }));
  return { columns, gaps: [], rows: [], tables: [name] };
}

/** Kafka metadata columns of every Kafka stream. */
const FROM_KAFKA = new Set([
  ...['timestamp', 'topic', 'partition', 'offset', 'key'].map((name) => `kafka_${name}`),
  'value',
]);

/** Columns of messages: Kafka metadata and the fields of the payload. */
function messageColumns({ topic = '', columns }: ManifestDataset): Map<string, ColumnValue> {
  const id = topicId(topic);
  return new Map(
    columns.map(({ name }) => {
      if (name === 'unknown_fields') return [name, computedFrom([sameAs(id, 'value')])];
      if (FROM_KAFKA.has(name)) return [name, sameAs(id, name.replace(/^kafka_/, ''))];
      return [name, sameAs(id, `value.${name}`)];
    }),
  );
}

/** Columns of an AUTO CDC table: those of its source and, for type 2, the validity period. */
function changedColumns({ columns, inputs, cdc }: ManifestDataset): DatasetColumns {
  const [changes] = inputs;
  if (!changes || !cdc) return { columns: new Map(), rows: [] };
  const from = (names: readonly string[]) => computedFrom(names.map((name) => sameAs(changes.dataset, name)));
  const isOfVersion = (name: string) => name === '__START_AT' || name === '__END_AT';
  const deletes = cdc.applyAsDeletes === undefined ? [] : readCondition(cdc.applyAsDeletes).columns;
  const tracked = (cdc.trackHistory ?? []) as readonly string[];
  const rows: RowDecision[] = [
    { how: 'key', value: from(cdc.keys) },
    { how: 'order', value: from([cdc.sequenceBy]) },
    { how: 'version', value: from(tracked) },
    { how: 'filter', value: from(deletes) },
  ];
  return {
    columns: new Map(
      columns.map(({ name }) => [
        name,
        isOfVersion(name) ? sameAs(changes.dataset, cdc.sequenceBy) : sameAs(changes.dataset, name),
      ]),
    ),
    rows: rows.filter(({ value }) => value.origins.length > 0),
  };
}

/** Rules that drop rows depend on the origins of the columns they refer to. */
function droppedByRules(
  { expectations }: ManifestDataset,
  columns: ReadonlyMap<string, ColumnValue>,
): RowDecision[] {
  return expectations
    .filter(({ action }) => action === 'drop')
    .map(({ rule }) => ({
      how: 'rule',
      value: computedFrom(readCondition(rule).columns.map((column) => columns.get(column) ?? NO_COLUMN)),
    }));
}
