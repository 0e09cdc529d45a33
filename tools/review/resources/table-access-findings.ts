import type { Finding } from '../finding';
import type { ChangedResources } from './changed-resources';
import { namesText } from './descriptions';
import { pythonConstant } from './python-constants';
import { blockOf, type Side, type TaskNotebookChange, taskNotebooks, tasksOf } from './task-notebooks';

const TABLE_ACCESS = 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/';

/** What the notebook says of a table. */
interface TableEntry {
  readonly readers: readonly string[];
  readonly personal_columns: readonly string[];
}

type Tables = Readonly<Record<string, TableEntry>>;

/** Tables by who gains or loses them. */
type ByPrincipal = Map<string, string[]>;

/**
 * Who may read which table after the next run of the task `table_access`: what its notebook says of roles, with the
 * principals that the job names for them.
 */
export function tableAccessFindings(changed: ChangedResources): Finding[] {
  return taskNotebooks(changed)
    .filter(({ name }) => name === 'table_access')
    .flatMap((notebook) => findingsOf(notebook, changed));
}

function findingsOf(notebook: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const { resource, text, parameters } = notebook;
  const [was, is] = [tablesIn(text.before), tablesIn(text.after)];
  if (!was || !is || !parameters.before || !parameters.after) return [];
  takeRoles(resource.after?.path, new Set([was, is].flatMap(rolesIn)), changed);
  const readersOf = (tables: Tables, name: string, side: Side) =>
    new Set(
      (tables[name]?.readers ?? []).flatMap((role) => {
        const principal = parameters[side]?.[role];
        return typeof principal === 'string' ? [principal] : [];
      }),
    );
  const gained: ByPrincipal = new Map();
  const lost: ByPrincipal = new Map();
  const fresh: ByPrincipal = new Map();
  const exposed: ByPrincipal = new Map();
  for (const [name, entry] of Object.entries(is)) {
    const [before, after] = [readersOf(was, name, 'before'), readersOf(is, name, 'after')];
    const known = new Set(was[name]?.personal_columns);
    const isMorePersonal = entry.personal_columns.some((column) => !known.has(column));
    for (const principal of after) {
      const isNew = !before.has(principal);
      if (entry.personal_columns.length > 0 && (isNew || isMorePersonal)) add(exposed, principal, name);
      else if (isNew) add(name in was ? gained : fresh, principal, name);
    }
    for (const principal of before) if (!after.has(principal)) add(lost, principal, name);
  }
  const about = (principal: string, tables: readonly string[]) => ({
    address: resource.address,
    dataset: tables[0] as string,
    ...(tables.length > 1 ? { furtherDatasets: tables.slice(1) } : {}),
    why: `The task \`table_access\` grants SELECT to \`${principal}\` after each update as its notebook and the job's parameters say.`,
    documentation: TABLE_ACCESS,
  });
  return [
    ...each(exposed, (principal, tables) => ({
      ...about(principal, tables),
      kind: 'personal-data-exposed',
      what: `\`${principal}\` can read ${namesText(tables)}, which ${tables.length > 1 ? 'have' : 'has'} columns that are marked as personal.`,
      otherwise: 'It can be read from the next run of the task on.',
      todo: { sentence: 'Take the personal columns out, or leave the table to others.' },
    })),
    ...each(gained, (principal, tables) => ({
      ...about(principal, tables),
      kind: 'access-gained',
      what: `\`${principal}\` can read ${namesText(tables)} from the next run of the task \`table_access\` on.`,
    })),
    ...each(lost, (principal, tables) => ({
      ...about(principal, tables),
      kind: 'access-lost',
      what: `\`${principal}\` can no longer read ${namesText(tables)} from the next run of the task \`table_access\` on.`,
      otherwise: 'Its queries and dashboards on them fail.',
    })),
    ...each(fresh, (principal, tables) => ({
      ...about(principal, tables),
      kind: 'safe-change',
      what: `\`${principal}\` can read what is new: ${namesText(tables)}.`,
    })),
  ];
}

/** Takes the parameters of jobs that say who has a role: what follows from them is told by table. */
function takeRoles(path: unknown, roles: ReadonlySet<string>, changed: ChangedResources): void {
  for (const job of changed.ofType('job')) {
    for (const task of tasksOf(job.after)) {
      if (blockOf(task, 'notebook_task')?.notebook_path !== path) continue;
      for (const role of roles) {
        changed.take(job, 'task', String(task.task_key), 'notebook_task', 'base_parameters', role);
      }
    }
  }
}

function rolesIn(tables: Tables): string[] {
  return Object.values(tables).flatMap(({ readers }) => readers);
}

function each(
  groups: ByPrincipal,
  finding: (principal: string, tables: readonly string[]) => Finding,
): Finding[] {
  return [...groups].map(([principal, tables]) => finding(principal, tables));
}

function add(groups: ByPrincipal, principal: string, table: string): void {
  const tables = groups.get(principal);
  if (tables) tables.push(table);
  else groups.set(principal, [table]);
}

/** The constant `TABLES`; nothing if it cannot be read. */
function tablesIn(text: string | undefined): Tables | undefined {
  const value = text === undefined ? undefined : pythonConstant(text, 'TABLES')?.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as Record<string, Partial<TableEntry> | null>);
  const isComplete = entries.every(([, table]) => isList(table?.readers) && isList(table?.personal_columns));
  return isComplete ? (Object.fromEntries(entries) as Tables) : undefined;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
