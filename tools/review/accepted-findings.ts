import { didYouMean } from '../terminal/suggestion';
import type { Finding } from './finding';
import { FINDING_KINDS, type FindingKind } from './finding-kinds';

/** A finding that is accepted: `--allow kind` wherever it is, `--allow kind=dataset` there alone. */
export interface Acceptance {
  readonly kind: FindingKind;

  /**
   * Dataset or address of a resource.
   * @default - wherever it is found
   */
  readonly subject?: string;
}

/** Kinds that may have to be accepted: all that are not safe. */
export const ACCEPTABLE_KINDS = Object.entries(FINDING_KINDS)
  .filter(([, { severity }]) => severity !== 'safe')
  .map(([kind]) => kind as FindingKind);

/**
 * Reads `kind` or `kind=dataset`.
 *
 * @returns the acceptance, or a sentence that says what is wrong
 */
export function readAcceptance(text: string): Acceptance | string {
  const [, kind = '', subject] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const known = ACCEPTABLE_KINDS.find((name) => name === kind);
  if (!known) {
    return `--allow '${text}' names no finding.${didYouMean(kind, ACCEPTABLE_KINDS) || ' npx medallion review --help lists them.'}`;
  }
  if (subject === '') return `--allow '${text}' names no dataset. Say which, or leave '=' out.`;
  return { kind: known, ...(subject === undefined ? {} : { subject }) };
}

/** Whether a finding is accepted, with everything that it is about. */
export function isAccepted(finding: Finding, acceptances: readonly Acceptance[]): boolean {
  const ofItsKind = acceptances.filter(({ kind }) => kind === finding.kind);
  if (ofItsKind.some(({ subject }) => subject === undefined)) return true;
  const named = new Set(ofItsKind.map(({ subject }) => subject));
  const subjects = subjectsOf(finding);
  return subjects.length > 0 && subjects.every((subject) => named.has(subject));
}

/** What has to be passed to accept a finding. */
export function acceptanceOf(finding: Finding): string[] {
  const subjects = subjectsOf(finding);
  if (subjects.length === 0) return [`--allow ${finding.kind}`];
  return subjects.map((subject) => `--allow ${finding.kind}=${subject}`);
}

/** Acceptances that accept nothing, as they were written. */
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

/** What has to be named: what is downstream follows. */
function subjectsOf({ address, dataset, furtherDatasets = [] }: Finding): string[] {
  if (address !== undefined) return [address];
  return dataset === undefined ? [] : [dataset, ...furtherDatasets];
}
