import { didYouMean } from '../terminal/suggestion';
import type { Finding } from './finding';
import { FINDING_KINDS, type FindingKind } from './finding-kinds';

/** An accepted finding: `--allow kind` accepts it everywhere, `--allow kind=dataset` for that dataset only. */
export interface Acceptance {
  readonly kind: FindingKind;

  /**
   * Name of a dataset or address of a resource.
   * @default - all datasets and resources
   */
  readonly subject?: string;
}

/** Kinds that can be accepted: all except the safe ones. */
export const ACCEPTABLE_KINDS = Object.entries(FINDING_KINDS)
  .filter(([, { severity }]) => severity !== 'safe')
  .map(([kind]) => kind as FindingKind);

/**
 * Parses `kind` or `kind=dataset`.
 *
 * @returns the acceptance, or an error message
 */
export function readAcceptance(text: string): Acceptance | string {
  const [, kind = '', subject] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const known = ACCEPTABLE_KINDS.find((name) => name === kind);
  if (!known) {
    return `--allow '${text}': '${kind}' is not a kind of finding.${didYouMean(kind, ACCEPTABLE_KINDS) || ' Run npx medallion review --help for the list.'}`;
  }
  if (subject === '') return `--allow '${text}': the dataset after '=' is missing. Add it, or remove '='.`;
  return { kind: known, ...(subject === undefined ? {} : { subject }) };
}

/** Whether a finding is accepted for all its datasets and resources. */
export function isAccepted(finding: Finding, acceptances: readonly Acceptance[]): boolean {
  const ofItsKind = acceptances.filter(({ kind }) => kind === finding.kind);
  if (ofItsKind.some(({ subject }) => subject === undefined)) return true;
  const named = new Set(ofItsKind.map(({ subject }) => subject));
  const subjects = subjectsOf(finding);
  return subjects.length > 0 && subjects.every((subject) => named.has(subject));
}

/** The options that accept a finding. */
export function acceptanceOf(finding: Finding): string[] {
  const subjects = subjectsOf(finding);
  if (subjects.length === 0) return [`--allow ${finding.kind}`];
  return subjects.map((subject) => `--allow ${finding.kind}=${subject}`);
}

/** Acceptances that match no finding, as written. */
export function unusedAcceptances(
  acceptances: readonly Acceptance[],
  findings: readonly Finding[],
): string[] {
  return acceptances
    .filter(
      ({ kind, subject }) =>
        !findings.some(
          (finding) =>
            finding.kind === kind && (subject === undefined || subjectsOf(finding).includes(subject)),
        ),
    )
    .map(({ kind, subject }) => (subject === undefined ? kind : `${kind}=${subject}`));
}

/** Datasets or address to name in the options; datasets downstream are included. */
function subjectsOf({ address, dataset, furtherDatasets = [] }: Finding): string[] {
  if (address !== undefined) return [address];
  return dataset === undefined ? [] : [dataset, ...furtherDatasets];
}
