import { isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { FindingKind } from '../finding-kinds';
import type { PipelineChange } from '../pipeline-change';
import { oneLine } from '../sentences';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import type { FindingDraft } from './finding-draft';
import { sqlTokens } from './sql-text';

/** What changes in what is checked: rules of datasets, keys, and checks between datasets. */
export function dataQualityFindings(
  change: PipelineChange,
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
      // The quarantine keeps what the table drops.
      ...(dataset.quarantine && isOfDropped ? { behind: [dataset.quarantine] } : {}),
      what,
      why,
      ...(otherwise ? { otherwise } : {}),
      sameAs: `${aspect} ${item} ${rule?.action}`,
    },
  ];
}

/** What a difference of a rule means; nothing for other differences. */
function ruleVerdict(
  { aspect, item, after, degree }: Difference,
  action: 'warn' | 'drop' | 'fail',
): readonly [FindingKind, (names: string) => string] | undefined {
  if (!/^(rule( name| action| condition)?|tolerance)$/.test(aspect)) return undefined;
  if (aspect === 'rule' && after === undefined)
    return [
      'rule-removed',
      (names) => `Rule \`${item}\` of ${names} is gone: rows are no longer checked for it.`,
    ];
  if (aspect === 'rule name')
    return ['safe-change', (names) => `Rule \`${item}\` of ${names} has a new name; it checks the same.`];
  if (aspect === 'tolerance' && degree === 'weaker')
    return [
      'tolerance-raised',
      (names) => `More rows of ${names} may fail rule \`${item}\` before the job reports it.`,
    ];
  if (aspect === 'tolerance')
    return [
      'safe-change',
      (names) => `The job reports rule \`${item}\` of ${names} when fewer rows fail it.`,
    ];
  if (degree === 'weaker' && aspect === 'rule action')
    return ['rule-weakened', (names) => `Rule \`${item}\` of ${names} does less about rows that fail it.`];
  if (degree === 'weaker')
    return ['rule-weakened', (names) => `Rule \`${item}\` of ${names} lets rows pass that failed it before.`];
  if (degree === undefined && aspect === 'rule condition')
    return [
      'rule-changed',
      (names) =>
        `Rule \`${item}\` of ${names} has a different condition: other rows may pass and other rows fail.`,
    ];
  if (action === 'warn')
    return ['safe-change', (names) => `Rule \`${item}\` of ${names} counts more rows; it keeps all of them.`];
  const does = action === 'fail' ? 'fails the update' : 'drops rows';
  return ['rule-strengthened', (names) => `Rule \`${item}\` of ${names} ${does} where rows passed before.`];
}

/** What a stricter rule does to which rows. */
function consequence(action: 'warn' | 'drop' | 'fail', dataset: ManifestDataset): string | undefined {
  const rows = isStreamingTable(dataset)
    ? 'Existing rows stay; new ones are checked.'
    : 'All rows are checked with the next update, not only new ones.';
  if (action === 'fail') return `${rows} A single row that fails stops the update.`;
  return action === 'drop' ? `${rows} Rows that fail are dropped.` : undefined;
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

function checkFindings({ before, after }: PipelineChange, changes: readonly DatasetChange[]): FindingDraft[] {
  // Checks of a new pipeline are new with it.
  if (!before) return [];
  const renamed = new Map(
    changes.flatMap(({ before: was, name }) => (was && was.name !== name ? [[was.name, name]] : [])),
  );
  const were = new Map((before.manifest?.checks ?? []).map((check) => [check.name, check]));
  const are = new Map((after?.manifest?.checks ?? []).map((check) => [check.name, check]));
  // A table that is read under its new name is the same table.
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
    if (!is)
      return finding('rule-removed', 'is gone: nothing checks it any more.', `It said: ${was?.comment}`);
    if (!was) return finding('safe-change', 'is new.', `It says: ${is.comment}`);
    if (tokens(was.query) !== sqlTokens(is.query)) {
      const queries = [was.query, is.query].map(oneLine);
      return finding('rule-changed', 'has a different query.', queries.join(' → '));
    }
    if (was.query !== is.query)
      return finding('safe-change', 'is written differently and says the same.', is.comment);
    if (was.comment === is.comment) return [];
    return finding('safe-change', 'has a different comment.', `${was.comment} → ${is.comment}`);
  });
}
