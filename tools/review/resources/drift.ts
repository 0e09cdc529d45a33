import type { Finding } from '../finding';
import { type Deployment, isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';
import { type AttributeChange, attributeChanges, isEmpty } from './attribute-changes';
import { describeChanges, nameOf } from './descriptions';

/** What is empty when it is created again, and in what way. */
const EMPTY_AGAIN: Readonly<Record<string, string>> = {
  catalog: 'with no schema in it',
  schema: 'with no table in it',
  volume: 'with no file in it, if it is a managed one',
  pipeline: 'and its tables are created again, with what their sources still have',
  secret_scope: 'with no secret in it',
  sql_table: 'with no row in it',
  registered_model: 'with no version in it',
};

/** What the deployment does about an out-of-band change, as a sentence begins. */
const OUTCOMES = {
  reverted: 'This deployment puts it back',
  kept: 'It keeps it',
  overwritten: 'This deployment changes it to something else again',
} as const;

/**
 * What was changed in the workspace since the last deployment, and whether this deployment keeps it. Values without a
 * meaning, such as `null` for an empty list, and what Databricks computes are no drift. `UNSEEN` lists what no plan can
 * see.
 */
export function driftFindings({ resources, drift }: Deployment): Finding[] {
  const planned = new Map(resources.map((resource) => [resource.address, resource]));
  const groups = new Map<string, ResourceChange[]>();
  const findings: Finding[] = [];
  for (const resource of drift) {
    const plan = planned.get(resource.address);
    if (isDeleted(resource) || resource.after === undefined) {
      findings.push(deletedFinding(resource, plan));
      continue;
    }
    const text = outcomesText(resource, plan);
    const key = JSON.stringify([resource.type, text]);
    if (text !== '') groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [
    ...findings,
    ...[...groups].map(([key, group]) => changedFinding(group, JSON.parse(key)[1] as string)),
  ];
}

function outcomesText(resource: ResourceChange, plan: ResourceChange | undefined): string {
  const planned = plan ? attributeChanges(plan) : [];
  const byOutcome = new Map<keyof typeof OUTCOMES, AttributeChange[]>();
  for (const change of attributeChanges(resource)) {
    const outcome = outcomeOf(change, plan, planned);
    byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), change]);
  }
  return [...byOutcome]
    .map(([outcome, changes]) => `${OUTCOMES[outcome]}: ${describeChanges(resource, changes)}.`)
    .join(' ');
}

/** Whether the plan changes what was changed in the workspace. */
function outcomeOf(
  change: AttributeChange,
  plan: ResourceChange | undefined,
  planned: readonly AttributeChange[],
): keyof typeof OUTCOMES {
  if (plan && isReplaced(plan)) return 'overwritten';
  const touching = planned.find(({ path }) => isWithin(path, change.path) || isWithin(change.path, path));
  if (!touching) return 'kept';
  const [is, was] = [touching.after, change.before];
  const isBack = JSON.stringify(is ?? null) === JSON.stringify(was ?? null) || (isEmpty(is) && isEmpty(was));
  return isBack || touching.path.length !== change.path.length ? 'reverted' : 'overwritten';
}

function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((name, index) => path[index] === name);
}

function changedFinding(resources: readonly ResourceChange[], why: string): Finding {
  const [first] = resources as [ResourceChange];
  const isOne = resources.length === 1;
  return {
    kind: 'drift',
    ...(isOne ? { address: first.address } : {}),
    what: isOne
      ? `\`${first.address}\` (${nameOf(first)}) was changed in the workspace, outside the code.`
      : `${resources.length} resources of the type \`${first.type}\` were changed in the workspace, outside the code: ${namesText(resources.map(({ address }) => address))}.`,
    why,
    todo: {
      sentence: why.includes(OUTCOMES.kept)
        ? 'Add to the code what should stay; settings that are not in the code stay only until they are changed again.'
        : 'If it was changed for a good reason, add it to the code before you deploy.',
    },
  };
}

function deletedFinding(resource: ResourceChange, plan: ResourceChange | undefined): Finding {
  const isCreated = plan?.actions.includes('create') ?? false;
  const emptied = EMPTY_AGAIN[resource.type];
  const again = isCreated
    ? `This deployment creates it again${emptied ? `, ${emptied}` : ''}.`
    : 'This deployment does not create it again.';
  return {
    kind: 'drift',
    address: resource.address,
    what: `\`${resource.address}\` (${nameOf(resource)}) was deleted in the workspace, outside the code. ${again}`,
    why: 'Terraform has it in its state, and Databricks no longer has it.',
    ...(emptied && isCreated
      ? {
          otherwise: 'Its contents are not there any more, whatever this deployment does.',
          todo: {
            sentence:
              'Find out who deleted it before you deploy: as long as nothing new has its name, Databricks support can sometimes restore it.',
          },
        }
      : {}),
  };
}
