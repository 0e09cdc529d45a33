import { signInOf } from '../../../tools/deploy/sign-in';
import { Workspace } from '../../../tools/deploy/workspace';
import { workspaceProbes } from '../../../tools/deploy/workspace-probes';
import { type Answers, FakeWorkspace } from '../support/fake-workspace';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST, stackOf } from './stack-fixture';

const PERMISSIONS = 'GET /api/2.1/unity-catalog/effective-permissions/catalog/dev';
const NODE_TYPES = 'GET /api/2.1/clusters/list-node-types';
const PIPELINES = 'GET /api/2.0/pipelines';
const UPDATES = 'POST /api/2.0/pipelines/p/updates';
const UPDATE = 'GET /api/2.0/pipelines/p/updates/u';

const probed = async (resource: object, answers: Answers = {}) => {
  const variables = { DATABRICKS_TOKEN: 'secret' };
  const signIn = signInOf({ host: HOST }, { variables, home: temporaryDirectory() });
  const fake = new FakeWorkspace(answers);
  const workspace = (await Workspace.signIn(signIn, fake.send)) as Workspace;
  let pauses = 0;
  const findings = await workspaceProbes({
    stack: stackOf({ resource }),
    workspace,
    me: 'Ann.B@example.com',
    pause: async () => {
      pauses += 1;
    },
  });
  const texts = findings.map(({ subject, status, text }) => `${subject}: ${status}: ${text}`);
  return { texts, calls: fake.calls, pauses };
};

describe('the catalog', () => {
  const schema = { databricks_schema: { schema: { catalog_name: 'dev' } } };
  const granting = (...privileges: readonly string[]) => ({
    [PERMISSIONS]: {
      privilege_assignments: [{ privileges: privileges.map((privilege) => ({ privilege })) }],
    },
  });

  it('exists, and lets the deployer create schemas', async () => {
    expect((await probed(schema, granting('USE_CATALOG', 'CREATE_SCHEMA'))).texts).toEqual([
      'catalog: fine: dev, in which you may create schemas',
    ]);
    expect((await probed(schema, granting('ALL_PRIVILEGES'))).texts[0]).toMatch(/^catalog: fine/);
    expect((await probed(schema, granting('USE_CATALOG'))).texts[0]).toMatch(
      'catalog: warning: dev: you were not granted CREATE_SCHEMA.',
    );
  });

  it('is a problem if it is missing, but not if the stack creates it', async () => {
    expect((await probed(schema)).texts[0]).toMatch('catalog: problem: dev does not exist');
    const created = {
      databricks_schema: { schema: { catalog_name: '${' + 'databricks_catalog.dev.name}' } },
    };
    expect((await probed(created)).texts).toEqual([]);
  });
});

describe('a node type', () => {
  const cluster = (others: object = {}) => ({
    databricks_pipeline: {
      shop: {
        name: 'shop',
        cluster: [{ node_type_id: 'm6i.large', aws_attributes: { availability: 'SPOT' }, ...others }],
      },
    },
  });
  const known = (instance: object, others: object = {}) => ({
    [NODE_TYPES]: { node_types: [{ node_type_id: 'm6i.large', node_instance_type: instance, ...others }] },
  });
  const textOf = async (resource: object, answers: Answers) => (await probed(resource, answers)).texts[0];

  it('needs a local disk or an EBS volume on AWS', async () => {
    expect(await textOf(cluster(), known({ local_nvme_disks: 1 }))).toBe(
      'compute: fine: node type m6i.large',
    );
    expect(await textOf(cluster(), known({}))).toMatch(
      'compute: problem: node type m6i.large has no local disk',
    );
    const volumes = { aws_attributes: { ebs_volume_count: 1 } };
    expect(await textOf(cluster(volumes), known({}))).toMatch(/^compute: fine/);
    const policy = {
      databricks_cluster_policy: { p: { definition: '{"aws_attributes.ebs_volume_count": {}}' } },
    };
    expect(await textOf({ ...cluster(), ...policy }, known({}))).toMatch(/^compute: fine/);
  });

  it('exists, and is not deprecated', async () => {
    expect(await textOf(cluster(), { [NODE_TYPES]: { node_types: [] } })).toMatch(
      'compute: problem: node type m6i.large does not exist in this workspace.',
    );
    expect(await textOf(cluster(), known({}, { is_deprecated: true }))).toMatch('warning');
  });
});

describe('principals and destinations', () => {
  it('exist', async () => {
    const resource = {
      databricks_permissions: {
        p: { access_control: [{ group_name: 'analysts' }, { group_name: 'auditors' }] },
      },
      databricks_job: { job: { webhook_notifications: { on_failure: [{ id: 'slack' }, { id: 'pager' }] } } },
    };
    const { texts } = await probed(resource, {
      'GET /api/2.0/preview/scim/v2/Groups': ({ filter }) =>
        filter === 'displayName eq "analysts"' ? { Resources: [{}] } : {},
      'GET /api/2.0/notification-destinations/slack': { display_name: 'Slack' },
    });

    expect(texts).toEqual([
      'roles: fine: group analysts',
      'roles: problem: group auditors does not exist in this workspace. Add it, or change the role.',
      'notify: fine: notification destination Slack',
      'notify: problem: notification destination pager does not exist.',
    ]);
  });
});

describe('a deployed pipeline', () => {
  const NAME = '${' + 'replace(lower(data.databricks_current_user.me.user_name), "/[^a-z0-9]+/", "_")}-shop';
  const pipeline = { databricks_pipeline: { shop: { name: NAME } } };
  const deployed = {
    [PIPELINES]: { statuses: [{ name: 'ann_b_example_com-shop', pipeline_id: 'p' }] },
    [UPDATES]: { update_id: 'u' },
  };

  it('is validated on Databricks, without writing anything', async () => {
    const states = ['INITIALIZING', 'RUNNING', 'COMPLETED'];
    const { texts, calls, pauses } = await probed(pipeline, {
      ...deployed,
      [UPDATE]: () => ({ update: { state: states.shift() } }),
    });

    expect(texts).toEqual(['pipeline: fine: ann_b_example_com-shop is valid on Databricks']);
    expect(calls).toContain(`${UPDATES} true`);
    expect(pauses).toBe(2);
  });

  it('is a problem with the errors of the validation', async () => {
    const { texts } = await probed(pipeline, {
      ...deployed,
      [UPDATE]: { update: { state: 'FAILED' } },
      'GET /api/2.0/pipelines/p/events': {
        events: [
          { message: 'no such table', origin: { update_id: 'u' } },
          { message: 'an older error', origin: { update_id: 'old' } },
        ],
      },
    });

    expect(texts).toEqual([
      'pipeline: problem: ann_b_example_com-shop is not valid on Databricks:\n  no such table',
    ]);
  });

  it('is not validated before it exists, or while an update runs', async () => {
    expect((await probed(pipeline)).texts).toHaveLength(1);
    expect((await probed(pipeline, { [PIPELINES]: {} })).texts[0]).toMatch('is not deployed');
    const conflict = { status: 409, error_code: 'CONFLICT', message: 'an update is running' };
    expect((await probed(pipeline, { ...deployed, [UPDATES]: conflict })).texts[0]).toMatch(
      'pipeline: warning: ann_b_example_com-shop was not validated: an update is running',
    );
  });
});
