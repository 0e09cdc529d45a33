import type { Finding } from '../finding';
import { blocksOf, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText, valueText } from './descriptions';

/** Resource types that add a principal to a group or assign a role. */
const MEMBERSHIPS = ['group_member', 'group_role', 'service_principal_role', 'user_role'];

/** Findings on run-as identities and group memberships. */
export function identityFindings(changed: ChangedResources): Finding[] {
  return [
    ...changed.ofType('pipeline', 'job', 'alert_v2').flatMap((resource) => runAsFindings(resource, changed)),
    ...changed.ofType(...MEMBERSHIPS).flatMap((resource) => membershipFindings(resource, changed)),
  ];
}

function runAsFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = [...changed.take(resource, 'run_as'), ...changed.take(resource, 'run_as_user_name')];
  const [before, after] = [principalIn(resource.before), principalIn(resource.after)];
  if (changes.every(({ isUnknown }) => isUnknown) || before === after) return [];
  return [
    {
      kind: 'access-gained',
      address: resource.address,
      what: `The ${resource.type === 'alert_v2' ? 'alert' : resource.type} ${nameOf(resource)} runs as ${after} instead of ${before}, with the rights of ${after}.`,
      why: `run_as: ${before} → ${after}.`,
      otherwise:
        resource.type === 'pipeline'
          ? 'Updates fail if the new identity may not write the tables or read the secrets.'
          : 'Runs fail if the new identity lacks a right that they need.',
      todo: { sentence: 'Make sure that the new identity has exactly the rights it needs.' },
      documentation: 'https://docs.databricks.com/aws/en/admin/users-groups/service-principals',
    },
  ];
}

function principalIn(attributes: ResourceChange['before']): string {
  const [{ service_principal_name: service, user_name: user, group_name: group } = {}] = blocksOf(
    attributes?.run_as,
  );
  const named = [service, user, group].find((each) => typeof each === 'string' && each !== '');
  return named === undefined ? 'the deploying identity' : `\`${String(named)}\``;
}

function membershipFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const { before, after, actions } = resource;
  if (actions.includes('forget') || (before && after)) return [];
  changed.claim(resource);
  const {
    group_id: group,
    member_id: member,
    user_id: user,
    service_principal_id: service,
    role,
  } = after ?? before ?? {};
  const who = [member, user, service].find((each) => typeof each === 'string');
  const what = role ?? group;
  return [
    {
      kind: after ? 'access-gained' : 'access-lost',
      address: resource.address,
      what: `${who === undefined ? 'A member' : valueText(who)} ${after ? 'gains' : 'loses'} the rights of ${what === undefined ? 'the group' : valueText(what)}.`,
      why: after ? 'It is new in the code.' : reasonText(resource),
      documentation: 'https://docs.databricks.com/aws/en/admin/users-groups/groups',
    },
  ];
}
