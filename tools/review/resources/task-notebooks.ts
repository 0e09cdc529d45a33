import { type Attributes, blocksOf, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';

export type Side = 'before' | 'after';

/** Notebooks that the constructs write for the tasks of a job, with the constants that say what they do. */
export const TASK_NOTEBOOKS: Readonly<Record<string, readonly string[]>> = {
  quality_gate: ['EVENT_LOG', 'MINIMUM_ROWS', 'TOLERATED_FAILURE_RATES'],
  reconciliation: ['PAIRS', 'RESULTS_TABLE'],
  table_access: ['TABLES'],
};

/** A notebook of a task before and after, with the parameters that jobs give to it. */
export interface TaskNotebookChange {
  readonly resource: ResourceChange;
  readonly name: string;
  readonly text: Readonly<Record<Side, string | undefined>>;
  readonly parameters: Readonly<Record<Side, Attributes | undefined>>;
}

/** Every task notebook of the deployment, unchanged ones as well: its parameters may have changed. */
export function taskNotebooks({ deployment }: ChangedResources): TaskNotebookChange[] {
  const { resources } = deployment;
  const parameters = {
    before: parametersByPath(resources, 'before'),
    after: parametersByPath(resources, 'after'),
  };
  return resources.flatMap((resource) => {
    const path = pathOf(resource);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (resource.type !== 'notebook' || !(name in TASK_NOTEBOOKS)) return [];
    return {
      resource,
      name,
      text: { before: notebookText(resource.before), after: notebookText(resource.after) },
      parameters: {
        before: parameters.before.get(String(resource.before?.path)),
        after: parameters.after.get(String(resource.after?.path)),
      },
    };
  });
}

/** Text of a notebook or file as it is deployed; nothing if the plan does not have it. */
export function notebookText(attributes: Attributes | undefined): string | undefined {
  const content = attributes?.content_base64;
  return typeof content === 'string' ? Buffer.from(content, 'base64').toString('utf8') : undefined;
}

/** Where a notebook or file is in the workspace: after the deployment, or before it if it goes. */
export function pathOf({ before, after }: ResourceChange): string {
  const path = after?.path ?? before?.path;
  return typeof path === 'string' ? path : '';
}

/** Tasks of all jobs on one side. */
export function tasksOf(attributes: Attributes | undefined): Attributes[] {
  return blocksOf(attributes?.task);
}

/** The block of a task that says what it runs. */
export function blockOf(task: Attributes, name: string): Attributes | undefined {
  return blocksOf(task[name])[0];
}

function parametersByPath(resources: readonly ResourceChange[], side: Side): Map<string, Attributes> {
  const found = new Map<string, Attributes>();
  for (const resource of resources) {
    if (resource.type !== 'job') continue;
    for (const task of tasksOf(resource[side])) {
      const notebook = blockOf(task, 'notebook_task');
      if (typeof notebook?.notebook_path !== 'string') continue;
      found.set(notebook.notebook_path, (notebook.base_parameters ?? {}) as Attributes);
    }
  }
  return found;
}
