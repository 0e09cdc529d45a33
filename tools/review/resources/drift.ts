import type { Finding } from '../finding';
import { type Deployment, isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';
import { type AttributeChange, attributeChanges, isEmpty } from './attribute-changes';
import { describeChanges, nameOf } from './descriptions';

const STATE = 'https://developer.hashicorp.com/terraform/tutorials/state/resource-drift';

/** Things that are empty when they are created again. */
const HOLD_DATA: Readonly<Record<string, string>> = {
  catalog: 'with no schema in it',
  schema: 'with no table in it',
  volume: 'with no file in it, if it is a managed one',
  pipeline: 'and its tables are created again, with what their sources still have',
  secret_scope: 'with no secret in it',
  sql_table: 'with no row in it',
  registered_model: 'with no version in it',
};

/** What the deployment makes of something that somebody changed. */
type Outcome = 'put back' | 'kept' | 'changed again';

/**
 * What somebody changed in the workspace since the last deployment, and whether this deployment keeps it. Values that
 * mean nothing, such as `null` for an empty list, and what Databricks computes are no drift. What no plan can see is in
 * `UNSEEN`.
 */
export function driftFindings({ resources, drift }: Deployment): Finding[] {
  const planned = new Map(resources.map((resource) => [resource.address, resource]));
  const groups = new Map<
    string,
    { readonly resources: ResourceChange[]; readonly texts: readonly string[] }
  >();
  const findings: Finding[] = [];
  for (const resource of drift) {
    const plan = planned.get(resource.address);
    if (isDeleted(resource) || resource.after === undefined) {
      findings.push(deletedFinding(resource, plan));
      continue;
    }
    const changes = attributeChanges(resource);
    if (changes.length === 0) continue;
    const byOutcome = new Map<Outcome, AttributeChange[]>();
    const plannedChanges = plan ? attributeChanges(plan) : [];
    for (const change of changes) {
      const outcome = outcomeOf(change, plan, plannedChanges);
      byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), change]);
    }
    const texts = [...byOutcome].map(([outcome, some]) => outcomeText(resource, outcome, some));
    const key = JSON.stringify([resource.type, texts]);
    const group = groups.get(key);
    if (group) group.resources.push(resource);
    else groups.set(key, { resources: [resource], texts });
  }
  return [...findings, ...[...groups.values()].map((group) => changedFinding(group.resources, group.texts))];
}

function changedFinding(resources: readonly ResourceChange[], texts: readonly string[]): Finding {
  const [first] = resources as [ResourceChange];
  const isOne = resources.length === 1;
  const who = isOne
    ? `\`${first.address}\` (${nameOf(first)}) was`
    : `${resources.length} resources of the type \`${first.type}\` were`;
  const isKept = texts.some((text) => text.startsWith('It keeps'));
  return {
    kind: 'drift',
    ...(isOne ? { address: first.address } : {}),
    what: `${who} changed in the workspace, outside the code${isOne ? '' : `: ${namesText(resources.map(({ address }) => address))}`}.`,
    why: texts.join(' '),
    todo: {
      sentence: isKept
        ? 'Put into the code what is to stay; what the code does not say stays only until somebody changes it again.'
        : 'If it was changed for a good reason, put it into the code before you deploy.',
    },
    documentation: STATE,
  };
}

function outcomeText(
  resource: ResourceChange,
  outcome: Outcome,
  changes: readonly AttributeChange[],
): string {
  const values = describeChanges(resource, changes);
  switch (outcome) {
    case 'put back':
      return `This deployment puts it back: ${values}.`;
    case 'changed again':
      return `This deployment changes it to something else again: ${values}.`;
    case 'kept':
      return `It keeps it: ${values}.`;
  }
}

/** Whether the plan changes what somebody else has changed. */
function outcomeOf(
  change: AttributeChange,
  plan: ResourceChange | undefined,
  planned: readonly AttributeChange[],
): Outcome {
  if (plan && isReplaced(plan)) return 'changed again';
  const touching = planned.find(({ path }) => isWithin(path, change.path) || isWithin(change.path, path));
  if (!touching) return 'kept';
  const isSamePlace = touching.path.length === change.path.length;
  const isBack =
    isSamePlace &&
    (isSame(touching.after, change.before) || (isEmpty(touching.after) && isEmpty(change.before)));
  return isBack || !isSamePlace ? 'put back' : 'changed again';
}

function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((name, index) => path[index] === name);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function deletedFinding(resource: ResourceChange, plan: ResourceChange | undefined): Finding {
  const isCreated = plan?.actions.includes('create') ?? false;
  const emptied = HOLD_DATA[resource.type];
  const again = isCreated
    ? `This deployment creates it again${emptied ? `, ${emptied}` : ''}.`
    : 'This deployment does not create it again.';
  return {
    kind: 'drift',
    address: resource.address,
    what: `\`${resource.address}\` (${nameOf(resource)}) was deleted in the workspace, outside the code. ${again}`,
    why: 'Terraform remembers it, and Databricks no longer has it.',
    ...(emptied && isCreated
      ? {
          otherwise: 'What was in it is not there any more, whatever this deployment does.',
          todo: {
            sentence:
              'Find out who deleted it before you deploy: as long as nothing new has its name, the support of Databricks can sometimes bring it back.',
          },
        }
      : {}),
    documentation: STATE,
  };
}
