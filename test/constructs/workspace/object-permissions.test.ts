import {
  ObjectPermissions,
  PERMISSION_LEVELS,
  type PermissionObject,
} from '../../../constructs/workspace/object-permissions';
import { user } from '../../../constructs/workspace/principal';
import { OWNER, ROLES, StackFixture } from './stack-fixture';

/** Who may do what with an object, by principal. */
async function rightsOn(object: PermissionObject, roles = {}): Promise<Record<string, unknown>> {
  const shop = new StackFixture();
  ObjectPermissions.grant(shop.workspace, 'permissions', { object, id: '1', roles: { ...ROLES, ...roles } });
  const { access_control: entries } = await shop.only('permissions');
  return Object.fromEntries(
    (entries as Record<string, string>[]).map(({ permission_level: level, ...principal }) => [
      Object.values(principal)[0],
      level,
    ]),
  );
}

describe('the permissions of an object', () => {
  it('let the owner own what can be owned', async () => {
    for (const object of ['pipeline', 'job', 'warehouse'] as const) {
      expect(await rightsOn(object)).toMatchObject({ [OWNER]: 'IS_OWNER' });
    }
  });

  // Alerts run as the owner, so whoever edits one acts as the owner.
  it('let nobody but the owner and the deployers change anything', async () => {
    const deployers = [user('ann@example.com'), user('ben@example.com')];
    for (const object of Object.keys(PERMISSION_LEVELS) as PermissionObject[]) {
      const rights = Object.entries(await rightsOn(object, { deployers }));
      const managing = rights.filter(([, level]) => /EDIT|MANAGE$|OWNER/.test(String(level)));

      expect(managing.map(([name]) => name)).toEqual(
        object === 'clusterPolicy'
          ? []
          : expect.arrayContaining([OWNER, 'ann@example.com', 'ben@example.com']),
      );
      expect(managing.length).toBeLessThanOrEqual(3);
    }
  });

  it('let engineers run pipeline and job, and not change them', async () => {
    expect(await rightsOn('pipeline')).toMatchObject({ engineers: 'CAN_RUN' });
    expect(await rightsOn('job')).toMatchObject({ engineers: 'CAN_MANAGE_RUN' });
  });

  it('let analysts near nothing but the warehouse and the dashboard that is made for them', () => {
    const theirs = Object.entries(PERMISSION_LEVELS).filter(([, levels]) => 'analysts' in levels);

    expect(theirs.map(([object]) => object)).toEqual(['warehouse', 'businessDashboard']);
  });

  it('let auditors see everything but what is made for analysts, and change nothing', async () => {
    expect(await rightsOn('pipeline')).toMatchObject({ 'auditor@example.com': 'CAN_VIEW' });
    expect(await rightsOn('directory')).toMatchObject({ 'auditor@example.com': 'CAN_READ' });
    expect(await rightsOn('businessDashboard')).not.toHaveProperty('auditor@example.com');
  });

  it('name the object in the property of its kind', async () => {
    const shop = new StackFixture();
    for (const object of Object.keys(PERMISSION_LEVELS) as PermissionObject[]) {
      ObjectPermissions.grant(shop.workspace, object, { object, id: `id of ${object}`, roles: ROLES });
    }
    const targets = (await shop.resources('permissions')).map(({ access_control: _, ...target }) => target);

    expect(targets).toEqual(
      expect.arrayContaining([
        { pipeline_id: 'id of pipeline' },
        { job_id: 'id of job' },
        { directory_path: 'id of directory' },
        { cluster_policy_id: 'id of clusterPolicy' },
        { sql_endpoint_id: 'id of warehouse' },
        { alert_v2_id: 'id of alert' },
        { dashboard_id: 'id of businessDashboard' },
      ]),
    );
  });

  it('are left alone where nobody has a role', async () => {
    const shop = new StackFixture();

    expect(
      ObjectPermissions.grant(shop.workspace, 'permissions', { object: 'job', id: '1', roles: {} }),
    ).toBeUndefined();
    expect(await shop.resources('permissions')).toEqual([]);
  });
});
