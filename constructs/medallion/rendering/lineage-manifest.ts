import { inDependencyOrder } from '../dataset-order';
import { AutoCdcTable } from '../datasets/auto-cdc-table';
import { ComputedTable } from '../datasets/computed-table';
import { KafkaStream } from '../datasets/kafka-stream';
import { PublishedView } from '../datasets/published-view';
import { Quarantine } from '../datasets/quarantine';
import { StreamingTable } from '../datasets/streaming-table';
import { nullSafe } from '../expectation';
import type { Dataset, MedallionPlatform } from '../graph';
import { QualityCheck } from '../quality-check';
import { notebooksOf } from './layer-notebook';
import { LINEAGE_VERSION, type Manifest, type ManifestDataset } from './lineage-schema';

/**
 * The machine-readable description of a platform: its pipelines, and every dataset with kind, columns, rules, inputs and code hash.
 *
 * `lineage-schema.ts` defines its schema. Like the notebooks, it is the same in every environment.
 */
export class LineageManifest {
  constructor(private readonly platform: MedallionPlatform) {}

  /** Return the manifest as JSON, with each dataset after everything it reads. */
  toText(): string {
    const { platform } = this;
    const manifest: Manifest = {
      version: LINEAGE_VERSION,
      platform: platform.node.id,
      pipelines: platform.pipelines.map(({ node }) => node.id),
      notebooks: platform.pipelines.flatMap(notebooksOf).map(({ layer, file, language }) => ({
        pipeline: layer.pipeline.node.id,
        layer: layer.node.id,
        file,
        language,
      })),
      datasets: inDependencyOrder(platform.datasets).map(describe),
      checks: QualityCheck.of(platform).map(({ name, comment, query, inputs }) => ({
        name,
        comment,
        query,
        inputs: inputs.map((dataset) => dataset.name),
      })),
    };
    return `${JSON.stringify(manifest, undefined, 2)}\n`;
  }
}

function describe(dataset: Dataset): ManifestDataset {
  const isView = dataset instanceof PublishedView;
  const { layer } = dataset;
  return {
    name: dataset.name,
    pipeline: layer.pipeline.node.id,
    layer: layer.node.id,
    kind: dataset.kind,
    comment: dataset.comment,
    notebook: `${layer.pipeline.node.id}/${layer.node.id}${isView ? '_views.sql' : '.py'}`,
    columns: Object.entries(dataset.columns).map(([name, { type, comment, personalData }]) => ({
      name,
      type,
      comment,
      personalData: personalData ? true : undefined,
    })),
    expectations: dataset.expectations.map(({ name, rule, action, toleratedFailureRate }) => ({
      name,
      rule: nullSafe(rule),
      action,
      toleratedFailureRate,
    })),
    inputs: dataset.inputs.map((input) => ({
      dataset: input.dataset.name,
      parameter: input.parameter,
      read: input.read,
    })),
    ...(dataset.primaryKey.length > 0 ? { primaryKey: dataset.primaryKey } : {}),
    ...(Object.keys(dataset.references).length > 0 ? { references: referencesOf(dataset) } : {}),
    ...(dataset instanceof StreamingTable && dataset.deduplicate ? { deduplicate: dataset.deduplicate } : {}),
    ...(dataset.clusterBy.length > 0 ? { clusterBy: dataset.clusterBy } : {}),
    ...(Object.keys(dataset.tableProperties).length > 0 ? { tableProperties: dataset.tableProperties } : {}),
    ...(dataset instanceof KafkaStream ? { topic: dataset.topic } : {}),
    ...quarantineOf(dataset),
    ...(dataset instanceof AutoCdcTable ? { cdc: changeDataCapture(dataset) } : {}),
    ...codeOf(dataset),
  };
}

function referencesOf(dataset: Dataset): ManifestDataset['references'] {
  return Object.entries(dataset.references).map(([column, { name }]) => ({ column, dataset: name }));
}

function quarantineOf(dataset: Dataset): Pick<ManifestDataset, 'quarantine' | 'quarantineOf'> {
  if (dataset instanceof Quarantine) return { quarantineOf: dataset.of.name };
  return dataset instanceof ComputedTable && dataset.quarantine
    ? { quarantine: dataset.quarantine.name }
    : {};
}

function changeDataCapture(table: AutoCdcTable): ManifestDataset['cdc'] {
  return {
    keys: table.keys,
    sequenceBy: table.sequenceBy,
    scdType: table.scdType,
    applyAsDeletes: table.applyAsDeletes,
    exceptColumns: table.exceptColumns,
    trackHistory: table.scdType === 2 ? table.trackHistory : undefined,
  };
}

function codeOf(dataset: Dataset): Pick<ManifestDataset, 'query' | 'transform'> {
  if (dataset instanceof PublishedView) return { query: { file: dataset.file, sha256: dataset.sha256 } };
  const { transform } = dataset;
  if (!transform?.module || !transform.function) return {};
  return {
    transform: {
      file: transform.file,
      function: transform.functionName,
      line: transform.function.line,
      sha256: transform.module.sha256,
    },
  };
}
