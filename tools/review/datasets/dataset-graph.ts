import { isStored } from '../../artefacts/dataset-kind';
import type { Manifest, ManifestDataset } from '../../artefacts/manifest';

/** A group of datasets that depend on each other, directly or indirectly. */
export interface DatasetGroup {
  /** The roots of the group. */
  readonly roots: readonly string[];

  /** Tables downstream, without views, in the order in which data flows. */
  readonly behind: readonly string[];
}

/** Whether a full refresh must not touch a table. */
export function isProtected({ tableProperties = {} }: ManifestDataset): boolean {
  return tableProperties['pipelines.reset.allowed'] === 'false';
}

/** The dependency graph of the datasets of a pipeline. */
export class DatasetGraph {
  private readonly datasets: ReadonlyMap<string, ManifestDataset>;
  private readonly position: ReadonlyMap<string, number>;
  private readonly readers = new Map<
    string,
    { readonly name: string; readonly read: 'stream' | 'batch' }[]
  >();

  constructor(private readonly manifest: Manifest) {
    this.datasets = new Map(manifest.datasets.map((dataset) => [dataset.name, dataset]));
    this.position = new Map(manifest.datasets.map(({ name }, index) => [name, index]));
    for (const { name, inputs } of manifest.datasets) {
      for (const { dataset, read } of inputs) {
        const readers = this.readers.get(dataset);
        if (readers) readers.push({ name, read });
        else this.readers.set(dataset, [{ name, read }]);
      }
    }
  }

  dataset(name: string): ManifestDataset | undefined {
    return this.datasets.get(name);
  }

  /** Whether a dataset is meant for queries: a published view, or a table of the last layer. */
  isForReaders(dataset: ManifestDataset): boolean {
    const { kind, layer, quarantineOf } = dataset;
    if (kind === 'published_view') return true;
    const isLast = layer === this.manifest.notebooks.at(-1)?.layer;
    return isStored(dataset) && isLast && quarantineOf === undefined;
  }

  /** The tables that read a dataset directly or through views, each as a stream or as a batch. */
  tablesThrough(view: string): { readonly table: string; readonly read: 'stream' | 'batch' }[] {
    const found = new Map<string, 'stream' | 'batch'>();
    const seen = new Set<string>();
    const waiting = [{ name: view, isStream: true }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const { name, read } of this.readers.get(next.name) ?? []) {
        const dataset = this.datasets.get(name) as ManifestDataset;
        const isStream = next.isStream && read === 'stream';
        if (isStored(dataset)) found.set(name, isStream || found.get(name) === 'stream' ? 'stream' : 'batch');
        else if (!seen.has(`${name} ${isStream}`)) {
          seen.add(`${name} ${isStream}`);
          waiting.push({ name, isStream });
        }
      }
    }
    return this.inOrder([...found.keys()]).map((table) => ({
      table,
      read: found.get(table) as 'stream' | 'batch',
    }));
  }

  /**
   * Groups of roots with the tables downstream; roots that share a table downstream are in one group.
   *
   * @param reason reason of each root: roots with the same reason are in one group too
   */
  groups(roots: readonly string[], reason: (root: string) => string = (root) => root): DatasetGroup[] {
    const isRoot = new Set(roots);
    const touched = new Map<string, string>();
    const names = new Map<string, string>();
    // Groups are sets of names that are merged when they overlap.
    const groupOf = (name: string): string => {
      let group = name;
      for (let next = names.get(group); next !== undefined && next !== group; next = names.get(group))
        group = next;
      names.set(name, group);
      return group;
    };
    const waiting = roots.map((name) => ({ name, root: name }));
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { name, root } = next;
      const known = touched.get(name);
      if (known !== undefined) {
        names.set(groupOf(root), groupOf(known));
        continue;
      }
      touched.set(name, root);
      for (const reader of this.readers.get(name) ?? []) waiting.push({ name: reader.name, root });
    }
    const byReason = new Map<string, string>();
    for (const root of roots) {
      const first = byReason.get(reason(root)) ?? root;
      byReason.set(reason(root), first);
      if (groupOf(root) !== groupOf(first)) names.set(groupOf(root), groupOf(first));
    }
    const members = new Map<string, string[]>();
    for (const name of this.inOrder([...touched.keys()])) {
      const group = groupOf(touched.get(name) as string);
      const known = members.get(group);
      if (known) known.push(name);
      else members.set(group, [name]);
    }
    return [...members.values()].map((all) => ({
      roots: all.filter((name) => isRoot.has(name)),
      behind: all.filter((name) => !isRoot.has(name) && isStored(this.datasets.get(name) as ManifestDataset)),
    }));
  }

  private inOrder(names: readonly string[]): string[] {
    return [...names].sort((left, right) => (this.position.get(left) ?? 0) - (this.position.get(right) ?? 0));
  }
}
