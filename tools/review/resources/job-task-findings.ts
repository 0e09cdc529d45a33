import type { Finding } from '../finding';
import { type Attributes, isReplaced, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { jobLimitFindings } from './job-limit-findings';
import { nameOf } from './resource-description';
import { blockOf, TASK_NOTEBOOKS, tasksOf } from './task-notebooks';
import { describeChange, describeChanges } from './value-description';

const TASKS = 'https://docs.databricks.com/aws/en/jobs/configure-task';

/** What is lost without a task of the constructs. */
const WITHOUT: Readonly<Record<string, Pick<Finding, 'kind' | 'otherwise'>>> = {
  quality_gate: {
    kind: 'monitoring-removed',
    otherwise: 'A run succeeds however many rows have failed a rule.',
  },
  reconciliation: {
    kind: 'monitoring-removed',
    otherwise: 'Nobody compares the tables with those of the original pipeline any more.',
  },
  table_access: {
    kind: 'access-lost',
    otherwise:
      'Rights stay as they are now: who should read a new table is not let in, and nobody is let out.',
  },
};

/** Tasks that jobs no longer have, have again, or run in another way. */
export function jobTaskFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('job').flatMap((resource) => {
    if (!resource.before || !resource.after || isReplaced(resource)) return [];
    return [...taskChanges(resource, changed), ...jobLimitFindings(resource, changed)];
  });
}

function taskChanges(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const whole = changed.see(resource, 'task').filter(({ path }) => path.length <= 2);
  changed.takeThese(resource, whole);
  const findings = whole.flatMap((change) => {
    const task = (change.before ?? change.after ?? {}) as Attributes;
    return change.after === undefined ? removedTask(resource, task, changed) : addedTask(resource, task);
  });
  const refreshes = tasksOf(resource.after).flatMap(({ task_key: key }) =>
    changed.take(resource, 'task', String(key), 'pipeline_task', 'full_refresh'),
  );
  return [
    ...findings,
    ...otherWork(resource, changed),
    ...refreshes.map((change) => fullRefreshFinding(resource, change, changed)),
    ...orderFindings(resource, changed),
  ];
}

function removedTask(resource: ResourceChange, task: Attributes, changed: ChangedResources): Finding[] {
  const key = String(task.task_key);
  const about = {
    address: resource.address,
    why: `task.${key} is no longer in the code.`,
    documentation: TASKS,
  };
  const name = `The job ${nameOf(resource)}`;
  const pipeline = blockOf(task, 'pipeline_task');
  if (pipeline) {
    const target = changed.named(pipeline.pipeline_id, 'before');
    if (target && target.after === undefined) {
      return [
        { ...about, kind: 'safe-change', what: `${name} no longer updates the pipeline that is deleted.` },
      ];
    }
    if (target?.after?.continuous === true) {
      return [
        {
          ...about,
          kind: 'safe-change',
          what: `${name} no longer updates the pipeline ${nameOf(target)}, which runs all the time.`,
        },
      ];
    }
    return [
      {
        ...about,
        kind: 'schedule-stopped',
        what: `${name} no longer updates the pipeline${target ? ` ${nameOf(target)}` : ''}.`,
        otherwise: 'Its tables stay as they are until somebody starts an update.',
      },
    ];
  }
  const known = WITHOUT[taskName(task)];
  if (!known) {
    return [
      {
        ...about,
        kind: 'unknown-change',
        what: `${name} no longer has the task \`${key}\`: ${runsText(task)}.`,
      },
    ];
  }
  return [{ ...about, ...known, what: `${name} no longer has the task \`${key}\`.` }];
}

function addedTask(resource: ResourceChange, task: Attributes): Finding[] {
  const key = String(task.task_key);
  const isKnown = taskName(task) in TASK_NOTEBOOKS || blockOf(task, 'pipeline_task') !== undefined;
  const isRefresh = blockOf(task, 'pipeline_task')?.full_refresh === true;
  return [
    {
      kind: isKnown && !isRefresh ? 'safe-change' : 'unknown-change',
      address: resource.address,
      what: `The job ${nameOf(resource)} has the new task \`${key}\`: ${runsText(task)}.`,
      why: isRefresh ? 'It refreshes its pipeline fully in each run.' : 'It is new in the code.',
      documentation: TASKS,
    },
  ];
}

/** Tasks that keep their name and do something else. */
function otherWork(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const before = new Map(tasksOf(resource.before).map((task) => [String(task.task_key), task]));
  return tasksOf(resource.after).flatMap((task) => {
    const key = String(task.task_key);
    const was = before.get(key);
    const kinds = changed
      .see(resource, 'task', key)
      .filter(
        ({ path, before: one, after: other }) =>
          path.length === 3 && path[2]?.endsWith('_task') && isBlock(one) !== isBlock(other),
      );
    if (!was || kinds.length === 0) return [];
    changed.takeThese(resource, kinds);
    const lost = blockOf(was, 'pipeline_task') ? removedTask(resource, was, changed) : [];
    return [
      ...lost.filter(({ kind }) => kind === 'schedule-stopped'),
      {
        kind: 'unknown-change',
        address: resource.address,
        what: `The task \`${key}\` of the job ${nameOf(resource)} does something else: ${runsText(was)} → ${runsText(task)}.`,
        why: `${describeChanges(resource, kinds)}.`,
        documentation: TASKS,
      },
    ];
  });
}

function fullRefreshFinding(
  resource: ResourceChange,
  change: AttributeChange,
  changed: ChangedResources,
): Finding {
  const about = { address: resource.address, why: `${describeChange(resource, change)}.` };
  if (change.after !== true) {
    return {
      ...about,
      kind: 'safe-change',
      what: `Runs of the job ${nameOf(resource)} read only what is new.`,
    };
  }
  const streams = changed.pipelines.flatMap(({ after }) =>
    (after?.manifest?.datasets ?? []).filter(({ kind }) => kind === 'kafka_stream').map(({ name }) => name),
  );
  const [first, ...others] = streams;
  return {
    ...about,
    kind: 'history-lost',
    ...(first === undefined ? {} : { dataset: first }),
    ...(others.length > 0 ? { furtherDatasets: others } : {}),
    what: `Each run of the job ${nameOf(resource)} empties all tables of the pipeline and reads their sources again.`,
    otherwise: 'Rows that Kafka no longer holds are gone with the next run.',
    todo: { sentence: 'Leave `full_refresh` off, and start a full refresh by hand where one is needed.' },
    documentation: 'https://docs.databricks.com/aws/en/ldp/updates',
  };
}

/** A task that no longer waits for another one may look at what is not there yet. */
function orderFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  return tasksOf(resource.after).flatMap((task) => {
    const key = String(task.task_key);
    const changes = changed.take(resource, 'task', key, 'depends_on');
    if (changes.length === 0) return [];
    const [before, after] = [
      ancestors(tasksOf(resource.before), key),
      ancestors(tasksOf(resource.after), key),
    ];
    const there = new Set(tasksOf(resource.after).map(({ task_key: other }) => other));
    const lost = [...before].filter((other) => there.has(other) && !after.has(other));
    const about = {
      address: resource.address,
      why: `${describeChanges(resource, changes)}.`,
      documentation: TASKS,
    };
    return [
      lost.length > 0
        ? {
            ...about,
            kind: 'unknown-change' as const,
            what: `The task \`${key}\` of the job ${nameOf(resource)} no longer waits for ${lost.map((other) => `\`${other}\``).join(', ')}.`,
          }
        : {
            ...about,
            kind: 'safe-change' as const,
            what: `The task \`${key}\` of the job ${nameOf(resource)} still waits for all tasks that it waited for.`,
          },
    ];
  });
}

/** Tasks that have run when a task begins. */
function ancestors(tasks: readonly Attributes[], key: string): Set<unknown> {
  const byKey = new Map(tasks.map((task) => [String(task.task_key), task]));
  const found = new Set<unknown>();
  const pending = [key];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const waits = [byKey.get(next)?.depends_on].flat() as (Attributes | undefined)[];
    for (const wait of waits) {
      const other = wait?.task_key;
      if (typeof other !== 'string' || found.has(other)) continue;
      found.add(other);
      pending.push(other);
    }
  }
  return found;
}

/** Name of the notebook that a task runs: its key may be another one. */
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
  return kind === undefined ? 'what it runs is known when Terraform applies' : `it is a \`${kind}\``;
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null;
}
