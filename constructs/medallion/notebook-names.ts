import type { Dataset } from './dataset';
import type { Layer } from './layer';
import type { Transform } from './transform';

/** The transforms that a layer's notebook holds, each file once, in the order of their first use. */
export function transformsOf(layer: Layer): Transform[] {
  const transforms = new Map<string, Transform>();
  for (const dataset of layer.datasets) {
    if (dataset.transform && !transforms.has(dataset.transform.file)) {
      transforms.set(dataset.transform.file, dataset.transform);
    }
  }
  return [...transforms.values()];
}

/**
 * Names that two parts of a layer's notebook would both define: in a notebook all files share one namespace,
 * and the last definition would silently win.
 */
export function notebookNameProblems(layer: Layer): string[] {
  const owners = new Map<string, string>(
    layer.datasets.filter(isFunction).map(({ name }) => [name, `dataset '${name}'`]),
  );
  const problems: string[] = [];
  for (const { file, module } of transformsOf(layer)) {
    const imported = (module?.imports ?? []).map(({ module: from, name, alias }) => ({
      name: alias ?? name ?? from,
      owner: `the import of ${name ? `${from}.${name}` : from}`,
    }));
    const defined = (module?.names ?? []).map((name) => ({ name, owner: file }));
    for (const { name, owner } of [...imported, ...defined]) {
      const other = owners.get(name);
      if (other !== undefined && other !== owner) {
        problems.push(
          `${file} has '${name}', which the notebook of layer '${layer.node.id}' has already from ${other}. Rename one of the two: a notebook is one namespace.`,
        );
      }
      owners.set(name, other ?? owner);
    }
  }
  return problems;
}

/** Kinds that are a function of their own name in the notebook. */
function isFunction(dataset: Dataset): boolean {
  return dataset.kind !== 'published_view' && dataset.kind !== 'auto_cdc_table';
}
