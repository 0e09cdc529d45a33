import { pipelinesOf, platformsOf } from '../../../../tools/review/plan/deployed-platforms';
import type { Attributes, Deployment, ResourceChange } from '../../../../tools/review/plan/deployment';
import { manifestDataset, manifestOf } from '../../support/manifest-fixture';

const DIRECTORY = '/Shared/music/prod';
const MANIFEST = manifestOf([
  manifestDataset({ name: 'raw_events', layer: 'raw', kind: 'kafka_stream', topic: 'events' }),
]);

const file = (path: string, text: string): Attributes => ({
  path: `${DIRECTORY}/${path}`,
  content_base64: Buffer.from(text).toString('base64'),
});

const resource = (
  address: string,
  before?: Attributes,
  after: Attributes | undefined = before,
): ResourceChange => ({
  address,
  type: address.split('.')[0] ?? '',
  actions: ['update'],
  ...(before ? { before } : {}),
  ...(after ? { after } : {}),
  unknown: {},
  sensitive: [],
  replacePaths: [],
});

const deploymentOf = (...resources: ResourceChange[]): Deployment => ({
  source: 'plan',
  resources,
  drift: [],
  hasChanges: true,
  isComplete: true,
  last: 'complete',
  facts: { before: {}, after: {} },
});

const pipelinesIn = (deployment: Deployment) => pipelinesOf(platformsOf(deployment));

const PIPELINE: Attributes = {
  catalog: 'main',
  schema: 'music',
  library: [{ notebook: [{ path: `${DIRECTORY}/sales/raw` }] }],
};

describe('a pipeline of a plan', () => {
  it('has the manifest and the notebooks of the folder above that of its notebooks', () => {
    const changed = { ...file('sales/raw', '# new') };
    const [pipeline] = pipelinesIn(
      deploymentOf(
        resource('pipeline.pipeline', PIPELINE),
        resource('workspace_file.lineage', file('lineage.json', JSON.stringify(MANIFEST))),
        resource('notebook.raw', file('sales/raw', '# old'), changed),
        resource('notebook.task', file('quality_gate', '# a task')),
      ),
    );

    expect(pipeline?.before).toMatchObject({
      address: 'pipeline.pipeline',
      catalog: 'main',
      schema: 'music',
      manifest: MANIFEST,
    });
    expect([...(pipeline?.before?.notebooks ?? [])]).toEqual([['sales/raw.py', '# old']]);
    expect([...(pipeline?.after?.notebooks ?? [])]).toEqual([['sales/raw.py', '# new']]);
  });

  it.each([
    ['it has none', undefined],
    ['it is not JSON', 'lineage'],
    ['it is of a version that nobody knows here', JSON.stringify({ ...MANIFEST, version: 3 })],
    ['it is something else', JSON.stringify({ version: 2 })],
    ['it is nothing', 'null'],
  ])('has no manifest where %s', (_, text) => {
    const files = text === undefined ? [] : [resource('workspace_file.lineage', file('lineage.json', text))];
    const [pipeline] = pipelinesIn(deploymentOf(resource('pipeline.pipeline', PIPELINE), ...files));

    expect(pipeline?.before?.manifest).toBeUndefined();
  });

  it('may be new, or gone', () => {
    const { before: _, ...created } = resource('pipeline.new', PIPELINE);
    const { after: __, ...deleted } = resource('pipeline.old', PIPELINE);

    expect(pipelinesIn(deploymentOf(created, deleted))).toMatchObject([
      { after: { address: 'pipeline.new' } },
      { before: { address: 'pipeline.old' } },
    ]);
  });

  it('was at another address if it moved', () => {
    const moved = { ...resource('pipeline.new', PIPELINE), previousAddress: 'pipeline.old' };

    expect(pipelinesIn(deploymentOf(moved))).toMatchObject([
      { before: { address: 'pipeline.old' }, after: { address: 'pipeline.new' } },
    ]);
  });
});
