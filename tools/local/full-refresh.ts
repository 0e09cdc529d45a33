import { isStored, isStreamingTable } from '../artefacts/dataset-kind';
import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import { noSuchDataset } from '../artefacts/requested-datasets';

/**
 * Everything that forbids a full refresh of these datasets.
 *
 * A stream cannot continue after its source was truncated, so the streaming tables downstream must be named as well:
 * no table loses rows that nobody asked to recompute.
 */
export function fullRefreshProblems(names: readonly string[], { datasets }: Manifest): string[] {
  const known = new Map(datasets.map((dataset) => [dataset.name, dataset]));
  const problems = names.flatMap((name) => {
    const dataset = known.get(name);
    if (dataset === undefined) return [`--full-refresh: ${noSuchDataset(name, [...known.keys()])}`];
    return isStored(dataset)
      ? []
      : [`--full-refresh: '${name}' is a view: it has no rows of its own to recompute.`];
  });
  if (problems.length > 0) return problems;
  const truncated = names.filter((name) => mayBeReset(known.get(name) as ManifestDataset));
  const interrupted = streamingReaders(truncated, datasets).filter(({ name }) => !truncated.includes(name));
  const kept = interrupted.filter((dataset) => !mayBeReset(dataset)).map(({ name }) => name);
  if (kept.length > 0) {
    return [
      `--full-refresh: ${kept.join(', ')} streams from a table to be truncated, but may not be reset (pipelines.reset.allowed=false).`,
    ];
  }
  if (interrupted.length === 0) return [];
  const missing = interrupted.map(({ name }) => name);
  return [
    `--full-refresh: ${missing.join(', ')} would fail, because it streams from a table to be truncated. Refresh it as well: --full-refresh ${[...names, ...missing].join(',')}`,
  ];
}

function mayBeReset({ tableProperties = {} }: ManifestDataset): boolean {
  return tableProperties['pipelines.reset.allowed'] !== 'false';
}

/** Tables that read streaming tables as streams, directly or through others. */
function streamingReaders(
  sources: readonly string[],
  datasets: readonly ManifestDataset[],
): ManifestDataset[] {
  const reached = new Set(
    sources.filter((name) => datasets.some((dataset) => dataset.name === name && isStreamingTable(dataset))),
  );
  // Datasets are listed after what they read.
  const readers = datasets.filter(({ name, inputs }) => {
    const streams = inputs.some(({ dataset, read }) => read === 'stream' && reached.has(dataset));
    if (streams) reached.add(name);
    return streams;
  });
  return readers.filter(isStored);
}
