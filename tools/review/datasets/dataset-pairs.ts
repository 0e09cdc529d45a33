import type { Manifest, ManifestDataset } from '../../artefacts/manifest';

/** A dataset before and after; one side is missing if it is added or removed. */
export interface DatasetPair {
  readonly before?: ManifestDataset;
  readonly after?: ManifestDataset;

  /**
   * Evidence that a dataset was renamed.
   * @default - the names are the same, or one is missing
   */
  readonly renamedBy?: string;
}

type Key = (dataset: ManifestDataset) => string | undefined;

/** Evidence that two datasets with different names are the same, strongest first. */
const EVIDENCE: readonly (readonly [evidence: string, key: Key])[] = [
  ['both read the same topic', ({ topic }) => topic],
  [
    'both are computed by the same code from the same inputs',
    (dataset) => {
      const code = codeOf(dataset);
      return code && `${code} ${dataset.inputs.map((input) => input.dataset).join()}`;
    },
  ],
  ['both are computed by the same code', codeOf],
  ['both have the same columns', ({ columns }) => columns.map(({ name, type }) => `${name} ${type}`).join()],
];

/**
 * Pairs of datasets before and after, in the order in which data flows: matched by name, the rest by evidence of a
 * rename. Removed datasets come first.
 */
export function datasetPairs(before: Manifest, after: Manifest): DatasetPair[] {
  const were = new Map(before.datasets.map((dataset) => [dataset.name, dataset]));
  const are = new Map(after.datasets.map((dataset) => [dataset.name, dataset]));
  const renames = renamedDatasets(
    before.datasets.filter(({ name }) => !are.has(name)),
    after.datasets.filter(({ name }) => !were.has(name)),
  );
  const gone = new Set([...renames.values()].map(({ before: dataset }) => dataset));
  const pairs = after.datasets.map(
    (dataset): DatasetPair => renames.get(dataset) ?? { before: were.get(dataset.name), after: dataset },
  );
  const removed = before.datasets
    .filter((dataset) => !are.has(dataset.name) && !gone.has(dataset))
    .map((dataset): DatasetPair => ({ before: dataset }));
  return [...removed, ...pairs];
}

function renamedDatasets(
  removed: readonly ManifestDataset[],
  added: readonly ManifestDataset[],
): Map<ManifestDataset, DatasetPair> {
  const renames = new Map<ManifestDataset, DatasetPair>();
  const found = new Set<ManifestDataset>();
  for (const [evidence, key] of EVIDENCE) {
    const candidates = grouped(added, key, renames);
    for (const [value, datasets] of grouped(removed, key, found)) {
      const [before, ...others] = datasets;
      const [after, ...further] = candidates.get(value) ?? [];
      // An ambiguous match is no evidence.
      if (!before || !after || others.length > 0 || further.length > 0) continue;
      renames.set(after, { before, after, renamedBy: evidence });
      found.add(before);
    }
  }
  return renames;
}

function grouped(
  datasets: readonly ManifestDataset[],
  key: Key,
  paired: { has(dataset: ManifestDataset): boolean },
): Map<string, ManifestDataset[]> {
  const groups = new Map<string, ManifestDataset[]>();
  for (const dataset of datasets) {
    const value = paired.has(dataset) ? undefined : key(dataset);
    if (value === undefined) continue;
    const isQuarantine = dataset.quarantineOf !== undefined;
    const full = JSON.stringify([dataset.kind, dataset.layer, isQuarantine, value]);
    const group = groups.get(full);
    if (group) group.push(dataset);
    else groups.set(full, [dataset]);
  }
  return groups;
}

function codeOf({ transform, query }: ManifestDataset): string | undefined {
  return transform ? `${transform.function} ${transform.sha256}` : query?.sha256;
}
