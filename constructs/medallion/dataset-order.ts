import type { Dataset } from './dataset';

/** Datasets in an order in which each stands behind all that it reads; ties in the order given. */
export function inDependencyOrder(datasets: readonly Dataset[]): Dataset[] {
  const ordered = new Set<Dataset>();
  const visit = (dataset: Dataset, path: ReadonlySet<Dataset>) => {
    if (ordered.has(dataset) || path.has(dataset)) return;
    for (const input of dataset.inputs) visit(input.dataset, new Set([...path, dataset]));
    ordered.add(dataset);
  };
  for (const dataset of datasets) visit(dataset, new Set());
  return [...ordered];
}

/** The datasets along each cycle, the first repeated at the end; each cycle once. */
export function findCycles(datasets: readonly Dataset[]): Dataset[][] {
  const finished = new Set<Dataset>();
  const cycles: Dataset[][] = [];
  const visit = (dataset: Dataset, path: readonly Dataset[]) => {
    const start = path.indexOf(dataset);
    if (start >= 0) {
      cycles.push([...path.slice(start), dataset]);
      return;
    }
    if (finished.has(dataset)) return;
    for (const input of dataset.inputs) visit(input.dataset, [...path, dataset]);
    finished.add(dataset);
  };
  for (const dataset of datasets) visit(dataset, []);
  return cycles;
}
