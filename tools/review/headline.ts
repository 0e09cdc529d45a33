import { datasetsOf, type Finding, topicOf } from './finding';
import { FINDING_KINDS, type FindingKind, kindOf } from './finding-kinds';
import { capital } from './sentences';

/** Kinds for which the headline must not claim that nothing is dropped. */
const DROPPING: readonly FindingKind[] = [
  'pipeline-deleted',
  'pipeline-replaced',
  'container-deleted',
  'container-replaced',
  'dataset-removed',
  'dataset-renamed',
  'kind-changed',
  'history-lost',
  'unknown-change',
];

/** One-sentence summary: `2 tables added, silver_listens needs a full refresh, nothing dropped.` */
export function headlineOf(findings: readonly Finding[], hasChanges: boolean): string {
  const phrases = Object.keys(FINDING_KINDS).flatMap((kind) => {
    const found = findings.filter((finding) => finding.kind === kind);
    return found.length === 0 ? [] : phraseOf(kind as FindingKind, found);
  });
  const isDropping = findings.some(({ kind }) => DROPPING.includes(kind));
  if (phrases.length === 0) {
    if (!hasChanges) return 'Nothing changes.';
    const notable = findings.filter((finding) => topicOf(finding) !== 'safe');
    return notable.length > 0
      ? `${capital(`${notable.length === 1 ? '1 finding' : `${notable.length} findings`}, nothing dropped`)}.`
      : 'Only safe changes, nothing dropped.';
  }
  return `${capital([...phrases, ...(isDropping ? [] : ['nothing dropped'])].join(', '))}.`;
}

function phraseOf(kind: FindingKind, findings: readonly Finding[]): string[] {
  const { headline: [one, several] = [] } = kindOf(kind);
  if (one === undefined || several === undefined) return [];
  const counted = one.includes('@') ? [...new Set(findings.flatMap(datasetsOf))] : findings;
  const [first] = counted;
  return [
    counted.length === 1
      ? one.replace('@', () => `\`${String(first)}\``)
      : several.replace('#', String(counted.length)),
  ];
}
