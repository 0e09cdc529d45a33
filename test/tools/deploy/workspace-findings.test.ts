import type { DeploymentAction } from '../../../tools/deploy/requested-deployment';
import { workspaceChecks } from '../../../tools/deploy/workspace-findings';
import { type Answers, FakeWorkspace, withSecrets } from '../support/fake-workspace';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST, SECRET_SCOPE, stackOf, WITH_A_SECRET } from './stack-fixture';

const OWNER = '00000000-0000-4000-8000-000000000001';
const ME = 'GET /api/2.0/preview/scim/v2/Me';
const PRINCIPALS = 'GET /api/2.0/preview/scim/v2/ServicePrincipals';

interface Props {
  readonly resource?: object;
  readonly action?: DeploymentAction;
  readonly asks?: boolean;
  readonly workspace?: FakeWorkspace;
}

const checked = async (answers: Answers, props: Props = {}) => {
  const { resource = {}, action = 'deploy', asks = false, workspace = new FakeWorkspace(answers) } = props;
  const { findings, secrets } = await workspaceChecks(action, stackOf({ ...WITH_A_SECRET, resource }), {
    variables: { DATABRICKS_TOKEN: 'secret' },
    home: temporaryDirectory(),
    send: workspace.send,
    asks,
  });
  return { texts: findings.map(({ subject, status, text }) => `${subject}: ${status}: ${text}`), secrets };
};

const EXISTING = withSecrets({ shop: ['kafka-jaas'] });

describe('the sign-in', () => {
  it('is checked with a real call', async () => {
    expect((await checked(EXISTING)).texts).toEqual([
      'workspace: fine: signed in as ann@example.com',
      'secrets: fine: shop/kafka-jaas exists',
    ]);
  });

  it.each([
    [401, 'token is expired'],
    [403, 'Invalid access token.'],
  ])('that is rejected with %s is one problem', async (status, message) => {
    const { texts } = await checked({ [ME]: { status, error_code: '', message } });

    expect(texts).toEqual([
      expect.stringMatching(`workspace: problem: ${HOST} rejected the credentials: ${message} .*Renew them`),
    ]);
  });

  it('stops nothing if the workspace cannot be reached from here', async () => {
    const workspace = new FakeWorkspace();
    const { texts } = await checked(
      {},
      {
        workspace: Object.assign(workspace, {
          send: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') })),
        }),
      },
    );

    expect(texts).toEqual([
      `workspace: warning: ${HOST} was not reached from here (ENOTFOUND), so it was not checked.`,
      'secrets: warning: shop/kafka-jaas must exist before a pipeline is created or started.',
    ]);
  });
});

describe('a secret that the stack needs', () => {
  it.each([
    ['its key is missing', { shop: ['other'] }, 'missing'],
    ['its scope is missing', {}, 'scope missing'],
  ])('is a problem with the command that stores it if %s', async (_, scopes, state) => {
    const { texts, secrets } = await checked(withSecrets(scopes));

    expect(texts[1]).toBe(
      [
        'secrets: problem: shop/kafka-jaas does not exist, so the pipelines cannot read Kafka. Store it from standard input:',
        '  npx medallion deploy staging --store-secret shop/kafka-jaas < FILE',
      ].join('\n'),
    );
    expect(secrets).toEqual([{ secret: { scope: 'shop', key: 'kafka-jaas' }, state }]);
  });

  it('is asked for if somebody is there', async () => {
    expect((await checked(withSecrets({}), { asks: true })).texts[1]).toBe(
      'secrets: warning: shop/kafka-jaas does not exist: you will be asked for the value.',
    );
  });

  it('may be in a scope that the deployer cannot list', async () => {
    const denied = { status: 403, error_code: 'PERMISSION_DENIED', message: 'no READ' };

    expect((await checked({ 'GET /api/2.0/secrets/list': denied })).texts[1]).toMatch(
      'secrets: warning: shop/kafka-jaas could not be checked',
    );
  });

  it('is not needed to destroy', async () => {
    expect((await checked({}, { action: 'destroy', resource: SECRET_SCOPE })).texts).toEqual([
      'workspace: fine: signed in as ann@example.com',
    ]);
  });
});

describe('the owner', () => {
  const runsAs = (runAs: object) => ({ databricks_pipeline: { shop: { run_as: runAs } } });
  const SERVICE_PRINCIPAL = { resource: runsAs({ service_principal_name: OWNER }) };
  const nobody = { [ME]: { userName: 'bob@example.com' } };

  it('is a service principal of the workspace', async () => {
    const found = { Resources: [{ displayName: 'shop-owner', active: true }] };
    const at = (answer: object) => checked({ ...EXISTING, [PRINCIPALS]: answer }, SERVICE_PRINCIPAL);

    expect((await at(found)).texts[2]).toMatch(
      'owner: fine: service principal shop-owner. You need the role',
    );
    expect((await at({ Resources: [] })).texts[2]).toMatch(
      `owner: problem: service principal ${OWNER} does not exist in this workspace.`,
    );
    expect((await at({ Resources: [{ active: false }] })).texts[2]).toMatch('deactivated');
    const denied = { status: 403, error_code: 'PERMISSION_DENIED', message: 'no' };
    expect((await at(denied)).texts[2]).toMatch('owner: warning: you may not look up service principal');
  });

  it('may be who is signed in', async () => {
    const { texts } = await checked({ ...EXISTING, [ME]: { userName: OWNER } }, SERVICE_PRINCIPAL);

    expect(texts[2]).toBe(`owner: fine: ${OWNER}, who is signed in`);
  });

  it('is another user only if an administrator deploys', async () => {
    const resource = runsAs({ user_name: 'carla@example.com' });

    expect((await checked(EXISTING, { resource })).texts[2]).toMatch('owner: fine: carla@example.com');
    expect((await checked({ ...EXISTING, ...nobody }, { resource })).texts[2]).toMatch(
      'owner: problem: only a workspace administrator can deploy what runs as carla@example.com.',
    );
  });

  // The provider replaces access lists without adding the deployer: permissions/permission_definitions.go.
  it('and the deployers are the only ones who can deploy without being administrators', async () => {
    const manage = (userName: string) => ({ user_name: userName, permission_level: 'CAN_MANAGE' });
    const resource = {
      databricks_permissions: {
        job: {
          job_id: '1',
          access_control: [
            { service_principal_name: OWNER, permission_level: 'IS_OWNER' },
            manage('carla@example.com'),
            { user_name: 'bob@example.com', permission_level: 'CAN_VIEW' },
          ],
        },
        policy: {
          cluster_policy_id: '1',
          access_control: [{ group_name: 'all', permission_level: 'CAN_USE' }],
        },
      },
    };
    const deployedBy = async (userName: string) =>
      (await checked({ ...EXISTING, [ME]: { userName } }, { resource })).texts.slice(2);

    expect(await deployedBy('bob@example.com')).toEqual([
      "rights: problem: this deployment gives the right to manage to the owner and 'roles.deployers' only, so bob@example.com would lose it. Add it to 'roles.deployers' of the environment, or deploy as one of them.",
    ]);
    expect(await deployedBy('Carla@example.com')).toEqual([]);
    expect(await deployedBy(OWNER)).toEqual([]);
    expect((await checked(EXISTING, { resource })).texts.slice(2)).toEqual([]);
  });

  it('is not the only one who needs rights: policies and warehouses are created by administrators', async () => {
    const resource = {
      databricks_cluster_policy: { policy: {} },
      databricks_sql_endpoint: { warehouse: {} },
    };

    expect((await checked(EXISTING, { resource })).texts).toHaveLength(2);
    expect((await checked({ ...EXISTING, ...nobody }, { resource })).texts[2]).toMatch(
      'rights: warning: you are not a workspace administrator, who alone can create cluster policies and a SQL warehouse',
    );
  });
});
