import type { ManifestDataset } from '../../artefacts/manifest';
import type { Finding } from '../finding';
import type { ChangedResources } from './changed-resources';
import { describeChange } from './descriptions';
import { pythonConstant, withoutConstants } from './python-constants';
import { reconciliationFindings } from './reconciliation-findings';
import {
  blockOf,
  type Side,
  TASK_NOTEBOOKS,
  type TaskNotebookChange,
  taskNotebooks,
  tasksOf,
} from './task-notebooks';

const QUALITY = 'https://docs.databricks.com/aws/en/ldp/expectations';

/** Parameters of the checks for which a higher number tolerates more. */
const TOLERANCES: ReadonlySet<string> = new Set(['tolerated_failure_rate', 'minimum_rows']);

/** What the notebooks that check the tables after an update forgive from now on. */
export function checkNotebookFindings(changed: ChangedResources): Finding[] {
  return taskNotebooks(changed).flatMap((notebook) => [
    ...parameterFindings(notebook, changed),
    ...textFindings(notebook, changed),
  ]);
}

function textFindings(notebook: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const { resource, name, text } = notebook;
  const changes = changed.see(resource, 'content_base64');
  const constants = TASK_NOTEBOOKS[name] ?? [];
  if (changes.length === 0 || text.before === undefined || text.after === undefined) return [];
  // A constant that cannot be read is left to those who tell what is unknown.
  if ([text.before, text.after].some((each) => constants.some((one) => !pythonConstant(each, one))))
    return [];
  changed.take(resource, 'content_base64');
  const isOtherCode = withoutConstants(text.before, constants) !== withoutConstants(text.after, constants);
  const told =
    name === 'quality_gate'
      ? gateFindings(notebook, changed)
      : name === 'reconciliation'
        ? reconciliationFindings(notebook)
        : [];
  return [
    ...(isOtherCode
      ? [
          {
            kind: 'unknown-change' as const,
            address: resource.address,
            what: `The task \`${name}\` runs other code: whether it still finds what it found cannot be told.`,
            why: 'content_base64: the functions of the notebook differ.',
            todo: { sentence: 'Read the change of the notebook.' },
          },
        ]
      : []),
    ...told,
    ...(!isOtherCode && told.length === 0
      ? [
          {
            kind: 'safe-change' as const,
            address: resource.address,
            what: `The task \`${name}\` follows the datasets of the pipeline.`,
            why: `content_base64: only ${constants.join(', ')} or its explanation differ.`,
          },
        ]
      : []),
  ];
}

type Rates = Readonly<Record<string, Readonly<Record<string, number>>>>;

function gateFindings({ resource, text }: TaskNotebookChange, changed: ChangedResources): Finding[] {
  const value = (side: Side, name: string) => pythonConstant(text[side] ?? '', name)?.value;
  const [was, is] = [
    value('before', 'TOLERATED_FAILURE_RATES') as Rates,
    value('after', 'TOLERATED_FAILURE_RATES') as Rates,
  ];
  const [fewest, now] = [Number(value('before', 'MINIMUM_ROWS')), Number(value('after', 'MINIMUM_ROWS'))];
  const [log, other] = [value('before', 'EVENT_LOG'), value('after', 'EVENT_LOG')];
  const inManifest = { before: toldRates(changed, 'before'), after: toldRates(changed, 'after') };
  const raised = Object.entries(is).flatMap(([table, rules]) =>
    Object.entries(rules).flatMap(([rule, rate]) => {
      const before = was[table]?.[rule];
      const key = `${table}.${rule}`;
      // What the rule itself declares is reported with the rule.
      if (before === undefined || inManifest.after.get(key) === rate || rate <= before) return [];
      return [`${key}: ${before} → ${rate}`];
    }),
  );
  const about = { address: resource.address, documentation: QUALITY };
  return [
    ...(raised.length > 0
      ? [
          {
            ...about,
            kind: 'tolerance-raised' as const,
            what: `The task \`quality_gate\` tolerates more rows that fail ${raised.length > 1 ? `${raised.length} rules` : 'a rule'}.`,
            why: `TOLERATED_FAILURE_RATES: ${raised.slice(0, 5).join('; ')}.`,
          },
        ]
      : []),
    ...(now > fewest
      ? [
          {
            ...about,
            kind: 'tolerance-raised' as const,
            what: `The task \`quality_gate\` judges a rule only from ${now} rows on instead of ${fewest}.`,
            why: `MINIMUM_ROWS: ${fewest} → ${now}.`,
          },
        ]
      : []),
    ...(log === other
      ? []
      : [
          {
            ...about,
            kind: 'unknown-change' as const,
            what: `The task \`quality_gate\` reads the event log \`${String(other)}\` instead of \`${String(log)}\`.`,
            why: 'EVENT_LOG differs. Whether the pipeline writes there is for its `event_log` to say.',
          },
        ]),
  ];
}

/** Tolerances that rules declare, by table and rule. */
function toldRates({ pipelines }: ChangedResources, side: Side): Map<string, number | undefined> {
  const rates = new Map<string, number | undefined>();
  for (const pipeline of pipelines) {
    for (const { name, expectations } of pipeline[side]?.manifest?.datasets ?? ([] as ManifestDataset[])) {
      for (const rule of expectations) rates.set(`${name}.${rule.name}`, rule.toleratedFailureRate);
    }
  }
  return rates;
}

/** Parameters that jobs give to the checks. */
function parameterFindings({ resource, name }: TaskNotebookChange, changed: ChangedResources): Finding[] {
  return changed.ofType('job').flatMap((job) =>
    tasksOf(job.after).flatMap((task) => {
      if (blockOf(task, 'notebook_task')?.notebook_path !== resource.after?.path) return [];
      return changed
        .take(job, 'task', String(task.task_key), 'notebook_task', 'base_parameters')
        .map((change): Finding => {
          const parameter = change.path.at(-1) as string;
          const about = { address: job.address, why: `${describeChange(job, change)}.` };
          const more = Number(change.after ?? 0) > Number(change.before ?? 0);
          if (name === 'quality_gate' && TOLERANCES.has(parameter)) {
            return {
              ...about,
              kind: more ? 'tolerance-raised' : 'safe-change',
              what: `The task \`quality_gate\` tolerates ${more ? 'more' : 'fewer'} rows that fail a rule.`,
              documentation: QUALITY,
            };
          }
          if (name === 'quality_gate' && parameter === 'lookback_hours') {
            const isLess = change.after !== undefined && !more;
            return {
              ...about,
              kind: isLess ? 'tolerance-raised' : 'safe-change',
              what: isLess
                ? 'The task `quality_gate` judges fewer hours.'
                : 'The task `quality_gate` judges at least as much as before.',
            };
          }
          if (name === 'table_access' && parameter === 'tags') {
            return {
              ...about,
              kind: 'safe-change',
              what: 'The task `table_access` sets other tags on the tables.',
            };
          }
          const follows =
            ['catalog', 'schema'].includes(parameter) && followsPipeline(change.after, parameter, changed);
          return follows
            ? {
                ...about,
                kind: 'safe-change',
                what: `The task \`${name}\` follows the tables to their new place.`,
              }
            : {
                ...about,
                kind: 'unknown-change',
                what: `The task \`${name}\` gets another value for \`${parameter}\`.`,
              };
        });
    }),
  );
}

function followsPipeline(value: unknown, place: string, { deployment }: ChangedResources): boolean {
  return deployment.resources.some(({ type, after }) => type === 'pipeline' && after?.[place] === value);
}
