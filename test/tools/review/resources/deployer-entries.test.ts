import { reviewOf } from '../../../../tools/review/review';
import { deployment, updated } from './deployment-fixture';

const ALERT = 'databricks_permissions.alert';
const OWNER = { service_principal_name: 'owner', permission_level: 'CAN_MANAGE' };
const DEPLOYER = { user_name: 'ann@example.com', permission_level: 'CAN_MANAGE' };

/** A plan that removes from an access list what the workspace has in addition to the state. */
const planned = (added: object, target: object) =>
  reviewOf(
    deployment([updated(ALERT, { ...target, access_control: [OWNER, added] }, { access_control: [OWNER] })], {
      drift: [updated(ALERT, { ...target, access_control: [OWNER] }, { access_control: [OWNER, added] })],
    }),
  );

// Recorded with provider 1.99.0: plans/real-stack/other-user.
describe('the plan of another deployer', () => {
  it.each([
    ['an alert', DEPLOYER, { alert_v2_id: 'a' }],
    ['a warehouse', DEPLOYER, { sql_endpoint_id: 'w' }],
    ['a warehouse that it owned', { ...DEPLOYER, permission_level: 'IS_OWNER' }, { sql_endpoint_id: 'w' }],
  ])('is safe: it takes from the last one what the provider added to %s', (_, added, target) => {
    const { severity, findings } = planned(added, target);

    expect(severity).toBe('safe');
    expect(findings[0]?.what).toContain('`ann@example.com` deployed before');
  });

  it.each([
    ['somebody who only reads', { ...DEPLOYER, permission_level: 'CAN_READ' }, { alert_v2_id: 'a' }],
    ['a group', { group_name: 'users', permission_level: 'CAN_MANAGE' }, { alert_v2_id: 'a' }],
    ['a manager of a job, which the provider does not add', DEPLOYER, { job_id: '1' }],
  ])('is to be read if it takes a right from %s', (_, added, target) => {
    expect(planned(added, target).findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['access-lost', 'drift']),
    );
  });
});
