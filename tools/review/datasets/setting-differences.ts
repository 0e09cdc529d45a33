import type { ManifestDataset } from '../../artefacts/manifest';
import { type Difference, differenceOf } from './dataset-difference';

/** The differences between two versions of a dataset other than columns, rules and code. */
export function settingDifferences(before: ManifestDataset, after: ManifestDataset): Difference[] {
  return [
    ...differenceOf('kind', before.kind, after.kind),
    ...differenceOf('pipeline', before.pipeline, after.pipeline),
    ...differenceOf('layer', before.layer, after.layer),
    ...differenceOf('comment', before.comment, after.comment),
    ...differenceOf('topic', before.topic, after.topic),
    ...inputDifferences(before, after),
    ...differenceOf('primary key', listed(before.primaryKey), listed(after.primaryKey)),
    ...entryDifferences('reference', references(before), references(after)),
    ...entryDifferences('deduplication', deduplication(before), deduplication(after)),
    ...entryDifferences('change data capture', changeDataCapture(before), changeDataCapture(after)),
    ...differenceOf('clustering', listed(before.clusterBy), listed(after.clusterBy)),
    ...propertyDifferences(before.tableProperties ?? {}, after.tableProperties ?? {}),
    ...differenceOf('quarantine', before.quarantine, after.quarantine),
    ...differenceOf('quarantine', before.quarantineOf, after.quarantineOf, 'of'),
    ...differenceOf('file', codeFile(before), codeFile(after)),
  ];
}

/** File and function that define a dataset; undefined for a Kafka stream. */
export function codeFile({ transform, query }: ManifestDataset): string | undefined {
  return transform ? `${transform.file}: ${transform.function}` : query?.file;
}

function inputDifferences(before: ManifestDataset, after: ManifestDataset): Difference[] {
  const [was, is] = [inputs(before), inputs(after)];
  const parameters = after.inputs.flatMap(({ dataset, parameter }) => {
    const other = was.get(dataset);
    return other ? differenceOf('parameter', other.parameter, parameter, dataset) : [];
  });
  const modes = [...was].flatMap(([dataset, { read }]) => {
    const other = is.get(dataset);
    return other ? differenceOf('input mode', read, other.read, dataset) : [];
  });
  return [
    ...[...was.values()]
      .filter(({ dataset }) => !is.has(dataset))
      .map(({ dataset, read }): Difference => ({ aspect: 'input', item: dataset, before: read })),
    ...[...is.values()]
      .filter(({ dataset }) => !was.has(dataset))
      .map(({ dataset, read }): Difference => ({ aspect: 'input', item: dataset, after: read })),
    ...modes,
    ...parameters,
  ];
}

function inputs(dataset: ManifestDataset): Map<string, ManifestDataset['inputs'][number]> {
  return new Map(dataset.inputs.map((input) => [input.dataset, input]));
}

/** Table properties that declare partition columns. */
const PARTITIONING = /partition(ed)?\W?(by|cols|columns)?$/i;

type Entries = Readonly<Record<string, string | undefined>>;

function propertyDifferences(before: Entries, after: Entries): Difference[] {
  return entryDifferences('table property', before, after).map((difference) =>
    PARTITIONING.test(difference.item ?? '')
      ? { ...difference, aspect: 'partitioning' as const }
      : difference,
  );
}

function entryDifferences(aspect: Difference['aspect'], before: Entries, after: Entries): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => differenceOf(aspect, before[name], after[name], name));
}

function references({ references: all = [] }: ManifestDataset): Entries {
  return Object.fromEntries(all.map(({ column, dataset }) => [column, dataset]));
}

function deduplication({ deduplicate }: ManifestDataset): Entries {
  return deduplicate
    ? { keys: listed(deduplicate.keys), within: deduplicate.within, time: deduplicate.time }
    : {};
}

function changeDataCapture({ cdc }: ManifestDataset): Entries {
  if (!cdc) return {};
  return {
    keys: listed(cdc.keys),
    sequenceBy: cdc.sequenceBy,
    scdType: String(cdc.scdType),
    applyAsDeletes: cdc.applyAsDeletes,
    exceptColumns: listed(cdc.exceptColumns),
    trackHistory: Array.isArray(cdc.trackHistory) ? listed(cdc.trackHistory) : undefined,
  };
}

function listed(names: readonly string[] | undefined): string | undefined {
  return names && names.length > 0 ? names.join(', ') : undefined;
}
