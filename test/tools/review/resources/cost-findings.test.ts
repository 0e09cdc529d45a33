import type { Attributes } from '../../../../tools/review/plan/deployment';
import { LIST_RATES } from '../../../../tools/review/resources/dbu-rates';
import { resourceFindings } from '../../../../tools/review/resources/resource-findings';
import {
  created,
  deployment,
  kindsOf,
  PIPELINE,
  pipelineWith,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

const [CLUSTER] = PIPELINE.cluster as [Attributes];
const cluster = (part: Attributes) => ({ cluster: [{ ...CLUSTER, ...part }] });
const workers = (most: number) =>
  cluster({ autoscale: [{ min_workers: 1, max_workers: most, mode: 'ENHANCED' }] });

/** What is told besides that an update may be cut off. */
const costs = (after: Attributes, before: Attributes = {}) =>
  tell([pipelineWith(after, before)]).filter(({ kind }) => kind !== 'update-interrupted');

describe('clusters of a pipeline', () => {
  it.each([
    ['more workers', workers(8), 'cost-raised', '5 DBU per hour → 9'],
    ['fewer workers', workers(2), 'safe-change', '5 DBU per hour → 3'],
    ['a larger machine', cluster({ node_type_id: 'i3.2xlarge' }), 'cost-raised', '5 DBU per hour → 10'],
    ['a larger driver', cluster({ driver_node_type_id: 'i3.4xlarge' }), 'cost-raised', '5 DBU per hour → 8'],
    ['Photon', { photon: true }, 'cost-raised', '5 DBU per hour → 10'],
    ['a fixed number', cluster({ autoscale: [], num_workers: 2 }), 'safe-change', '5 DBU per hour → 3'],
    ['no worker', cluster({ autoscale: [], num_workers: 0 }), 'safe-change', '5 DBU per hour → 1'],
  ])('cost the driver and all workers that they may grow to: %s', (_, after, kind, figures) => {
    const [finding, ...others] = costs(after);
    expect(others).toEqual([]);
    expect(finding?.kind).toBe(kind);
    expect(finding?.what).toContain(figures);
  });

  it('cost what a cluster for maintenance costs, too', () => {
    const findings = costs({
      cluster: [CLUSTER, { label: 'maintenance', node_type_id: 'i3.xlarge', num_workers: 1 }],
    });
    expect(the('cost-raised', findings).what).toContain('5 DBU per hour → 7');
  });

  it('cost what cannot be told if the rate of a machine is not known, and never nothing', () => {
    const finding = the('unknown-change', costs(cluster({ node_type_id: 'x9.large' })));
    expect(finding.what).toContain('5 DBU per hour → unknown (no rate for x9.large)');
  });

  it('cost what the environment says of its rates', () => {
    const rates = { ...LIST_RATES, nodeTypes: { 'i3.xlarge': 3 } };
    const findings = resourceFindings(deployment([pipelineWith(workers(8))]), [], rates);
    expect(the('cost-raised', findings).what).toContain('15 DBU per hour → 27');
  });
});

it.each([
  [
    'serverless compute is unbounded',
    { serverless: true, cluster: [] },
    {},
    'cost-raised',
    '5 DBU per hour → unbounded',
  ],
  [
    'clusters have one again',
    { serverless: false },
    { serverless: true },
    'safe-change',
    'unbounded → 5 DBU per hour',
  ],
  ['running all the time', { continuous: true }, {}, 'cost-raised', '5 DBU per hour, 24 hours a day'],
  ['a dearer edition', { edition: 'ADVANCED' }, { edition: 'CORE' }, 'cost-raised', 'CORE → ADVANCED'],
])('tells what it costs: %s', (_, after, before, kind, words) => {
  const [finding, ...others] = costs(after, before);
  expect(others).toEqual([]);
  expect(finding?.kind).toBe(kind);
  expect(finding?.what).toContain(words);
});

describe('a SQL warehouse', () => {
  const WAREHOUSE = {
    id: 'w',
    name: 'figures',
    cluster_size: 'Small',
    max_num_clusters: 1,
    auto_stop_mins: 10,
    enable_serverless_compute: false,
  };
  const change = (after: Attributes) => tell([updated('databricks_sql_endpoint.w', WAREHOUSE, after)]);

  it.each([
    [{ cluster_size: 'Large' }, 'cost-raised', '12 DBU per hour → 40'],
    [{ cluster_size: '2X-Small' }, 'safe-change', '12 DBU per hour → 4'],
    [{ max_num_clusters: 3 }, 'cost-raised', '12 DBU per hour → 36'],
    [{ cluster_size: 'Gigantic' }, 'unknown-change', 'unknown (no rate for warehouse size Gigantic)'],
    [{ auto_stop_mins: 60 }, 'cost-raised', 'stops 60 minutes after'],
    [{ auto_stop_mins: 0 }, 'cost-raised', 'never stops'],
    [{ auto_stop_mins: 5 }, 'safe-change', 'stops 5 minutes after'],
    [{ enable_serverless_compute: true }, 'cost-raised', 'is serverless'],
  ])('costs its size times its clusters, as long as it runs: %j', (after, kind, words) => {
    const findings = change(after);
    expect(kindsOf(findings)).toEqual([kind]);
    expect(findings[0]?.what).toContain(words);
  });

  it('costs something from the day on that it is there', () => {
    const findings = tell([
      unchanged('databricks_pipeline.pipeline', PIPELINE),
      created('databricks_sql_endpoint.w', WAREHOUSE),
    ]);
    expect(the('cost-raised', findings).what).toContain('0 DBU per hour → 12');
  });

  it('is expected in a first deployment', () => {
    const findings = tell([created('databricks_sql_endpoint.w', WAREHOUSE)]);
    expect(findings.map(({ kind, what }) => `${kind}: ${what}`)).toContain(
      'safe-change: The SQL warehouse `figures` is new: worst case 0 DBU per hour → 12.',
    );
  });
});

it('tells what the cluster of a job may cost', () => {
  const job = (workers: number) => ({
    job_cluster: [
      { job_cluster_key: 'tasks', new_cluster: [{ node_type_id: 'm5d.large', num_workers: workers }] },
    ],
  });
  const findings = tell([
    updated('databricks_job.job', { id: '123456', name: 'nightly', ...job(0) }, job(2)),
  ]);
  expect(kindsOf(findings)).toEqual(['cost-raised']);
  expect(findings[0]?.what).toContain('0.34 DBU per hour → 1.02');
});

it.each([
  [1, 0, 'unknown-change', 'cannot create them'],
  [0, 1, 'safe-change', '1 EBS volumes per node'],
])('says what %d → %d EBS volumes per node do', (before, after, kind, words) => {
  const volumes = (count: number) =>
    cluster({ aws_attributes: [{ availability: 'ON_DEMAND', ebs_volume_count: count }] });
  const [finding, ...others] = costs(volumes(after), volumes(before));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ kind, what: expect.stringContaining(words) });
});

it.each([
  ['STANDARD', 'PERFORMANCE_OPTIMIZED', 'cost-raised'],
  ['PERFORMANCE_OPTIMIZED', 'STANDARD', 'safe-change'],
])('says what serverless tasks cost: %s → %s', (before, after, kind) => {
  const job = updated(
    'databricks_job.job',
    { id: '123456', name: 'nightly', performance_target: before },
    { performance_target: after },
  );
  expect(kindsOf(tell([job]))).toEqual([kind]);
});

describe('a cluster policy', () => {
  const policy = (before: object, after: object) =>
    updated(
      'databricks_cluster_policy.policy',
      { id: 'c', name: 'small', definition: JSON.stringify(before) },
      { definition: JSON.stringify(after) },
    );
  const cap = (maxValue: number) => ({ dbus_per_hour: { type: 'range', maxValue } });

  it.each([
    [cap(10), cap(20), 'cost-raised'],
    [cap(10), {}, 'cost-raised'],
    [cap(20), cap(10), 'safe-change'],
    [{ x: { type: 'forbidden' } }, {}, 'unknown-change'],
    [{}, { node_type_id: { type: 'fixed', value: 'i3.xlarge' } }, 'safe-change'],
    [
      { 'custom_tags.owner': { type: 'fixed', value: 'a' } },
      { 'custom_tags.owner': { type: 'fixed', value: 'b' } },
      'safe-change',
    ],
  ])('from %j to %j is told by its meaning', (before, after, kind) => {
    expect(kindsOf(tell([policy(before, after)]))).toEqual([kind]);
  });

  it('refuses the clusters of a pipeline that may cost more than its cap', () => {
    const pipeline = pipelineWith({}, cluster({ policy_id: 'c' }));
    const findings = tell([{ ...pipeline, actions: ['no-op'] }, policy(cap(10), cap(4))]);
    expect(the('update-interrupted', findings).what).toContain(
      'may cost more than the policy `small` allows',
    );
  });

  it('is unknown if it cannot be read', () => {
    const change = updated(
      'databricks_cluster_policy.policy',
      { id: 'c', name: 'small', definition: '{' },
      { definition: '{}' },
    );
    expect(kindsOf(tell([change]))).toEqual(['unknown-change']);
  });
});
