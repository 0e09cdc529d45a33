import { type Attributes, blocksOf, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { pythonConstant } from './python-constants';

export type Side = 'before' | 'after';

/** Generated task notebooks with their configuration constants. */
export const TASK_NOTEBOOKS: Readonly<Record<string, readonly string[]>> = {
  quality_gate: ['EVENT_LOGS', 'MINIMUM_ROWS', 'RESULTS_TABLE', 'TOLERATED_FAILURE_RATES'],
  reconciliation: ['PAIRS', 'RESULTS_TABLE'],
  table_access: ['TABLES'],
};

/** A task of a job that runs a notebook. */
export interface NotebookTask {
  readonly job: ResourceChange;
  readonly key: string;
  readonly parameters: Attributes;
}

/** A notebook of a task before and after. */
export interface TaskNotebookChange {
  readonly resource: ResourceChange;
  readonly name: string;
  readonly text: Readonly<Record<Side, string | undefined>>;

  /** The tasks that run the notebook. */
  readonly tasks: Readonly<Record<Side, readonly NotebookTask[]>>;

  /** The value of a constant on one side; undefined if it cannot be read. */
  constant(side: Side, name: string): unknown;
}

/** Every task notebook of the deployment, including unchanged ones, whose parameters may have changed. */
export function taskNotebooks({ deployment }: ChangedResources): TaskNotebookChange[] {
  const { resources } = deployment;
  return resources.flatMap((resource) => {
    const path = pathOf(resource);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (resource.type !== 'notebook' || !(name in TASK_NOTEBOOKS)) return [];
    const text = { before: textOf(resource.before), after: textOf(resource.after) };
    return {
      resource,
      name,
      text,
      tasks: {
        before: tasksThatRun(resource.before?.path, resources, 'before'),
        after: tasksThatRun(resource.after?.path, resources, 'after'),
      },
      constant: (side, constant) => pythonConstant(text[side] ?? '', constant)?.value,
    };
  });
}

/** Workspace path of a notebook or file after the deployment, or before it if it is deleted. */
export function pathOf({ before, after }: ResourceChange): string {
  const path = after?.path ?? before?.path;
  return typeof path === 'string' ? path : '';
}

/** Tasks of a job on one side. */
export function tasksOf(attributes: Attributes | undefined): Attributes[] {
  return blocksOf(attributes?.task);
}

/** The block of a task that defines what it runs. */
export function blockOf(task: Attributes, name: string): Attributes | undefined {
  return blocksOf(task[name])[0];
}

function textOf(attributes: Attributes | undefined): string | undefined {
  const content = attributes?.content_base64;
  return typeof content === 'string' ? Buffer.from(content, 'base64').toString('utf8') : undefined;
}

function tasksThatRun(path: unknown, resources: readonly ResourceChange[], side: Side): NotebookTask[] {
  return resources
    .filter(({ type }) => type === 'job')
    .flatMap((job) =>
      tasksOf(job[side]).flatMap((task) => {
        const notebook = blockOf(task, 'notebook_task');
        if (typeof path !== 'string' || notebook?.notebook_path !== path) return [];
        const parameters = (notebook.base_parameters ?? {}) as Attributes;
        return [{ job, key: String(task.task_key), parameters }];
      }),
    );
}
