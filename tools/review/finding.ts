/** How bad the worst of a review is, worst last; each decides the exit status. */
export const SEVERITIES = ['safe', 'attention', 'data at risk'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding is about; the order in which a review tells. */
export const TOPICS = [
  'data at risk',
  'full refresh',
  'recompute',
  'data quality',
  'access',
  'cost',
  'operation',
  'drift',
  'unknown',
  'safe',
] as const;
export type Topic = (typeof TOPICS)[number];

/**
 * Every kind of finding, by the name that `--allow` takes: what it is about and how bad it is. A change that nothing
 * here describes is `unknown-change`: never safe.
 */
export const FINDING_KINDS = {
  'pipeline-deleted': { topic: 'data at risk', severity: 'data at risk' },
  'pipeline-replaced': { topic: 'data at risk', severity: 'data at risk' },
  'container-deleted': { topic: 'data at risk', severity: 'data at risk' },
  'container-replaced': { topic: 'data at risk', severity: 'data at risk' },
  'tables-moved': { topic: 'data at risk', severity: 'data at risk' },
  'dataset-removed': { topic: 'data at risk', severity: 'data at risk' },
  'dataset-renamed': { topic: 'data at risk', severity: 'data at risk' },
  'kind-changed': { topic: 'data at risk', severity: 'data at risk' },
  'history-lost': { topic: 'data at risk', severity: 'data at risk' },
  'protection-removed': { topic: 'data at risk', severity: 'data at risk' },
  'grants-removed': { topic: 'data at risk', severity: 'data at risk' },
  'secrets-deleted': { topic: 'data at risk', severity: 'data at risk' },
  'full-refresh-needed': { topic: 'full refresh', severity: 'attention' },
  recomputed: { topic: 'recompute', severity: 'attention' },
  'old-rows-stay': { topic: 'recompute', severity: 'attention' },
  'rule-removed': { topic: 'data quality', severity: 'attention' },
  'rule-weakened': { topic: 'data quality', severity: 'attention' },
  'rule-changed': { topic: 'data quality', severity: 'attention' },
  'rule-strengthened': { topic: 'data quality', severity: 'attention' },
  'tolerance-raised': { topic: 'data quality', severity: 'attention' },
  'access-lost': { topic: 'access', severity: 'attention' },
  'access-gained': { topic: 'access', severity: 'attention' },
  'personal-data-exposed': { topic: 'access', severity: 'attention' },
  'cost-raised': { topic: 'cost', severity: 'attention' },
  'restart-needed': { topic: 'operation', severity: 'attention' },
  'pipeline-restarted': { topic: 'operation', severity: 'attention' },
  'update-interrupted': { topic: 'operation', severity: 'attention' },
  'readers-break': { topic: 'operation', severity: 'attention' },
  'schedule-stopped': { topic: 'operation', severity: 'attention' },
  'monitoring-removed': { topic: 'operation', severity: 'attention' },
  drift: { topic: 'drift', severity: 'attention' },
  'unknown-change': { topic: 'unknown', severity: 'attention' },
  'dataset-added': { topic: 'safe', severity: 'safe' },
  'safe-change': { topic: 'safe', severity: 'safe' },
} as const satisfies Readonly<Record<string, { readonly topic: Topic; readonly severity: Severity }>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** One thing that a deployment will do, and what a reviewer has to know of it. */
export interface Finding {
  readonly kind: FindingKind;

  /** Dataset that it is about. */
  readonly dataset?: string;

  /**
   * Further datasets that it is true of, in the order in which data flows: a thousand tables must not give a thousand
   * lines.
   * @default - none
   */
  readonly furtherDatasets?: readonly string[];

  /**
   * Datasets behind these, which have to follow.
   * @default - none
   */
  readonly behind?: readonly string[];

  /** Resource that it is about, if it is not a dataset. */
  readonly address?: string;

  /** What happens, in one sentence: `silver_listens needs a full refresh: its grouping keys changed.` */
  readonly what: string;

  /** Why that follows from the change. */
  readonly why: string;

  /**
   * What happens if nothing is done about it.
   * @default - nothing
   */
  readonly otherwise?: string;

  /**
   * What to do: a sentence, and commands that can be run as they are.
   * @default - nothing
   */
  readonly todo?: { readonly sentence: string; readonly commands?: readonly string[] };

  /** Documentation that it stands on. */
  readonly documentation?: string;
}

/** The datasets that a finding is about, as its properties. */
export function about(
  [dataset, ...furtherDatasets]: readonly string[],
  behind: readonly string[] = [],
): Pick<Finding, 'dataset' | 'furtherDatasets' | 'behind'> {
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(furtherDatasets.length > 0 ? { furtherDatasets } : {}),
    ...(behind.length > 0 ? { behind } : {}),
  };
}

/** All datasets of a finding, those that follow included. */
export function datasetsOf({ dataset, furtherDatasets = [], behind = [] }: Finding): string[] {
  return [...(dataset === undefined ? [] : [dataset]), ...furtherDatasets, ...behind];
}

/** How bad a finding is. */
export function severityOf({ kind }: Finding): Severity {
  return FINDING_KINDS[kind].severity;
}

/** What a finding is about. */
export function topicOf({ kind }: Finding): Topic {
  return FINDING_KINDS[kind].topic;
}

/** The worst of several; safe if there is none. */
export function worstOf(findings: readonly Finding[]): Severity {
  return findings.map(severityOf).reduce<Severity>(worse, 'safe');
}

function worse(left: Severity, right: Severity): Severity {
  return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right) ? right : left;
}
