import { type FindingKind, kindOf, SEVERITIES, type Severity, type Topic } from './finding-kinds';

/** One thing that a deployment will do, and what a reviewer has to know about it. */
export interface Finding {
  readonly kind: FindingKind;

  /** Dataset that it is about. */
  readonly dataset?: string;

  /**
   * Further datasets that it applies to, in the order in which data flows: a thousand tables must not give a thousand
   * lines.
   * @default - none
   */
  readonly furtherDatasets?: readonly string[];

  /**
   * Datasets downstream, which have to follow.
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

  /** Documentation of what it says. */
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
  return kindOf(kind).severity;
}

/** What a finding is about. */
export function topicOf({ kind }: Finding): Topic {
  return kindOf(kind).topic;
}

/** The worst of several; safe if there is none. */
export function worstOf(findings: readonly Finding[]): Severity {
  return findings.map(severityOf).reduce<Severity>(worse, 'safe');
}

function worse(left: Severity, right: Severity): Severity {
  return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right) ? right : left;
}

/** A finding with the advice of its kind where it has none of its own. */
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
