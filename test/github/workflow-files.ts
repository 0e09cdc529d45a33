import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const PROJECT = resolve(__dirname, '../..');
export const WORKFLOWS = join(PROJECT, '.github', 'workflows');

/** A step of a job, as far as it is looked at here. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A job: its own steps, or a workflow that it calls. */
export interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

export interface Workflow {
  /** Name of its file. */
  readonly file: string;
  readonly text: string;
  readonly on: string | Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Every workflow of the project. */
export const workflows: readonly Workflow[] = readdirSync(WORKFLOWS)
  .sort()
  .map((file) => {
    const text = readFileSync(join(WORKFLOWS, file), 'utf8');
    return { ...(parse(text) as Omit<Workflow, 'file' | 'text'>), file, text };
  });

/** The steps of the action that the workflows share. */
export const sharedSteps: readonly Step[] = (
  parse(readFileSync(join(PROJECT, '.github', 'actions', 'set-up', 'action.yml'), 'utf8')) as {
    readonly runs: { readonly steps: readonly Step[] };
  }
).runs.steps;

export function workflow(file: string): Workflow {
  const found = workflows.find((each) => each.file === file);
  if (!found) throw new Error(`there is no workflow ${file}`);
  return found;
}

/** Every job, with where it is. */
export const jobs = workflows.flatMap((each) =>
  Object.entries(each.jobs).map(([id, job]) => ({ place: `${each.file} ${id}`, workflow: each, job })),
);

/** Every step of every job, and those of the shared action. */
export const steps: readonly Step[] = [...jobs.flatMap(({ job }) => job.steps ?? []), ...sharedSteps];

/** The script of a step, by the step's name. */
export function scriptOf(file: string, name: string): string {
  const found = Object.values(workflow(file).jobs)
    .flatMap((job) => job.steps ?? [])
    .find((step) => step.name === name)?.run;
  if (found === undefined) throw new Error(`${file} has no script '${name}'`);
  return found;
}
