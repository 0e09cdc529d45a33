import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf, reasonText, valueText } from './descriptions';

/** Types of resource that put somebody into a group, or give a role to somebody. */
const MEMBERSHIPS = ['group_member', 'group_role', 'service_principal_role', 'user_role'];

/** Who something runs as, who belongs to whom, and what is open to more people than its grants name. */
export function identityFindings(changed: ChangedResources): Finding[] {
  return [...runAsFindings(changed), ...membershipFindings(changed), ...openingFindings(changed)];
}

/** Whoever something runs as may do with it what that principal may. */
function runAsFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('pipeline', 'job', 'alert_v2').flatMap((resource) => {
    const changes = [
      ...changed.take(resource, 'run_as'),
      ...changed.take(resource, 'run_as_user_name'),
    ].filter(({ isUnknown }) => !isUnknown);
    if (changes.length === 0) return [];
    const [before, after] = [principalIn(resource.before), principalIn(resource.after)];
    if (before === after) return [];
    return [
      {
        kind: 'access-gained' as const,
        address: resource.address,
        what: `The ${resource.type === 'alert_v2' ? 'alert' : resource.type} ${nameOf(resource)} runs as ${after} instead of ${before}, with the rights of ${after}.`,
        why: `run_as: ${before} → ${after}.`,
        otherwise:
          resource.type === 'pipeline'
            ? 'Updates fail if the new identity may not write the tables or read the secrets.'
            : 'Runs fail if the new identity lacks a right that they need.',
        todo: { sentence: 'See that the new identity has the rights that it needs, and no others.' },
        documentation: 'https://docs.databricks.com/aws/en/admin/users-groups/service-principals',
      },
    ];
  });
}

function principalIn(attributes: ResourceChange['before']): string {
  const runAs = [attributes?.run_as].flat()[0] as Record<string, unknown> | undefined;
  const named = [runAs?.service_principal_name, runAs?.user_name, runAs?.group_name].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return named === undefined ? 'whoever deploys' : `\`${String(named)}\``;
}

function membershipFindings(changed: ChangedResources): Finding[] {
  return changed.ofType(...MEMBERSHIPS).flatMap((resource): Finding[] => {
    if (resource.actions.includes('forget') || (resource.before && resource.after)) return [];
    changed.claim(resource);
    const isGained = resource.after !== undefined;
    const {
      group_id: group,
      member_id: member,
      user_id: user,
      service_principal_id: service,
      role,
    } = resource.after ?? resource.before ?? {};
    const who = [member, user, service].find((each) => typeof each === 'string');
    const what = role ?? group;
    return [
      {
        kind: isGained ? 'access-gained' : 'access-lost',
        address: resource.address,
        what: `${who === undefined ? 'A member' : valueText(who)} ${isGained ? 'gains' : 'loses'} what ${what === undefined ? 'the group' : valueText(what)} may do.`,
        why: isGained ? 'It is new in the code.' : reasonText(resource),
        documentation: 'https://docs.databricks.com/aws/en/admin/users-groups/groups',
      },
    ];
  });
}

/** Settings that open something for more people than its grants name. */
function openingFindings(changed: ChangedResources): Finding[] {
  const embedded = changed.ofType('dashboard').flatMap((resource) =>
    changed.take(resource, 'embed_credentials').map(({ after }): Finding => {
      const isOpen = after === true;
      return {
        kind: isOpen ? 'access-gained' : 'access-lost',
        address: resource.address,
        what: isOpen
          ? `Whoever may see the dashboard ${nameOf(resource)} sees its figures with the rights of who published it.`
          : `Who looks at the dashboard ${nameOf(resource)} sees only what they may query themselves.`,
        why: `embed_credentials: ${!isOpen} → ${isOpen}.`,
        documentation: 'https://docs.databricks.com/aws/en/dashboards/share/share',
      };
    }),
  );
  const isolated = changed.ofType('catalog').flatMap((resource) =>
    changed
      .take(resource, 'isolation_mode')
      .filter(({ isUnknown }) => !isUnknown)
      .map(({ before, after }): Finding => {
        const isOpen = after === 'OPEN';
        return {
          kind: isOpen ? 'access-gained' : 'access-lost',
          address: resource.address,
          what: isOpen
            ? `The catalog ${nameOf(resource)} can be used from every workspace of the metastore.`
            : `The catalog ${nameOf(resource)} can only be used from workspaces that it is bound to.`,
          why: `isolation_mode: ${valueText(before)} → ${valueText(after)}.`,
          documentation: 'https://docs.databricks.com/aws/en/catalogs/binding',
        };
      }),
  );
  return [...embedded, ...isolated];
}
