import type { Finding } from '../finding';
import type { FindingKind } from '../finding-kinds';
import { namesText } from '../sentences';
import type { ChangedResources } from './changed-resources';
import { describeChange } from './descriptions';
import { pythonConstant, withoutConstants } from './python-constants';
import { reconciliationFindings } from './reconciliation-findings';
import { type Side, TASK_NOTEBOOKS, type TaskNotebookChange, taskNotebooks } from './task-notebooks';

const QUALITY = 'https://docs.databricks.com/aws/en/ldp/expectations';

/** Findings on changed tolerances of the notebooks that check the tables after an update. */
export function checkNotebookFindings(changed: ChangedResources): Finding[] {
  return taskNotebooks(changed).flatMap((notebook) => [
    ...parameterFindings(notebook, changed),
    ...textFindings(notebook, changed),
  ]);
}

function textFindings(notebook: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const { resource, name, text } = notebook;
  const { before, after } = text;
  const constants = TASK_NOTEBOOKS[name] ?? [];
  if (changed.see(resource, 'content_base64').length === 0) return [];
  if (before === undefined || after === undefined) return [];
  // Without readable constants the change of the notebook is unknown.
  if ([before, after].some((each) => constants.some((one) => !pythonConstant(each, one)))) return [];
  changed.take(resource, 'content_base64');
  const findings: Finding[] =
    name === 'quality_gate'
      ? gateFindings(notebook, changed)
      : name === 'reconciliation'
        ? reconciliationFindings(notebook)
        : [];
  const { address } = resource;
  if (withoutConstants(before, constants) !== withoutConstants(after, constants)) {
    findings.unshift({
      kind: 'unknown-change',
      address,
      what: `The task \`${name}\` runs different code: the review cannot tell whether it still detects the same problems.`,
      why: 'content_base64: the functions of the notebook differ.',
      todo: { sentence: 'Review the change of the notebook.' },
    });
  }
  if (findings.length > 0) return findings;
  return [
    {
      kind: 'safe-change',
      address,
      what: `The task \`${name}\` is adapted to the changed datasets of the pipeline.`,
      why: `content_base64: only ${constants.join(', ')} or comments differ.`,
    },
  ];
}

type Rates = Readonly<Record<string, Readonly<Record<string, number>>>>;

function gateFindings({ resource, constant }: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const rates = (side: Side) => constant(side, 'TOLERATED_FAILURE_RATES') as Rates;
  const [fewest, now] = [
    Number(constant('before', 'MINIMUM_ROWS')),
    Number(constant('after', 'MINIMUM_ROWS')),
  ];
  const [log, newLog] = [constant('before', 'EVENT_LOGS'), constant('after', 'EVENT_LOGS')];
  const declared = declaredRates(changed);
  const raised = Object.entries(rates('after')).flatMap(([table, rules]) =>
    Object.entries(rules).flatMap(([rule, rate]) => {
      const before = rates('before')[table]?.[rule];
      const key = `${table}.${rule}`;
      // Tolerances declared by a rule are reported with the rule.
      if (before === undefined || declared.get(key) === rate || rate <= before) return [];
      return [`${key}: ${before} → ${rate}`];
    }),
  );
  const finding = (kind: FindingKind, what: string, why: string): Finding => ({
    kind,
    address: resource.address,
    what: `The task \`quality_gate\` ${what}`,
    why,
    documentation: QUALITY,
  });
  return [
    ...(raised.length > 0
      ? [
          finding(
            'tolerance-raised',
            `tolerates more rows that fail ${raised.length > 1 ? `${raised.length} rules` : 'a rule'}.`,
            `TOLERATED_FAILURE_RATES: ${raised.slice(0, 5).join('; ')}.`,
          ),
        ]
      : []),
    ...(now > fewest
      ? [
          finding(
            'tolerance-raised',
            `evaluates a rule only from ${now} rows on instead of ${fewest}.`,
            `MINIMUM_ROWS: ${fewest} → ${now}.`,
          ),
        ]
      : []),
    ...(JSON.stringify(log) === JSON.stringify(newLog)
      ? []
      : [
          finding(
            'unknown-change',
            `reads the event logs ${listed(newLog)} instead of ${listed(log)}.`,
            'EVENT_LOGS differs. `event_log` of each pipeline is the table it writes to.',
          ),
        ]),
  ];
}

function listed(logs: unknown): string {
  return Array.isArray(logs) ? namesText(logs) : String(logs);
}

/** Tolerances declared by rules, by table and rule. */
function declaredRates({ pipelines }: ChangedResources): Map<string, number | undefined> {
  const datasets = pipelines.flatMap(({ after }) => after?.manifest?.datasets ?? []);
  return new Map(
    datasets.flatMap(({ name, expectations }) =>
      expectations.map((rule) => [`${name}.${rule.name}`, rule.toleratedFailureRate] as const),
    ),
  );
}

/** Findings on the parameters that jobs pass to the checks. */
function parameterFindings({ name, tasks }: TaskNotebookChange, changed: ChangedResources): Finding[] {
  return tasks.after.flatMap(({ job, key }) =>
    changed.take(job, 'task', key, 'notebook_task', 'base_parameters').map((change): Finding => {
      const parameter = change.path.at(-1) as string;
      const shared = { address: job.address, why: `${describeChange(job, change)}.` };
      const more = Number(change.after ?? 0) > Number(change.before ?? 0);
      const task = `The task \`${name}\``;
      switch (`${name} ${parameter}`) {
        case 'quality_gate tolerated_failure_rate':
        case 'quality_gate minimum_rows':
          return {
            ...shared,
            kind: more ? 'tolerance-raised' : 'safe-change',
            what: `${task} tolerates ${more ? 'more' : 'fewer'} rows that fail a rule.`,
            documentation: QUALITY,
          };
        case 'quality_gate job_run_id':
        case 'quality_gate job_started_at':
        case 'quality_gate continuous_logs':
        case 'quality_gate updated_logs':
          return {
            ...shared,
            kind: 'safe-change',
            what: `${task} judges the update of its job run, or everything since its last run, depending on what updates the pipeline.`,
          };
        case 'table_access tags':
          return { ...shared, kind: 'safe-change', what: `${task} sets different tags on the tables.` };
        default:
          return ['catalog', 'schema'].includes(parameter) && isPlace(change.after, parameter, changed)
            ? { ...shared, kind: 'safe-change', what: `${task} follows the tables to their new location.` }
            : {
                ...shared,
                kind: 'unknown-change',
                what: `${task} gets a different value for \`${parameter}\`.`,
              };
      }
    }),
  );
}

/** Whether a pipeline publishes to this catalog or schema. */
function isPlace(value: unknown, place: string, { deployment }: ChangedResources): boolean {
  return deployment.resources.some(({ type, after }) => type === 'pipeline' && after?.[place] === value);
}
