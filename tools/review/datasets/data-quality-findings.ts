import { isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { FindingKind } from '../finding-kinds';
import type { PlatformChange } from '../pipeline-change';
import { oneLine } from '../sentences';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import type { FindingDraft } from './finding-draft';
import { sqlTokens } from './sql-text';

/** Findings on changed rules, keys and checks between datasets. */
export function dataQualityFindings(
  change: PlatformChange,
  changes: readonly DatasetChange[],
): FindingDraft[] {
  const ofDatasets = changes.flatMap(({ differences, before, after }) =>
    before && after ? differences.flatMap((difference) => findingOf(difference, after)) : [],
  );
  return [...ofDatasets, ...checkFindings(change, changes)];
}

function findingOf(difference: Difference, dataset: ManifestDataset): FindingDraft[] {
  const { aspect, item = '' } = difference;
  if (aspect === 'primary key' || aspect === 'reference') return [keyFinding(difference, dataset.name)];
  const rule = dataset.expectations.find(({ name }) => name === item);
  const verdict = ruleVerdict(difference, rule?.action ?? 'warn');
  if (!verdict) return [];
  const [kind, what] = verdict;
  const why = `${describeDifference(difference)}.`;
  const isOfDropped = rule?.action === 'drop' || /drop/.test(why);
  const otherwise =
    kind === 'rule-changed' || kind === 'rule-strengthened'
      ? consequence(rule?.action ?? 'warn', dataset)
      : undefined;
  return [
    {
      kind,
      dataset: dataset.name,
      // The quarantine keeps the rows that the table drops.
      ...(dataset.quarantine && isOfDropped ? { behind: [dataset.quarantine] } : {}),
      what,
      why,
      ...(otherwise ? { otherwise } : {}),
      sameAs: `${aspect} ${item} ${rule?.action}`,
    },
  ];
}

/** Kind and description of a rule difference; undefined for other differences. */
function ruleVerdict(
  { aspect, item, after, degree }: Difference,
  action: 'warn' | 'drop' | 'fail',
): readonly [FindingKind, (names: string) => string] | undefined {
  if (!/^(rule( name| action| condition)?|tolerance)$/.test(aspect)) return undefined;
  if (aspect === 'rule' && after === undefined)
    return [
      'rule-removed',
      (names) => `Rule \`${item}\` of ${names} is removed: rows are no longer checked against it.`,
    ];
  if (aspect === 'rule name')
    return ['safe-change', (names) => `Rule \`${item}\` of ${names} has a new name and the same condition.`];
  if (aspect === 'tolerance' && degree === 'weaker')
    return [
      'tolerance-raised',
      (names) => `The job tolerates more failed rows of ${names} for rule \`${item}\`.`,
    ];
  if (aspect === 'tolerance')
    return [
      'safe-change',
      (names) => `The job tolerates fewer failed rows of ${names} for rule \`${item}\`.`,
    ];
  if (degree === 'weaker' && aspect === 'rule action')
    return [
      'rule-weakened',
      (names) => `Rule \`${item}\` of ${names} has a weaker action for rows that fail it.`,
    ];
  if (degree === 'weaker')
    return ['rule-weakened', (names) => `Rule \`${item}\` of ${names} passes rows that it rejected before.`];
  if (degree === undefined && aspect === 'rule condition')
    return [
      'rule-changed',
      (names) =>
        `Rule \`${item}\` of ${names} has a different condition: the rows that pass and fail may change.`,
    ];
  if (action === 'warn')
    return [
      'safe-change',
      (names) => `Rule \`${item}\` of ${names} counts more rows as failed; it still keeps all rows.`,
    ];
  const does = action === 'fail' ? 'fails the update on rows' : 'drops rows';
  return ['rule-strengthened', (names) => `Rule \`${item}\` of ${names} ${does} that passed before.`];
}

/** The effect of a stricter rule on existing and new rows. */
function consequence(action: 'warn' | 'drop' | 'fail', dataset: ManifestDataset): string | undefined {
  const rows = isStreamingTable(dataset)
    ? 'Only new rows are checked; existing rows stay.'
    : 'The next update checks all rows, not only new ones.';
  if (action === 'fail') return `${rows} A single failing row fails the update.`;
  return action === 'drop' ? `${rows} Failing rows are dropped.` : undefined;
}

function keyFinding(difference: Difference, name: string): FindingDraft {
  const { aspect, before, after } = difference;
  const [kind, ending] =
    before === undefined
      ? (['safe-change', 'is checked from now on'] as const)
      : after === undefined
        ? (['rule-removed', 'is no longer checked'] as const)
        : (['rule-changed', 'is checked differently'] as const);
  return {
    kind,
    dataset: name,
    what: (names, several) =>
      `The ${aspect} of ${names} ${ending} by data-quality checks; the ${several ? 'tables stay as they are' : 'table stays as it is'}.`,
    why: `${describeDifference(difference)}.`,
    sameAs: `${aspect} ${kind}`,
  };
}

function checkFindings({ before, after }: PlatformChange, changes: readonly DatasetChange[]): FindingDraft[] {
  // Checks of a new pipeline are new with it.
  if (!before) return [];
  const renamed = new Map(
    changes.flatMap(({ before: was, name }) => (was && was.name !== name ? [[was.name, name]] : [])),
  );
  const were = new Map((before.manifest?.checks ?? []).map((check) => [check.name, check]));
  const are = new Map((after?.manifest?.checks ?? []).map((check) => [check.name, check]));
  // Reading a renamed table under its new name is no change.
  const tokens = (query: string) => sqlTokens(query).replaceAll(/\w+/g, (word) => renamed.get(word) ?? word);
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((name): FindingDraft[] => {
    const [was, is] = [were.get(name), are.get(name)];
    const finding = (kind: FindingKind, what: string, why: string): FindingDraft[] => [
      {
        kind,
        what: (_names, several) => (several ? `Several checks: each ${what}` : `Check \`${name}\` ${what}`),
        why,
        sameAs: what,
      },
    ];
    if (!is) return finding('rule-removed', 'is removed.', `Its comment was: ${was?.comment}`);
    if (!was) return finding('safe-change', 'is new.', `Its comment is: ${is.comment}`);
    if (tokens(was.query) !== sqlTokens(is.query)) {
      const queries = [was.query, is.query].map(oneLine);
      return finding('rule-changed', 'has a different query.', queries.join(' → '));
    }
    if (was.query !== is.query)
      return finding('safe-change', 'has a reformatted query with the same meaning.', is.comment);
    if (was.comment === is.comment) return [];
    return finding('safe-change', 'has a different comment.', `${was.comment} → ${is.comment}`);
  });
}
