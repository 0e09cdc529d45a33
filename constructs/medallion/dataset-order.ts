/** A node of the graph with its inputs. */
interface Node<Self> {
  readonly inputs: readonly { readonly dataset: Self }[];
}

/** Sort datasets so that each follows everything it reads; ties keep the given order. */
export function inDependencyOrder<T extends Node<T>>(datasets: readonly T[]): T[] {
  const ordered = new Set<T>();
  const visit = (dataset: T, path: ReadonlySet<T>) => {
    if (ordered.has(dataset) || path.has(dataset)) return;
    for (const input of dataset.inputs) visit(input.dataset, new Set([...path, dataset]));
    ordered.add(dataset);
  };
  for (const dataset of datasets) visit(dataset, new Set());
  return [...ordered];
}

/** Return the datasets along each cycle, with the first one repeated at the end; each cycle is listed once. */
export function findCycles<T extends Node<T>>(datasets: readonly T[]): T[][] {
  const finished = new Set<T>();
  const cycles: T[][] = [];
  const visit = (dataset: T, path: readonly T[]) => {
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
