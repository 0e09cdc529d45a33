import { datasetsOf, type Finding, type FindingKind, topicOf } from './finding';

/** What a headline says of a kind: of one thing by name, and of several by their number. */
interface Phrase {
  readonly one: (name: string) => string;
  readonly several: (count: number) => string;
  /** Whether datasets are counted, with all that a finding is true of, rather than findings. */
  readonly counts: 'datasets' | 'findings';
}

const tables = (verb: string, verbOfOne = verb): Phrase => ({
  one: (name) => `${name} ${verbOfOne}`,
  several: (count) => `${count} tables ${verb}`,
  counts: 'datasets',
});

const changes = (one: string, several: (count: number) => string): Phrase => ({
  one: () => one,
  several,
  counts: 'findings',
});

/** What a headline tells, in this order; all else is a line of the review. */
const PHRASES: Partial<Readonly<Record<FindingKind, Phrase>>> = {
  'pipeline-deleted': changes(
    'the pipeline is deleted with its tables',
    (count) => `${count} pipelines are deleted with their tables`,
  ),
  'pipeline-replaced': changes(
    'the pipeline is replaced and its tables are lost',
    (count) => `${count} pipelines are replaced and their tables are lost`,
  ),
  'container-deleted': changes(
    'what holds tables is deleted',
    (count) => `${count} containers of tables are deleted`,
  ),
  'container-replaced': changes(
    'what holds tables is replaced',
    (count) => `${count} containers of tables are replaced`,
  ),
  'tables-moved': changes('every table moves', (count) => `the tables of ${count} pipelines move`),
  'secrets-deleted': changes('secrets are deleted', (count) => `${count} scopes of secrets are deleted`),
  'protection-removed': changes('1 protection is removed', (count) => `${count} protections are removed`),
  'grants-removed': changes('grants are removed', (count) => `${count} sets of grants are removed`),
  'dataset-removed': tables('are dropped', 'is dropped'),
  'dataset-renamed': tables('are renamed', 'is renamed'),
  'kind-changed': tables('change their kind', 'changes its kind'),
  'history-lost': tables('may lose history', 'may lose history'),
  'dataset-added': tables('added', 'is added'),
  'full-refresh-needed': tables('need a full refresh', 'needs a full refresh'),
  recomputed: tables('are recomputed', 'is recomputed'),
  'old-rows-stay': tables('keep their old rows as they are', 'keeps its old rows as they are'),
  'rule-removed': changes('1 rule is removed', (count) => `${count} rules are removed`),
  'rule-weakened': changes('1 rule is weakened', (count) => `${count} rules are weakened`),
  'rule-changed': changes('1 rule is changed', (count) => `${count} rules are changed`),
  'rule-strengthened': changes('1 rule is stronger', (count) => `${count} rules are stronger`),
  'tolerance-raised': changes('1 tolerance is raised', (count) => `${count} tolerances are raised`),
  'personal-data-exposed': changes('personal data is exposed', () => 'personal data is exposed'),
  'access-gained': changes('somebody gains access', () => 'some gain access'),
  'access-lost': changes('somebody loses access', () => 'some lose access'),
  'cost-raised': changes('the cost rises', () => 'the cost rises'),
  'schedule-stopped': changes('a schedule stops', (count) => `${count} schedules stop`),
  'monitoring-removed': changes('monitoring is removed', () => 'monitoring is removed'),
  'pipeline-restarted': changes('the pipeline restarts', (count) => `${count} pipelines restart`),
  'restart-needed': changes(
    'the pipeline has to be restarted',
    (count) => `${count} pipelines have to be restarted`,
  ),
  drift: changes('1 out-of-band change', (count) => `${count} out-of-band changes`),
  'unknown-change': changes('1 change cannot be judged', (count) => `${count} changes cannot be judged`),
};

/** Kinds after which nobody can say that nothing is dropped. */
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

/** A sentence that a reviewer can act on: `2 tables added, silver_listens needs a full refresh, nothing dropped.` */
export function headlineOf(findings: readonly Finding[], hasChanges: boolean): string {
  const phrases = Object.entries(PHRASES).flatMap(([kind, phrase]) => {
    const found = findings.filter((finding) => finding.kind === kind);
    return found.length === 0 ? [] : [worded(phrase, found)];
  });
  const isDropping = findings.some(({ kind }) => DROPPING.includes(kind));
  if (phrases.length === 0) {
    if (!hasChanges) return 'Nothing changes.';
    const told = findings.filter((finding) => topicOf(finding) !== 'safe');
    return told.length > 0
      ? `${capital(`${told.length === 1 ? '1 finding' : `${told.length} findings`}, nothing dropped`)}.`
      : 'Only safe changes, nothing dropped.';
  }
  return `${capital([...phrases, ...(isDropping ? [] : ['nothing dropped'])].join(', '))}.`;
}

function worded({ one, several, counts }: Phrase, findings: readonly Finding[]): string {
  if (counts === 'findings') return findings.length === 1 ? one('') : several(findings.length);
  const datasets = new Set(findings.flatMap(datasetsOf));
  const [only] = datasets;
  return datasets.size === 1 && only ? one(`\`${only}\``) : several(datasets.size);
}

/** With a capital letter in front, unless it begins with a name. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
