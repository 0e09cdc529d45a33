import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import type { DbuRates } from './dbu-rates';
import { nameOf, valueText } from './descriptions';
import { pipelineCost } from './worst-case-cost';

const POLICY = 'https://docs.databricks.com/aws/en/admin/clusters/policy-definition';

/** Findings on cluster policies. Databricks refuses clusters that may cost more than the cap. */
export function clusterPolicyFindings(
  resource: ResourceChange,
  changed: ChangedResources,
  rates: DbuRates,
): Finding[] {
  const [change] = changed.see(resource, 'definition');
  if (!change || change.isUnknown) return [];
  const [was, is] = [rulesIn(change.before), rulesIn(change.after)];
  if (!was || !is) return [];
  changed.take(resource, 'definition');
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  );
  const caps = names.includes('dbus_per_hour') ? [capOf(was), capOf(is)] : [];
  const others = names.filter((name) => name !== 'dbus_per_hour' && !name.startsWith('custom_tags.'));
  const findings: Finding[] = [];
  if (caps.length > 0) findings.push(capFinding(resource, changed, rates, caps));
  // Clusters of pipelines and jobs repeat the values fixed by a policy: their own changes are reported.
  const loosened = others.filter((name) => isForbidden(was[name]) && !isForbidden(is[name]));
  if (loosened.length > 0) {
    findings.push({
      kind: 'unknown-change',
      address: resource.address,
      what: `The cluster policy ${nameOf(resource)} no longer forbids ${loosened.map((name) => `\`${name}\``).join(', ')}.`,
      why: ruleText(loosened, was, is),
      documentation: POLICY,
    });
  }
  const rest = names.filter((name) => name !== 'dbus_per_hour' && !loosened.includes(name));
  if (rest.length > 0) {
    findings.push({
      kind: 'safe-change',
      address: resource.address,
      what: `The cluster policy ${nameOf(resource)} has different rules for ${rest.map((name) => `\`${name}\``).join(', ')}.`,
      why: `${ruleText(rest, was, is)} Running clusters are unaffected.`,
      documentation: POLICY,
    });
  }
  return findings;
}

function capFinding(
  resource: ResourceChange,
  changed: ChangedResources,
  rates: DbuRates,
  [before, after]: readonly (number | undefined)[],
): Finding {
  const about = {
    address: resource.address,
    why: `dbus_per_hour: ${before ?? 'no cap'} → ${after ?? 'no cap'}.`,
    documentation: POLICY,
  };
  const most = after ?? Number.POSITIVE_INFINITY;
  const refused = changed.deployment.resources.filter(
    ({ type, after: pipeline }) =>
      type === 'pipeline' &&
      pipeline !== undefined &&
      [pipeline.cluster].flat().some((cluster) => policyIdOf(cluster) === resource.before?.id) &&
      (pipelineCost(pipeline, rates).dbuPerHour ?? 0) > most,
  );
  if (refused.length > 0) {
    return {
      ...about,
      kind: 'update-interrupted',
      what: `Updates of ${refused.map(({ address }) => `\`${address}\``).join(', ')} may fail to start: their clusters may cost more than the policy ${nameOf(resource)} allows.`,
      otherwise: 'Databricks refuses the cluster, and the tables are not updated.',
      todo: { sentence: 'Make the cluster smaller, or keep the cap.' },
    };
  }
  return before !== undefined && most > before
    ? {
        ...about,
        kind: 'cost-raised',
        what: `Clusters of the policy ${nameOf(resource)} may cost up to ${after ?? 'any number of'} DBU per hour instead of ${before}.`,
      }
    : {
        ...about,
        kind: 'safe-change',
        what: `Clusters of the policy ${nameOf(resource)} may cost at most ${after} DBU per hour.`,
      };
}

function policyIdOf(cluster: unknown): unknown {
  return typeof cluster === 'object' && cluster !== null
    ? (cluster as { policy_id?: unknown }).policy_id
    : undefined;
}

type Rules = Readonly<Record<string, unknown>>;

function rulesIn(definition: unknown): Rules | undefined {
  try {
    const rules: unknown = JSON.parse(String(definition));
    return typeof rules === 'object' && rules !== null ? (rules as Rules) : undefined;
  } catch {
    return undefined;
  }
}

function capOf(rules: Rules): number | undefined {
  const most = (rules.dbus_per_hour as { maxValue?: unknown } | undefined)?.maxValue;
  return typeof most === 'number' ? most : undefined;
}

function isForbidden(rule: unknown): boolean {
  return (rule as { type?: unknown } | undefined)?.type === 'forbidden';
}

function ruleText(names: readonly string[], was: Rules, is: Rules): string {
  return `${names.map((name) => `${name}: ${valueText(was[name])} → ${valueText(is[name])}`).join('; ')}.`;
}
