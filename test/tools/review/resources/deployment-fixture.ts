import type { DatasetKind, Manifest, ManifestDataset } from '../../../../tools/artefacts/manifest';
import type { Finding } from '../../../../tools/review/finding';
import type { PipelineChange } from '../../../../tools/review/pipeline-change';
import type { Attributes, Deployment, ResourceChange } from '../../../../tools/review/plan/deployment';
import { resourceFindings } from '../../../../tools/review/resources/resource-findings';

type Part = Partial<ResourceChange>;

/** A resource in a plan; its type is in its address. */
function resource(address: string, part: Part): ResourceChange {
  const [type = ''] = address.split('.', 1);
  return {
    address,
    type: type.replace(/^databricks_/, ''),
    actions: ['no-op'],
    unknown: {},
    sensitive: [],
    replacePaths: [],
    ...part,
  };
}

/** A resource that stays as it is. */
export const unchanged = (address: string, attributes: Attributes) =>
  resource(address, { before: attributes, after: attributes });

/** A resource that is changed in place: its attributes, and those that are others afterwards. */
export const updated = (address: string, before: Attributes, after: Attributes, part: Part = {}) =>
  resource(address, { actions: ['update'], before, after: { ...before, ...after }, ...part });

export const created = (address: string, after: Attributes, part: Part = {}) =>
  resource(address, { actions: ['create'], after, ...part });

export const deleted = (address: string, before: Attributes) =>
  resource(address, { actions: ['delete'], before, reason: 'delete_because_no_resource_config' });

/** A resource that is deleted and created again as some attributes cannot change in place. */
export const replaced = (address: string, before: Attributes, after: Attributes, part: Part = {}) =>
  resource(address, {
    actions: ['delete', 'create'],
    before,
    after: { ...before, ...after },
    replacePaths: Object.keys(after).map((name) => [name]),
    reason: 'replace_because_cannot_update',
    ...part,
  });

/** A deployment of resources. */
export function deployment(
  resources: readonly ResourceChange[],
  part: Partial<Pick<Deployment, 'drift' | 'facts' | 'last'>> = {},
): Deployment {
  return {
    source: 'plan',
    resources,
    drift: [],
    hasChanges: true,
    isComplete: true,
    last: 'complete',
    facts: { before: {}, after: {} },
    ...part,
  };
}

/** What a review tells of some resources. */
export function tell(
  resources: readonly ResourceChange[],
  pipelines: readonly PipelineChange[] = [],
): Finding[] {
  return resourceFindings(deployment(resources), pipelines);
}

/** Kinds of findings, for a short expectation. */
export const kindsOf = (findings: readonly Finding[]) => findings.map(({ kind }) => kind);

/** The only finding of a kind. */
export function the(kind: Finding['kind'], findings: readonly Finding[]): Finding {
  const found = findings.filter((finding) => finding.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Finding;
}

/** A dataset of a manifest; a column whose name begins with `name` is personal. */
export function dataset(
  name: string,
  kind: DatasetKind,
  columns: readonly string[] = ['id'],
  part: Partial<ManifestDataset> = {},
): ManifestDataset {
  return {
    name,
    pipeline: 'sales',
    layer: name.split('_', 1)[0] as string,
    kind,
    comment: '',
    notebook: 'raw.py',
    columns: columns.map((column) => ({
      name: column,
      type: 'STRING',
      comment: '',
      ...(column.startsWith('name') ? { personalData: true } : {}),
    })),
    expectations: [],
    inputs: [],
    ...part,
  };
}

/** Datasets of the fixture's pipeline: one of each that matters here. */
export const DATASETS: readonly ManifestDataset[] = [
  dataset('raw_events', 'kafka_stream', ['id', 'name']),
  dataset('bronze_events', 'streaming_table'),
  dataset('helper', 'temporary_view'),
  dataset('gold_days', 'materialized_view'),
];

/** A pipeline of `prod.music` with a manifest before and after. */
export function pipelineChange(
  before: readonly ManifestDataset[] = DATASETS,
  after: readonly ManifestDataset[] = before,
): PipelineChange {
  const deployed = (datasets: readonly ManifestDataset[]) => ({
    address: 'databricks_pipeline.pipeline',
    manifestPath: '/music/lineage.json',
    manifest: {
      version: 2,
      platform: 'music',
      pipelines: ['sales'],
      notebooks: [],
      datasets,
      checks: [],
    } satisfies Manifest,
    notebooks: new Map<string, string>(),
    catalog: 'prod',
    schema: 'music',
  });
  return { before: deployed(before), after: deployed(after) };
}

/** Settings of the fixture's pipeline, which is started by a job. */
export const PIPELINE: Attributes = {
  id: 'p-1',
  name: 'music',
  catalog: 'prod',
  schema: 'music',
  continuous: false,
  serverless: false,
  photon: false,
  development: false,
  edition: 'ADVANCED',
  channel: 'CURRENT',
  cluster: [
    {
      label: 'default',
      node_type_id: 'i3.xlarge',
      driver_node_type_id: '',
      autoscale: [{ min_workers: 1, max_workers: 4, mode: 'ENHANCED' }],
    },
  ],
  configuration: { 'kafka.bootstrap_servers': 'a:9092,b:9092', 'kafka.fail_on_data_loss': 'true' },
  library: [{ notebook: [{ path: '/music/raw' }] }],
  tags: { owner: 'us' },
};

/** The fixture's pipeline with other settings afterwards. */
export const pipelineWith = (after: Attributes, before: Attributes = {}) =>
  updated('databricks_pipeline.pipeline', { ...PIPELINE, ...before }, after);

/** A notebook or file with a text. */
export const base64 = (text: string) => Buffer.from(text).toString('base64');
