/** How bad a finding is, the worst last; the worst of a review decides its exit status. */
export const SEVERITIES = ['safe', 'attention', 'data at risk'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about, in the order of a review. */
export const TOPICS = [
  ...(['data at risk', 'full refresh', 'recompute', 'data quality', 'access', 'cost'] as const),
  ...(['operation', 'drift', 'unknown', 'safe'] as const),
] as const;
export type Topic = (typeof TOPICS)[number];

/** What applies to every finding of a kind. */
interface Kind {
  readonly topic: Topic;
  readonly severity: Severity;

  /**
   * What the headline says about one finding, and about several, with `#` for their number. If the first has an `@`, it
   * stands for the name of a dataset, and datasets are counted instead of findings.
   * @default - the headline does not mention it
   */
  readonly headline?: readonly [one: string, several: string];

  /**
   * What happens if nothing is done, where a finding says nothing more exact.
   * @default - nothing: only for safe kinds
   */
  readonly otherwise?: string;

  /** What to do, where a finding says nothing more exact. */
  readonly todo?: string;

  readonly documentation?: string;
}

const DOCS = 'https://docs.databricks.com/aws/en';
const LDP = `${DOCS}/ldp`;
const PRIVILEGES = `${DOCS}/data-governance/unity-catalog/manage-privileges/`;

const risk = { topic: 'data at risk', severity: 'data at risk' } as const;
const quality = { topic: 'data quality', severity: 'attention' } as const;
const access = { topic: 'access', severity: 'attention' } as const;
const operation = { topic: 'operation', severity: 'attention' } as const;

/**
 * Every kind of finding by the name that `--allow` takes, in the order of the headline. A change that nothing here
 * describes is `unknown-change`: never safe.
 */
export const FINDING_KINDS = {
  'pipeline-deleted': {
    ...risk,
    headline: ['the pipeline is deleted with its tables', '# pipelines are deleted with their tables'],
    otherwise: 'The tables are gone.',
    todo: 'Copy what must not be lost before you deploy.',
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'pipeline-replaced': {
    ...risk,
    headline: [
      'the pipeline is replaced and its tables are lost',
      '# pipelines are replaced and their tables are lost',
    ],
    otherwise: 'The tables are gone, and the new ones contain what their sources still have.',
    todo: 'Copy what must not be lost before you deploy.',
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'container-deleted': {
    ...risk,
    headline: ['a container of tables is deleted', '# containers of tables are deleted'],
    otherwise: 'What is in it is gone.',
    todo: 'Check its contents, and copy what must not be lost before you deploy.',
    documentation: `${DOCS}/data-governance/unity-catalog/`,
  },
  'container-replaced': {
    ...risk,
    headline: ['a container of tables is replaced', '# containers of tables are replaced'],
    otherwise: 'What is in it is gone.',
    todo: 'Check its contents, and copy what must not be lost before you deploy.',
    documentation: `${DOCS}/data-governance/unity-catalog/`,
  },
  'tables-moved': {
    ...risk,
    headline: ['every table moves', 'the tables of # pipelines move'],
    otherwise: 'Readers of the old tables see old rows.',
    todo: 'Send readers to the new place.',
    documentation: `${LDP}/target-schema`,
  },
  'secrets-deleted': {
    ...risk,
    headline: ['secrets are deleted', '# scopes of secrets are deleted'],
    otherwise: 'What uses the secret fails.',
    todo: 'Have the value ready, and store it again after the deployment.',
    documentation: `${DOCS}/security/secrets/`,
  },
  'protection-removed': {
    ...risk,
    headline: ['1 protection is removed', '# protections are removed'],
    otherwise: 'This deployment deletes nothing, but nothing prevents a later one from doing so.',
    todo: 'Keep the protection if the data must be kept.',
    documentation:
      'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy',
  },
  'grants-removed': {
    ...risk,
    headline: ['grants are removed', '# sets of grants are removed'],
    otherwise: 'Everything that people read or run there fails.',
    todo: 'Keep the grants, or inform those who used them.',
    documentation: PRIVILEGES,
  },
  'dataset-removed': {
    ...risk,
    headline: ['@ is dropped', '# tables are dropped'],
    otherwise: 'Its rows are gone.',
    todo: 'Copy the rows before you deploy if they are needed.',
    documentation: `${LDP}/unity-catalog`,
  },
  'dataset-renamed': {
    ...risk,
    headline: ['@ is renamed', '# tables are renamed'],
    otherwise: 'The rows of the old table are gone.',
    todo: 'Keep the name, or copy the rows before you deploy.',
    documentation: `${LDP}/unity-catalog`,
  },
  'kind-changed': {
    ...risk,
    headline: ['@ changes its kind', '# tables change their kind'],
    otherwise: 'The next update fails while the old table exists.',
    todo: 'Copy the rows if they are needed, and drop the old table.',
    documentation: `${LDP}/unity-catalog`,
  },
  'history-lost': {
    ...risk,
    headline: ['@ may lose history', '# tables may lose history'],
    otherwise: 'Rows that Kafka no longer holds cannot be restored.',
    todo: 'Copy the rows first if they are needed.',
    documentation: `${LDP}/full-refresh-st`,
  },
  'dataset-added': {
    topic: 'safe',
    severity: 'safe',
    headline: ['@ is added', '# tables added'],
  },
  'full-refresh-needed': {
    topic: 'full refresh',
    severity: 'attention',
    headline: ['@ needs a full refresh', '# tables need a full refresh'],
    otherwise: 'The next update fails, or continues from a checkpoint that does not fit.',
    todo: 'Fully refresh it, and everything downstream, after the deployment.',
    documentation: `${LDP}/full-refresh-st`,
  },
  recomputed: {
    topic: 'recompute',
    severity: 'attention',
    headline: ['@ is recomputed', '# tables are recomputed'],
    otherwise: 'Values that people have seen before can change.',
    todo: 'Inform its readers if its values change.',
    documentation: `${LDP}/concepts/refresh`,
  },
  'old-rows-stay': {
    topic: 'recompute',
    severity: 'attention',
    headline: ['@ keeps its old rows as they are', '# tables keep their old rows as they are'],
    otherwise: 'Readers of the table find old and new rows that differ.',
    todo: 'Decide whether old rows have to be recomputed.',
    documentation: `${LDP}/concepts/refresh`,
  },
  'rule-removed': {
    ...quality,
    headline: ['1 rule is removed', '# rules are removed'],
    otherwise: 'Rows that it would have rejected reach everything downstream unnoticed.',
    todo: 'Check in the event log how many rows have failed it lately.',
    documentation: `${LDP}/expectations`,
  },
  'rule-weakened': {
    ...quality,
    headline: ['1 rule is weakened', '# rules are weakened'],
    otherwise: 'Rows that were rejected before reach everything downstream.',
    todo: 'Check in the event log or the quarantine how many rows have failed it lately.',
    documentation: `${LDP}/expectations`,
  },
  'rule-changed': {
    ...quality,
    headline: ['1 rule is changed', '# rules are changed'],
    otherwise: 'Rows that passed may be rejected, and rows that were rejected may pass.',
    todo: 'Apply both conditions to the existing rows, and compare the counts.',
    documentation: `${LDP}/expectations`,
  },
  'rule-strengthened': {
    ...quality,
    headline: ['1 rule is stronger', '# rules are stronger'],
    otherwise: 'Updates may fail, or rows be missing, from the next update on.',
    todo: 'Count the rows that fail it now, before you deploy.',
    documentation: `${LDP}/expectations`,
  },
  'tolerance-raised': {
    ...quality,
    headline: ['1 tolerance is raised', '# tolerances are raised'],
    otherwise: 'More rows can be bad before it is reported.',
    todo: 'Check the share of rows that failed lately, in the event log.',
    documentation: `${LDP}/expectations`,
  },
  'personal-data-exposed': {
    ...access,
    headline: ['personal data is exposed', 'personal data is exposed'],
    otherwise: 'People can see who a row is about.',
    todo: 'Make sure that the owner of the data, and whoever is responsible for privacy, agree.',
    documentation: `${DOCS}/data-governance/unity-catalog/tags`,
  },
  'access-gained': {
    ...access,
    headline: ['somebody gains access', 'some gain access'],
    otherwise: 'They can use the right as soon as it is deployed.',
    todo: 'Make sure that the owner of the data agrees.',
    documentation: PRIVILEGES,
  },
  'access-lost': {
    ...access,
    headline: ['somebody loses access', 'some lose access'],
    otherwise: 'What reads or runs as this principal fails where it needs the right.',
    todo: 'Ask its owner if that is not agreed.',
    documentation: PRIVILEGES,
  },
  'cost-raised': {
    topic: 'cost',
    severity: 'attention',
    headline: ['the cost rises', 'the cost rises'],
    otherwise: 'The bill can be higher by as much, for every hour that it runs.',
    todo: 'Compare with the cost of recent updates in system.billing.usage, and with the budget.',
    documentation: `${DOCS}/admin/system-tables/billing`,
  },
  'schedule-stopped': {
    ...operation,
    headline: ['a schedule stops', '# schedules stop'],
    otherwise: 'Tables are older than people are used to.',
    todo: 'Inform their readers, or keep the schedule.',
    documentation: `${DOCS}/jobs/scheduled`,
  },
  'monitoring-removed': {
    ...operation,
    headline: ['monitoring is removed', 'monitoring is removed'],
    otherwise: 'What it reported goes unnoticed.',
    todo: 'Make sure that something else reports it.',
    documentation: `${LDP}/observability`,
  },
  'pipeline-restarted': {
    ...operation,
    headline: ['the pipeline restarts', '# pipelines restart'],
    otherwise: 'No row is lost; tables are not updated while it starts.',
    todo: 'Check that the new update runs.',
    documentation: `${LDP}/updates`,
  },
  'restart-needed': {
    ...operation,
    headline: ['the pipeline has to be restarted', '# pipelines have to be restarted'],
    otherwise: 'The running update differs from what is deployed.',
    todo: 'Restart the pipeline after the deployment.',
    documentation: `${LDP}/updates`,
  },
  'update-interrupted': {
    ...operation,
    otherwise: 'No row is lost; the next update continues where this one stopped.',
    todo: 'Deploy while no update is running.',
    documentation: `${LDP}/updates`,
  },
  'readers-break': {
    ...operation,
    otherwise: "Other people's queries, dashboards or links fail after the deployment.",
    todo: 'Inform its users before you deploy; system.access.table_lineage shows who reads a table.',
    documentation: `${DOCS}/admin/system-tables/lineage`,
  },
  drift: {
    topic: 'drift',
    severity: 'attention',
    headline: ['1 out-of-band change', '# out-of-band changes'],
    otherwise: 'Code and workspace differ until the next deployment that changes the same attribute.',
    todo: 'Ask who changed it, and add it to the code or revert it.',
    documentation: 'https://developer.hashicorp.com/terraform/tutorials/state/resource-drift',
  },
  'unknown-change': {
    topic: 'unknown',
    severity: 'attention',
    headline: ['1 change cannot be judged', '# changes cannot be judged'],
    otherwise: 'Its effect shows only after the deployment.',
    todo: 'Read the change in the plan itself, and try it in a different environment first.',
    documentation: 'https://registry.terraform.io/providers/databricks/databricks/latest/docs',
  },
  'safe-change': { topic: 'safe', severity: 'safe' },
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** What applies to a kind. */
export function kindOf(kind: FindingKind): Kind {
  return FINDING_KINDS[kind];
}
