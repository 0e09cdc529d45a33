import { type Finding, type FindingKind, severityOf } from './finding';

/** What is true of every finding of a kind. */
export type Advice = Required<Pick<Finding, 'otherwise' | 'todo' | 'documentation'>>;

const LDP = 'https://docs.databricks.com/aws/en/ldp';

/** What holds for each kind that is not safe, where a finding has nothing more exact to say. */
export const ADVICE: Readonly<Record<Exclude<FindingKind, 'dataset-added' | 'safe-change'>, Advice>> = {
  'pipeline-deleted': {
    otherwise: 'The tables are gone.',
    todo: { sentence: 'Copy what must not be lost before you deploy.' },
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'pipeline-replaced': {
    otherwise: 'The tables are gone, and the new ones hold what their sources still have.',
    todo: { sentence: 'Copy what must not be lost before you deploy.' },
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'container-deleted': {
    otherwise: 'What is in it is gone.',
    todo: { sentence: 'Look at what is in it, and copy what must not be lost before you deploy.' },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/',
  },
  'container-replaced': {
    otherwise: 'What is in it is gone.',
    todo: { sentence: 'Look at what is in it, and copy what must not be lost before you deploy.' },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/',
  },
  'tables-moved': {
    otherwise: 'Who reads the old tables sees old rows.',
    todo: { sentence: 'Send readers to the new place.' },
    documentation: `${LDP}/target-schema`,
  },
  'dataset-removed': {
    otherwise: 'Its rows are gone.',
    todo: { sentence: 'Copy the rows before you deploy if they are needed.' },
    documentation: `${LDP}/unity-catalog`,
  },
  'dataset-renamed': {
    otherwise: 'The rows of the old table are gone.',
    todo: { sentence: 'Keep the name, or copy the rows before you deploy.' },
    documentation: `${LDP}/unity-catalog`,
  },
  'kind-changed': {
    otherwise: 'The next update fails while the old table is there.',
    todo: { sentence: 'Copy the rows if they are needed, and drop the old table.' },
    documentation: `${LDP}/unity-catalog`,
  },
  'history-lost': {
    otherwise: 'Rows that Kafka no longer holds cannot be brought back.',
    todo: { sentence: 'Copy the rows first if they are needed.' },
    documentation: `${LDP}/full-refresh-st`,
  },
  'protection-removed': {
    otherwise: 'Nothing goes by this deployment, but nothing stops a later one.',
    todo: { sentence: 'Keep the protection, unless the data may go.' },
    documentation:
      'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy',
  },
  'grants-removed': {
    otherwise: 'What everybody reads or runs there fails.',
    todo: { sentence: 'Keep the grants, or tell who used them.' },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/',
  },
  'secrets-deleted': {
    otherwise: 'What uses the secret fails.',
    todo: { sentence: 'Have the value at hand, and put it in again after the deployment.' },
    documentation: 'https://docs.databricks.com/aws/en/security/secrets/',
  },
  'full-refresh-needed': {
    otherwise: 'The next update fails, or goes on from a checkpoint that does not fit.',
    todo: { sentence: 'Fully refresh it, and everything downstream, after the deployment.' },
    documentation: `${LDP}/full-refresh-st`,
  },
  recomputed: {
    otherwise: 'Figures that somebody has seen before can be other ones afterwards.',
    todo: { sentence: 'Tell who reads it, if its figures change.' },
    documentation: `${LDP}/concepts/refresh`,
  },
  'old-rows-stay': {
    otherwise: 'Who reads the table meets old and new rows that differ.',
    todo: { sentence: 'Decide whether old rows have to be computed again.' },
    documentation: `${LDP}/concepts/refresh`,
  },
  'rule-removed': {
    otherwise:
      'Rows that it would have met go on to everything downstream of the table, and nobody hears of them.',
    todo: { sentence: 'Look at how many rows it has met lately, in the event log, before you let it go.' },
    documentation: `${LDP}/expectations`,
  },
  'rule-weakened': {
    otherwise: 'Rows that were stopped before go on to everything downstream of the table.',
    todo: { sentence: 'Look at how many rows it has met lately, in the event log or in the quarantine.' },
    documentation: `${LDP}/expectations`,
  },
  'rule-changed': {
    otherwise: 'Rows that passed may be stopped, and rows that were stopped may pass.',
    todo: { sentence: 'Ask both conditions of the rows that are there, and compare the counts.' },
    documentation: `${LDP}/expectations`,
  },
  'rule-strengthened': {
    otherwise: 'Updates may fail, or rows be missing, from the next update on.',
    todo: { sentence: 'Count the rows that fail it now, before you deploy.' },
    documentation: `${LDP}/expectations`,
  },
  'tolerance-raised': {
    otherwise: 'More rows can be bad before anybody hears of it.',
    todo: { sentence: 'Look at the share of rows that failed lately, in the event log.' },
    documentation: `${LDP}/expectations`,
  },
  'access-lost': {
    otherwise: 'What reads or runs as this principal fails where it needs the right.',
    todo: { sentence: 'Ask whoever is behind it, if that is not agreed.' },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/',
  },
  'access-gained': {
    otherwise: 'They can use the right as soon as it is deployed.',
    todo: { sentence: 'Make sure that the owner of the data agrees.' },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/',
  },
  'personal-data-exposed': {
    otherwise: 'People can see who a row is about.',
    todo: {
      sentence: 'Make sure that the owner of the data, and whoever is responsible for privacy, agree.',
    },
    documentation: 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/tags',
  },
  'cost-raised': {
    otherwise: 'The bill can be higher by as much, for every hour that it runs.',
    todo: {
      sentence: 'Compare with what the last updates took, in system.billing.usage, and with the budget.',
    },
    documentation: 'https://docs.databricks.com/aws/en/admin/system-tables/billing',
  },
  'restart-needed': {
    otherwise: 'What is deployed and what runs are two things.',
    todo: { sentence: 'Start the pipeline again after the deployment.' },
    documentation: `${LDP}/updates`,
  },
  'pipeline-restarted': {
    otherwise: 'No row is lost; tables are not updated while it starts.',
    todo: { sentence: 'See that the new update runs.' },
    documentation: `${LDP}/updates`,
  },
  'update-interrupted': {
    otherwise: 'No row is lost; the next update goes on from where it was.',
    todo: { sentence: 'Deploy when no update runs.' },
    documentation: `${LDP}/updates`,
  },
  'readers-break': {
    otherwise: 'Queries, dashboards or links of other people fail after the deployment.',
    todo: {
      sentence: 'Tell who uses it before you deploy; system.access.table_lineage has who reads a table.',
    },
    documentation: 'https://docs.databricks.com/aws/en/admin/system-tables/lineage',
  },
  'schedule-stopped': {
    otherwise: 'Tables are older than people are used to.',
    todo: { sentence: 'Tell who reads them, or keep the schedule.' },
    documentation: 'https://docs.databricks.com/aws/en/jobs/scheduled',
  },
  'monitoring-removed': {
    otherwise: 'What it told of happens unseen.',
    todo: { sentence: 'Make sure that something else tells of it.' },
    documentation: `${LDP}/observability`,
  },
  drift: {
    otherwise: 'Code and workspace differ until the next deployment that changes the same attribute.',
    todo: { sentence: 'Ask who changed it, and put it into the code or take it back.' },
    documentation: 'https://developer.hashicorp.com/terraform/tutorials/state/resource-drift',
  },
  'unknown-change': {
    otherwise: 'What it does shows when it is deployed.',
    todo: { sentence: 'Read the change in the plan itself, and try it in another environment first.' },
    documentation: 'https://registry.terraform.io/providers/databricks/databricks/latest/docs',
  },
};

/** A finding with the advice of its kind where it has none of its own. */
export function advised(finding: Finding): Finding {
  if (severityOf(finding) === 'safe') return finding;
  const { otherwise, todo, documentation } = ADVICE[finding.kind as keyof typeof ADVICE];
  return { otherwise, todo, documentation, ...withoutNothing(finding) };
}

/** Without attributes that are there and undefined: they would hide the advice. */
function withoutNothing(finding: Finding): Finding {
  return Object.fromEntries(
    Object.entries(finding).filter(([, value]) => value !== undefined),
  ) as unknown as Finding;
}
