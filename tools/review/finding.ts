import { type FindingKind, kindOf, SEVERITIES, type Severity, type Topic } from './finding-kinds';

/** One effect of a deployment, with reason, consequence and advice for the reviewer. */
export interface Finding {
  readonly kind: FindingKind;

  /** Affected dataset. */
  readonly dataset?: string;

  /**
   * Further affected datasets, in the order in which data flows: a thousand tables must not give a thousand lines.
   * @default - none
   */
  readonly furtherDatasets?: readonly string[];

  /**
   * Datasets downstream, which are affected as well.
   * @default - none
   */
  readonly behind?: readonly string[];

  /** Affected resource, unless it is a dataset. */
  readonly address?: string;

  /** What happens, in one sentence: `silver_listens needs a full refresh: its grouping keys changed.` */
  readonly what: string;

  /** The change that causes it. */
  readonly why: string;

  /**
   * What happens if nothing is done.
   * @default - nothing
   */
  readonly otherwise?: string;

  /**
   * What to do: a sentence, and commands to run.
   * @default - nothing
   */
  readonly todo?: { readonly sentence: string; readonly commands?: readonly string[] };

  /** Link to documentation. */
  readonly documentation?: string;
}

/** The dataset properties of a finding on several datasets. */
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

/** All datasets of a finding, including those downstream. */
export function datasetsOf({ dataset, furtherDatasets = [], behind = [] }: Finding): string[] {
  return [...(dataset === undefined ? [] : [dataset]), ...furtherDatasets, ...behind];
}

/** The severity of a finding. */
export function severityOf({ kind }: Finding): Severity {
  return kindOf(kind).severity;
}

/** The topic of a finding. */
export function topicOf({ kind }: Finding): Topic {
  return kindOf(kind).topic;
}

/** The highest severity; safe if there are none. */
export function worstOf(findings: readonly Finding[]): Severity {
  return findings.map(severityOf).reduce<Severity>(worse, 'safe');
}

function worse(left: Severity, right: Severity): Severity {
  return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right) ? right : left;
}

/** A finding with its kind's advice where it has no advice of its own. */
export function advised(finding: Finding): Finding {
  const { otherwise, todo, documentation } = kindOf(finding.kind);
  if (todo === undefined) return finding;
  return {
    ...finding,
    otherwise: finding.otherwise ?? otherwise,
    todo: finding.todo ?? { sentence: todo },
    documentation: finding.documentation ?? documentation,
  };
}
