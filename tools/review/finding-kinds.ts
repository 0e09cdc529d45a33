/** Severities, highest last; the highest severity of a review determines its exit status. */
export const SEVERITIES = ['safe', 'attention', 'data at risk'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Topics of findings, in the order of a review. */
export const TOPICS = [
  ...(['data at risk', 'full refresh', 'recompute', 'data quality', 'access', 'cost'] as const),
  ...(['operation', 'drift', 'unknown', 'safe'] as const),
] as const;
export type Topic = (typeof TOPICS)[number];

/** Properties shared by all findings of a kind. */
interface Kind {
  readonly topic: Topic;
  readonly severity: Severity;

  /**
   * Headline phrases for one finding and for several, with `#` for their number. An `@` in the first is replaced by the
   * name of the dataset, and datasets are counted instead of findings.
   * @default - the headline does not mention it
   */
  readonly headline?: readonly [one: string, several: string];

  /**
   * What happens if nothing is done, unless the finding is more specific.
   * @default - nothing: only for safe kinds
   */
  readonly otherwise?: string;

  /** What to do, unless the finding is more specific. */
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
 * Every kind of finding by the name that `--allow` takes, in the order of the headline. Any other change is an
 * `unknown-change`, which is never safe.
 */
export const FINDING_KINDS = {
  'pipeline-deleted': {
    ...risk,
    headline: ['the pipeline is deleted with its tables', '# pipelines are deleted with their tables'],
    otherwise: 'The tables are lost.',
    todo: 'Back up what must not be lost before you deploy.',
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'pipeline-replaced': {
    ...risk,
    headline: [
      'the pipeline is replaced and its tables are lost',
      '# pipelines are replaced and their tables are lost',
    ],
    otherwise: 'The tables are lost, and the new ones contain only what their sources still hold.',
    todo: 'Back up what must not be lost before you deploy.',
    documentation: 'https://docs.databricks.com/api/workspace/pipelines/delete',
  },
  'container-deleted': {
    ...risk,
    headline: ['a container of tables is deleted', '# containers of tables are deleted'],
    otherwise: 'Its contents are lost.',
    todo: 'Check its contents, and back up what must not be lost before you deploy.',
    documentation: `${DOCS}/data-governance/unity-catalog/`,
  },
  'container-replaced': {
    ...risk,
    headline: ['a container of tables is replaced', '# containers of tables are replaced'],
    otherwise: 'Its contents are lost.',
    todo: 'Check its contents, and back up what must not be lost before you deploy.',
    documentation: `${DOCS}/data-governance/unity-catalog/`,
  },
  'tables-moved': {
    ...risk,
    headline: ['every table moves', 'the tables of # pipelines move'],
    otherwise: 'Readers of the old tables see stale rows.',
    todo: 'Point readers to the new location.',
    documentation: `${LDP}/target-schema`,
  },
  'dataset-moved': {
    topic: 'operation',
    severity: 'attention',
    headline: ['@ moves to a different pipeline', '# tables move to a different pipeline'],
    otherwise: 'The update of the new pipeline fails, because the table still belongs to the old one.',
    todo: 'Hand the table over before the next update.',
    documentation: `${LDP}/move-table`,
  },
  'secrets-deleted': {
    ...risk,
    headline: ['secrets are deleted', '# secret scopes are deleted'],
    otherwise: 'Everything that uses the secret fails.',
    todo: 'Have the value ready, and store it again after the deployment.',
    documentation: `${DOCS}/security/secrets/`,
  },
  'protection-removed': {
    ...risk,
    headline: ['1 protection is removed', '# protections are removed'],
    otherwise: 'This deployment deletes nothing, but a later one may.',
    todo: 'Keep the protection if the data must be kept.',
    documentation:
      'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy',
  },
  'grants-removed': {
    ...risk,
    headline: ['grants are removed', '# sets of grants are removed'],
    otherwise: 'Queries and jobs that need the grants fail.',
    todo: 'Keep the grants, or inform the principals that use them.',
    documentation: PRIVILEGES,
  },
  'dataset-removed': {
    ...risk,
    headline: ['@ is dropped', '# tables are dropped'],
    otherwise: 'Its rows are lost.',
    todo: 'Copy the rows before you deploy if they are needed.',
    documentation: `${LDP}/unity-catalog`,
  },
  'dataset-renamed': {
    ...risk,
    headline: ['@ is renamed', '# tables are renamed'],
    otherwise: 'The rows of the old table are lost.',
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
    otherwise: 'The next update fails, or continues from an incompatible checkpoint.',
    todo: 'Fully refresh it, and everything downstream, after the deployment.',
    documentation: `${LDP}/full-refresh-st`,
  },
  recomputed: {
    topic: 'recompute',
    severity: 'attention',
    headline: ['@ is recomputed', '# tables are recomputed'],
    otherwise: 'Values that readers have seen before can change.',
    todo: 'Inform its readers if its values change.',
    documentation: `${LDP}/concepts/refresh`,
  },
  'old-rows-stay': {
    topic: 'recompute',
    severity: 'attention',
    headline: ['@ keeps its old rows unchanged', '# tables keep their old rows unchanged'],
    otherwise: 'Readers of the table find inconsistent old and new rows.',
    todo: 'Decide whether existing rows must be recomputed.',
    documentation: `${LDP}/concepts/refresh`,
  },
  'rule-removed': {
    ...quality,
    headline: ['1 rule is removed', '# rules are removed'],
    otherwise: 'Rows that it would have rejected flow downstream unnoticed.',
    todo: 'Check in the event log how many rows have failed it recently.',
    documentation: `${LDP}/expectations`,
  },
  'rule-weakened': {
    ...quality,
    headline: ['1 rule is weakened', '# rules are weakened'],
    otherwise: 'Rows that were rejected before flow downstream.',
    todo: 'Check in the event log or the quarantine how many rows have failed it recently.',
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
    headline: ['1 rule is stricter', '# rules are stricter'],
    otherwise: 'From the next update on, updates may fail or rows may be missing.',
    todo: 'Count the existing rows that fail it before you deploy.',
    documentation: `${LDP}/expectations`,
  },
  'tolerance-raised': {
    ...quality,
    headline: ['1 tolerance is raised', '# tolerances are raised'],
    otherwise: 'More rows can fail before it is reported.',
    todo: 'Check the recent failure rate in the event log.',
    documentation: `${LDP}/expectations`,
  },
  'personal-data-exposed': {
    ...access,
    headline: ['personal data is exposed', 'personal data is exposed'],
    otherwise: 'Readers can identify the people in the data.',
    todo: 'Get the agreement of the data owner and of the privacy officer.',
    documentation: `${DOCS}/data-governance/unity-catalog/tags`,
  },
  'access-gained': {
    ...access,
    headline: ['access is granted', 'access is granted'],
    otherwise: 'The right takes effect with the deployment.',
    todo: 'Get the agreement of the data owner.',
    documentation: PRIVILEGES,
  },
  'access-lost': {
    ...access,
    headline: ['access is revoked', 'access is revoked'],
    otherwise: 'Queries and jobs of this principal that need the right fail.',
    todo: 'Check with the owner of the principal.',
    documentation: PRIVILEGES,
  },
  'cost-raised': {
    topic: 'cost',
    severity: 'attention',
    headline: ['the cost rises', 'the cost rises'],
    otherwise: 'The bill can rise by this difference for every hour of running time.',
    todo: 'Compare it with the cost of recent updates in system.billing.usage and with the budget.',
    documentation: `${DOCS}/admin/system-tables/billing`,
  },
  'schedule-stopped': {
    ...operation,
    headline: ['a schedule stops', '# schedules stop'],
    otherwise: 'Tables are less fresh than readers expect.',
    todo: 'Inform their readers, or keep the schedule.',
    documentation: `${DOCS}/jobs/scheduled`,
  },
  'monitoring-removed': {
    ...operation,
    headline: ['monitoring is removed', 'monitoring is removed'],
    otherwise: 'Problems it reported go unnoticed.',
    todo: 'Make sure that they are reported elsewhere.',
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
    headline: ['the pipeline must be restarted', '# pipelines must be restarted'],
    otherwise: 'The running update uses the old code.',
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
    otherwise: 'Queries, dashboards or links of other users fail after the deployment.',
    todo: 'Inform its users before you deploy; system.access.table_lineage shows who reads a table.',
    documentation: `${DOCS}/admin/system-tables/lineage`,
  },
  drift: {
    topic: 'drift',
    severity: 'attention',
    headline: ['1 out-of-band change', '# out-of-band changes'],
    otherwise: 'Code and workspace differ until a deployment changes the same attribute.',
    todo: 'Find out who changed it, then add the change to the code or revert it.',
    documentation: 'https://developer.hashicorp.com/terraform/tutorials/state/resource-drift',
  },
  'deployment-interrupted': {
    topic: 'drift',
    severity: 'safe',
    headline: ['the last deployment is completed', 'the last deployment is completed'],
  },
  'unknown-change': {
    topic: 'unknown',
    severity: 'attention',
    headline: ['1 change cannot be assessed', '# changes cannot be assessed'],
    otherwise: 'Its effect becomes visible only after the deployment.',
    todo: 'Read the change in the plan, and try it in a different environment first.',
    documentation: 'https://registry.terraform.io/providers/databricks/databricks/latest/docs',
  },
  'safe-change': { topic: 'safe', severity: 'safe' },
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** Properties of a kind. */
export function kindOf(kind: FindingKind): Kind {
  return FINDING_KINDS[kind];
}
