import type { Finding } from '../finding';
import { type Deployment, isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';
import { type AttributeChange, attributeChanges, isEmpty } from './attribute-changes';
import { describeChanges, nameOf } from './descriptions';

/** Resource types that are empty when they are recreated. */
const EMPTY_AGAIN: Readonly<Record<string, string>> = {
  catalog: 'without schemas',
  schema: 'without tables',
  volume: 'without files if it is a managed volume',
  pipeline: 'and its tables are recreated from the data still in their sources',
  secret_scope: 'without secrets',
  sql_table: 'without rows',
  registered_model: 'without versions',
};

/** Beginnings of sentences on how the deployment treats an out-of-band change. */
const OUTCOMES = {
  reverted: 'This deployment reverts it',
  kept: 'It keeps it',
  overwritten: 'This deployment overwrites it with a new value',
} as const;

/**
 * Findings on out-of-band changes since the last deployment, and whether this deployment keeps them. Equivalent values,
 * such as `null` for an empty list, and computed attributes are no drift. `UNSEEN` lists changes that no plan shows.
 */
export function driftFindings({ resources, drift, last }: Deployment): Finding[] {
  const isInterrupted = last !== 'complete';
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
    ...(isInterrupted ? [INTERRUPTED] : []),
    ...findings,
    ...[...groups].map(([key, group]) => {
      const why = JSON.parse(key)[1] as string;
      return isInterrupted ? leftFinding(group, why) : changedFinding(group, why);
    }),
  ];
}

const INTERRUPTED: Finding = {
  kind: 'deployment-interrupted',
  what: 'The last deployment failed or was interrupted; this deployment completes it.',
  why: 'Terraform stored the hash of the last deployment at its beginning, but not at its end.',
};

/** What an interrupted deployment left: a change that Terraform did not record, or a record of a change that failed. */
function leftFinding(resources: readonly ResourceChange[], why: string): Finding {
  const isDone = why.startsWith(OUTCOMES.kept) && !why.includes(OUTCOMES.reverted);
  const one = resources.length === 1 ? resources[0] : undefined;
  const names = namesText(resources.map(({ address }) => address));
  return {
    kind: isDone ? 'deployment-interrupted' : 'drift',
    ...(one ? { address: one.address } : {}),
    what: isDone
      ? `The interrupted deployment changed ${names}, which is not in the state yet.`
      : `The interrupted deployment did not change ${names} completely, or somebody has changed it since in the workspace.`,
    why: isDone ? why : why.replaceAll(OUTCOMES.reverted, 'This deployment undoes this difference'),
  };
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

/** How the plan treats an out-of-band change. */
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
        ? 'Add settings to keep to the code; outside the code they last only until the next change.'
        : 'If the change is intended, add it to the code before you deploy.',
    },
  };
}

function deletedFinding(resource: ResourceChange, plan: ResourceChange | undefined): Finding {
  const isCreated = plan?.actions.includes('create') ?? false;
  const emptied = EMPTY_AGAIN[resource.type];
  const again = isCreated
    ? `This deployment recreates it${emptied ? ` ${emptied}` : ''}.`
    : 'This deployment does not recreate it.';
  return {
    kind: 'drift',
    address: resource.address,
    what: `\`${resource.address}\` (${nameOf(resource)}) was deleted in the workspace, outside the code. ${again}`,
    why: 'It is in the Terraform state but no longer in Databricks.',
    ...(emptied && isCreated
      ? {
          otherwise: 'Its contents are lost regardless of this deployment.',
          todo: {
            sentence:
              'Find out who deleted it before you deploy: Databricks support can sometimes restore it as long as its name is not reused.',
          },
        }
      : {}),
  };
}
