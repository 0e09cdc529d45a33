import type { Finding } from '../finding';
import { type Attributes, blocksOf, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { describeChanges, nameOf } from './descriptions';
import { blockOf, TASK_NOTEBOOKS, tasksOf } from './task-notebooks';

const TASKS = 'https://docs.databricks.com/aws/en/jobs/configure-task';

/** Consequences of removing a task of the constructs. */
const WITHOUT: Readonly<Record<string, Pick<Finding, 'kind' | 'otherwise'>>> = {
  quality_gate: {
    kind: 'monitoring-removed',
    otherwise: 'A run succeeds regardless of the number of failed rows.',
  },
  reconciliation: {
    kind: 'monitoring-removed',
    otherwise: 'The tables are no longer compared with those of the original pipeline.',
  },
  table_access: {
    kind: 'access-lost',
    otherwise: 'Grants stay unchanged: access to new tables is not granted, and no access is revoked.',
  },
};

/** Findings on removed, added and changed tasks. */
export function jobTaskFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('job').flatMap((resource) => {
    if (!resource.before || !resource.after || isReplaced(resource)) return [];
    const whole = changed.see(resource, 'task').filter(({ path }) => path.length <= 2);
    changed.takeThese(resource, whole);
    return [
      ...whole.map(({ before, after }) =>
        after === undefined
          ? removedTask(resource, before as Attributes, changed)
          : addedTask(resource, (before ?? after) as Attributes),
      ),
      ...tasksOf(resource.after).flatMap((task) => [
        ...differentWork(resource, task, changed),
        ...orderFindings(resource, task, changed),
      ]),
    ];
  });
}

function removedTask(resource: ResourceChange, task: Attributes, changed: ChangedResources): Finding {
  const key = String(task.task_key);
  const shared = {
    address: resource.address,
    why: `task.${key} is no longer in the code.`,
    documentation: TASKS,
  };
  const name = `The job ${nameOf(resource)}`;
  const pipeline = blockOf(task, 'pipeline_task');
  const known = WITHOUT[taskName(task)];
  if (!pipeline) {
    const what = `${name} no longer has the task \`${key}\``;
    return known
      ? { ...shared, ...known, what: `${what}.` }
      : { ...shared, kind: 'unknown-change', what: `${what}: ${runsText(task)}.` };
  }
  const target = changed.named(pipeline.pipeline_id, 'before');
  const updates = `${name} no longer updates the pipeline`;
  if (target && target.after === undefined) {
    return { ...shared, kind: 'safe-change', what: `${updates} that is deleted.` };
  }
  if (target?.after?.continuous === true) {
    return { ...shared, kind: 'safe-change', what: `${updates} ${nameOf(target)}, which runs continuously.` };
  }
  return {
    ...shared,
    kind: 'schedule-stopped',
    what: `${updates}${target ? ` ${nameOf(target)}` : ''}.`,
    otherwise: 'Its tables stay stale until an update is started manually.',
  };
}

function addedTask(resource: ResourceChange, task: Attributes): Finding {
  const pipeline = blockOf(task, 'pipeline_task');
  const isRefresh = pipeline?.full_refresh === true;
  const isKnown = taskName(task) in TASK_NOTEBOOKS || pipeline !== undefined;
  return {
    kind: isKnown && !isRefresh ? 'safe-change' : 'unknown-change',
    address: resource.address,
    what: `The job ${nameOf(resource)} has the new task \`${String(task.task_key)}\`: ${runsText(task)}.`,
    why: isRefresh ? 'It fully refreshes its pipeline with each run.' : 'It is new in the code.',
    documentation: TASKS,
  };
}

/** A task with the same name and a different type. */
function differentWork(resource: ResourceChange, task: Attributes, changed: ChangedResources): Finding[] {
  const key = String(task.task_key);
  const was = tasksOf(resource.before).find((each) => String(each.task_key) === key);
  const kinds = changed
    .see(resource, 'task', key, '*')
    .filter(
      ({ path, before, after }) =>
        path.length === 3 && path[2]?.endsWith('_task') && isBlock(before) !== isBlock(after),
    );
  if (!was || kinds.length === 0) return [];
  changed.takeThese(resource, kinds);
  const lost = blockOf(was, 'pipeline_task') ? [removedTask(resource, was, changed)] : [];
  return [
    ...lost.filter(({ kind }) => kind === 'schedule-stopped'),
    {
      kind: 'unknown-change',
      address: resource.address,
      what: `The task \`${key}\` of the job ${nameOf(resource)} has a different type: ${runsText(was)} → ${runsText(task)}.`,
      why: `${describeChanges(resource, kinds)}.`,
      documentation: TASKS,
    },
  ];
}

/** A task that no longer waits for an earlier one may read data that does not exist yet. */
function orderFindings(resource: ResourceChange, task: Attributes, changed: ChangedResources): Finding[] {
  const key = String(task.task_key);
  const changes = changed.take(resource, 'task', key, 'depends_on');
  if (changes.length === 0) return [];
  const [was, is] = [tasksOf(resource.before), tasksOf(resource.after)];
  const after = ancestors(is, key);
  const lost = [...ancestors(was, key)].filter(
    (other) => is.some((each) => each.task_key === other) && !after.has(other),
  );
  const name = `The task \`${key}\` of the job ${nameOf(resource)}`;
  return [
    {
      kind: lost.length > 0 ? 'unknown-change' : 'safe-change',
      address: resource.address,
      what:
        lost.length > 0
          ? `${name} no longer waits for ${lost.map((other) => `\`${other}\``).join(', ')}.`
          : `${name} still waits for all previous dependencies.`,
      why: `${describeChanges(resource, changes)}.`,
      documentation: TASKS,
    },
  ];
}

/** Direct and indirect dependencies of a task. */
function ancestors(tasks: readonly Attributes[], key: string): Set<unknown> {
  const found = new Set<unknown>();
  const pending: unknown[] = [key];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const waiting = tasks.find(({ task_key: each }) => each === next);
    for (const { task_key: other } of blocksOf(waiting?.depends_on)) {
      if (typeof other !== 'string' || found.has(other)) continue;
      found.add(other);
      pending.push(other);
    }
  }
  return found;
}

/** Name of a task's notebook, which may differ from the task key. */
function taskName(task: Attributes): string {
  const path = blockOf(task, 'notebook_task')?.notebook_path;
  const name = typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : '';
  return name in TASK_NOTEBOOKS ? name : String(task.task_key);
}

function runsText(task: Attributes): string {
  const path = blockOf(task, 'notebook_task')?.notebook_path;
  if (typeof path === 'string') return `it runs the notebook \`${path}\``;
  if (blockOf(task, 'pipeline_task')) return 'it updates a pipeline';
  const [kind] = Object.entries(task).find(([name, value]) => name.endsWith('_task') && isBlock(value)) ?? [];
  return kind === undefined ? 'its type is known after apply' : `it is a \`${kind}\``;
}

function isBlock(value: unknown): boolean {
  return blocksOf(value).some((each) => typeof each === 'object' && each !== null);
}
