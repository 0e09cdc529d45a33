import { about, type Finding } from '../finding';
import { namesText } from '../sentences';
import type { ChangedResources } from './changed-resources';
import { type Side, type TaskNotebookChange, taskNotebooks } from './task-notebooks';

/** Entry of a table in the notebook. */
interface TableEntry {
  readonly readers: readonly string[];
  readonly personal_columns: readonly string[];
}

type Tables = Readonly<Record<string, TableEntry>>;

/** Possible changes of a principal's access to tables. */
const OUTCOMES = ['exposed', 'gained', 'lost', 'new'] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * Findings on table access after the next run of the task `table_access`: its notebook declares the roles of each table,
 * and the job declares the principals of each role.
 */
export function tableAccessFindings(changed: ChangedResources): Finding[] {
  return taskNotebooks(changed)
    .filter(({ name }) => name === 'table_access')
    .flatMap((notebook) => findingsOf(notebook, changed));
}

function findingsOf(notebook: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const [was, is] = [tablesIn(notebook, 'before'), tablesIn(notebook, 'after')];
  const { before: tasksBefore, after: tasksAfter } = notebook.tasks;
  if (!was || !is || tasksBefore.length === 0 || tasksAfter.length === 0) return [];
  const roles = new Set(
    [was, is].flatMap((tables) => Object.values(tables).flatMap(({ readers }) => readers)),
  );
  for (const { job, key } of tasksAfter) {
    for (const role of roles) changed.take(job, 'task', key, 'notebook_task', 'base_parameters', role);
  }
  const readersOf = (side: Side, entry: TableEntry | undefined) =>
    new Set((entry?.readers ?? []).flatMap((role) => text(notebook.tasks[side].at(-1)?.parameters[role])));
  const found = OUTCOMES.map((outcome) => [outcome, new Map<string, string[]>()] as const);
  const groups = new Map(found);
  const add = (outcome: Outcome, principal: string, table: string) => {
    const tables = groups.get(outcome);
    tables?.set(principal, [...(tables.get(principal) ?? []), table]);
  };
  for (const [name, entry] of Object.entries(is)) {
    const [before, after] = [readersOf('before', was[name]), readersOf('after', entry)];
    const isMorePersonal = entry.personal_columns.some(
      (column) => !was[name]?.personal_columns.includes(column),
    );
    for (const principal of after) {
      const isNew = !before.has(principal);
      if (entry.personal_columns.length > 0 && (isNew || isMorePersonal)) add('exposed', principal, name);
      else if (isNew) add(name in was ? 'gained' : 'new', principal, name);
    }
    for (const principal of before) if (!after.has(principal)) add('lost', principal, name);
  }
  return found.flatMap(([outcome, byPrincipal]) =>
    [...byPrincipal].map(
      ([principal, tables]): Finding => ({
        ...verdictOf(outcome, principal, tables),
        address: notebook.resource.address,
        ...about(tables),
        why: `The task \`table_access\` grants SELECT to \`${principal}\` after each update, as declared by its notebook and the job's parameters.`,
      }),
    ),
  );
}

function verdictOf(
  outcome: Outcome,
  principal: string,
  tables: readonly string[],
): Pick<Finding, 'kind' | 'what' | 'otherwise' | 'todo'> {
  const names = namesText(tables);
  const when = 'from the next run of the task `table_access`';
  switch (outcome) {
    case 'exposed':
      return {
        kind: 'personal-data-exposed',
        what: `\`${principal}\` can read ${names}, which ${tables.length > 1 ? 'have' : 'has'} columns that are marked as personal.`,
        otherwise: 'Access takes effect with the next run of the task.',
        todo: { sentence: 'Remove the personal columns, or do not grant access to the table.' },
      };
    case 'gained':
      return { kind: 'access-gained', what: `\`${principal}\` can read ${names} ${when}.` };
    case 'lost':
      return {
        kind: 'access-lost',
        what: `\`${principal}\` can no longer read ${names} ${when}.`,
        otherwise: 'Its queries and dashboards on them fail.',
      };
    case 'new':
      return { kind: 'safe-change', what: `\`${principal}\` can read new tables: ${names}.` };
  }
}

function text(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}

/** The constant `TABLES`; undefined if it cannot be read. */
function tablesIn({ constant }: TaskNotebookChange, side: Side): Tables | undefined {
  const value = constant(side, 'TABLES');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isWords = (each: unknown) => Array.isArray(each) && each.every((word) => typeof word === 'string');
  const isComplete = Object.values(value as Record<string, Partial<TableEntry> | null>).every(
    (table) => isWords(table?.readers) && isWords(table?.personal_columns),
  );
  return isComplete ? (value as Tables) : undefined;
}
