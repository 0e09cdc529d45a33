import { existingObjects, renderExisting } from '../../../tools/deploy/existing-objects';
import { signInOf } from '../../../tools/deploy/sign-in';
import { Workspace } from '../../../tools/deploy/workspace';
import { readPlan } from '../../../tools/review/plan/plan-file';
import { type Answers, FakeWorkspace } from '../support/fake-workspace';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST } from './stack-fixture';

const resource = (type: string, after: object, actions: readonly string[] = ['create']) => ({
  address: `databricks_${type}.it`,
  type: `databricks_${type}`,
  change: { actions, before: null, after },
});

const existing = async (planned: readonly object[], answers: Answers, addresses?: readonly string[]) => {
  const variables = { DATABRICKS_TOKEN: 'secret' };
  const signIn = signInOf({ host: HOST }, { variables, home: temporaryDirectory() });
  const workspace = await Workspace.signIn(signIn, new FakeWorkspace(answers).send);
  const plan = readPlan(JSON.stringify({ format_version: '1.2', resource_changes: planned }), 'the plan');
  return existingObjects(plan, workspace as Workspace, addresses);
};

const STATUS = 'GET /api/2.0/workspace/get-status';

describe('an object that a plan creates, but that exists', () => {
  it.each<[string, object, Answers, string]>([
    ['catalog', { name: 'dev' }, { 'GET /api/2.1/unity-catalog/catalogs/dev': {} }, 'dev'],
    [
      'schema',
      { catalog_name: 'dev', name: 'music' },
      { 'GET /api/2.1/unity-catalog/schemas/dev.music': {} },
      'dev.music',
    ],
    [
      'volume',
      { catalog_name: 'dev', schema_name: 'music', name: 'files' },
      { 'GET /api/2.1/unity-catalog/volumes/dev.music.files': {} },
      'dev.music.files',
    ],
    ['notebook', { path: '/Shared/raw' }, { [STATUS]: { object_type: 'NOTEBOOK' } }, '/Shared/raw'],
    [
      'dashboard',
      { parent_path: '/Shared', display_name: 'Music' },
      { [STATUS]: ({ path }) => ({ resource_id: `id of ${path}` }) },
      'id of /Shared/Music.lvdash.json',
    ],
    [
      'pipeline',
      { name: 'music' },
      {
        'GET /api/2.0/pipelines': ({ filter }) => ({
          statuses: [
            { name: 'musical', pipeline_id: '1' },
            { name: 'music', pipeline_id: `2 by ${filter}` },
          ],
        }),
      },
      "2 by name LIKE 'music'",
    ],
    [
      'job',
      { name: 'music' },
      { 'GET /api/2.2/jobs/list': { jobs: [{ job_id: 7, settings: { name: 'music' } }] } },
      '7',
    ],
    [
      'cluster_policy',
      { name: 'music' },
      { 'GET /api/2.0/policies/clusters/list': { policies: [{ name: 'music', policy_id: 'P' }] } },
      'P',
    ],
    [
      'sql_endpoint',
      { name: 'music' },
      { 'GET /api/2.0/sql/warehouses': { warehouses: [{ name: 'music', id: 'W' }] } },
      'W',
    ],
    [
      'secret_scope',
      { name: 'music' },
      { 'GET /api/2.0/secrets/scopes/list': { scopes: [{ name: 'music' }] } },
      'music',
    ],
    [
      'alert_v2',
      { display_name: 'Stale' },
      { 'GET /api/2.0/alerts': { alerts: [{ display_name: 'Stale', id: 'A' }] } },
      'A',
    ],
    [
      'entity_tag_assignment',
      { entity_type: 'schemas', entity_name: 'dev.music', tag_key: 'owner' },
      { 'GET /api/2.1/unity-catalog/entity-tag-assignments/schemas/dev.music/tags/owner': {} },
      'schemas,dev.music,owner',
    ],
  ])('is found with its ID for the import: %s', async (type, planned, answers, importId) => {
    const address = `databricks_${type}.it`;

    expect(await existing([resource(type, planned)], answers)).toEqual([{ address, importId }]);
    // The fake answers 404, or with nothing in its list.
    expect(await existing([resource(type, planned)], {})).toEqual([]);
  });

  it('is no object that the state knows, or that was not asked for', async () => {
    const answers = { [STATUS]: {} };
    const notebook = { path: '/Shared/raw' };

    expect(await existing([resource('notebook', notebook, ['update'])], answers)).toEqual([]);
    expect(await existing([resource('notebook', notebook)], answers, [])).toEqual([]);
  });

  it('is adopted with a command', () => {
    const text = renderExisting(
      [{ address: 'databricks_schema.schema', importId: 'dev.music' }],
      'cdktf.out/stacks/dev',
    );

    expect(text).toContain("import 'databricks_schema.schema' 'dev.music'");
    expect(text).toContain('Look for the state first');
  });
});
