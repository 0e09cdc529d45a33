import { isStreamingTable } from '../../artefacts/dataset-kind';
import type { ManifestDataset } from '../../artefacts/manifest';
import type { FindingKind } from '../finding';
import type { PipelineChange } from '../pipeline-change';
import type { DatasetChange } from './dataset-change';
import { type Difference, describeDifference } from './dataset-difference';
import type { FindingDraft } from './finding-draft';
import { sqlTokens } from './sql-text';

const EXPECTATIONS = 'https://docs.databricks.com/aws/en/ldp/expectations';

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

/** Aspects that are told here. */
const RULES: readonly Difference['aspect'][] = [
  'rule',
  'rule name',
  'rule action',
  'rule condition',
  'tolerance',
];

function findingOf(difference: Difference, dataset: ManifestDataset): FindingDraft[] {
  const { aspect, item = '', degree } = difference;
  const { name } = dataset;
  if (aspect === 'primary key' || aspect === 'reference') return [keyFinding(difference, name)];
  if (aspect === 'quarantine' && item === '' && difference.after === undefined) return [];
  if (!RULES.includes(aspect)) return [];
  const rule = dataset.expectations.find((one) => one.name === item);
  const why = `${describeDifference(difference)}.`;
  const isOfDropped = rule?.action === 'drop' || /drop/.test(why);
  const told = (kind: FindingKind, what: (names: string) => string, otherwise?: string): FindingDraft[] => [
    {
      kind,
      dataset: name,
      // What a table drops is what its quarantine keeps.
      ...(dataset.quarantine && isOfDropped ? { behind: [dataset.quarantine] } : {}),
      what: what(`\`${name}\``),
      why,
      ...(otherwise ? { otherwise } : {}),
      documentation: EXPECTATIONS,
      sameAs: `${aspect} ${item} ${rule?.action}`,
      whatOfAll: what,
    },
  ];
  if (aspect === 'rule' && difference.after === undefined) {
    return told(
      'rule-removed',
      (names) => `Rule \`${item}\` of ${names} is gone: rows are no longer checked for it.`,
    );
  }
  if (aspect === 'rule name') {
    return told(
      'safe-change',
      (names) => `Rule \`${item}\` of ${names} is counted under another name; it checks the same.`,
    );
  }
  if (aspect === 'tolerance') {
    return degree === 'weaker'
      ? told(
          'tolerance-raised',
          (names) => `More rows of ${names} may fail rule \`${item}\` before the job reports it.`,
        )
      : told(
          'safe-change',
          (names) => `The job reports rule \`${item}\` of ${names} at fewer rows that fail it.`,
        );
  }
  if (degree === 'weaker') {
    const isByAction = aspect === 'rule action';
    return told('rule-weakened', (names) =>
      isByAction
        ? `Rule \`${item}\` of ${names} does less about rows that fail it.`
        : `Rule \`${item}\` of ${names} lets rows pass that failed it before.`,
    );
  }
  const action = rule?.action ?? 'warn';
  if (degree === undefined && aspect === 'rule condition') {
    return told(
      'rule-changed',
      (names) =>
        `Rule \`${item}\` of ${names} has another condition: other rows may pass and other rows fail.`,
      consequence(action, dataset),
    );
  }
  if (action === 'warn')
    return told(
      'safe-change',
      (names) => `Rule \`${item}\` of ${names} counts more rows; it keeps all of them.`,
    );
  return told(
    'rule-strengthened',
    (names) =>
      `Rule \`${item}\` of ${names} ${action === 'fail' ? 'fails the update' : 'drops rows'} where rows passed before.`,
    consequence(action, dataset),
  );
}

/** What a stricter rule does to which rows. */
function consequence(action: 'warn' | 'drop' | 'fail', dataset: ManifestDataset): string | undefined {
  const rows = isStreamingTable(dataset)
    ? 'Rows that are there already stay; new ones are checked.'
    : 'All rows are checked with the next update, not only new ones.';
  if (action === 'fail') return `${rows} A single row that fails stops the update.`;
  return action === 'drop' ? `${rows} Rows that fail are left out.` : undefined;
}

function keyFinding(difference: Difference, name: string): FindingDraft {
  const { aspect, before, after } = difference;
  const kind = before === undefined ? 'safe-change' : after === undefined ? 'rule-removed' : 'rule-changed';
  const ending =
    kind === 'safe-change'
      ? 'is checked from now on'
      : kind === 'rule-removed'
        ? 'is no longer checked'
        : 'is checked in another way';
  return {
    kind,
    dataset: name,
    what: `The ${aspect} of \`${name}\` ${ending} by data-quality checks; the table stays as it is.`,
    why: `${describeDifference(difference)}.`,
    sameAs: `${aspect} ${kind}`,
    whatOfAll: (names) =>
      `The ${aspect} of ${names} ${ending} by data-quality checks; the tables stay as they are.`,
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
  const finding = (kind: FindingKind, name: string, what: string, why: string): FindingDraft => ({
    kind,
    what: `Check \`${name}\` ${what}`,
    why,
    sameAs: what,
    whatOfAll: () => `Several checks: each ${what}`,
  });
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((name): FindingDraft[] => {
    const [was, is] = [were.get(name), are.get(name)];
    if (!is)
      return [
        finding('rule-removed', name, 'is gone: nothing checks it any more.', `It said: ${was?.comment}`),
      ];
    if (!was) return [finding('safe-change', name, 'is new.', `It says: ${is.comment}`)];
    if (tokens(was.query) !== sqlTokens(is.query)) {
      return [
        finding('rule-changed', name, 'has another query.', `${oneLine(was.query)} → ${oneLine(is.query)}`),
      ];
    }
    if (was.query !== is.query)
      return [finding('safe-change', name, 'is written in another way and says the same.', is.comment)];
    if (was.comment === is.comment) return [];
    return [finding('safe-change', name, 'has another comment.', `${was.comment} → ${is.comment}`)];
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
