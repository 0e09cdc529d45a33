import type { Transform } from '../sources/transform';

/** A name that a notebook defines, and what defines it. */
export type GeneratedName = readonly [name: string, owner: string];

/** The parts of a layer's notebook. */
export interface NotebookParts {
  readonly layer: string;
  /** Names that the renderer defines for datasets. */
  readonly generated: readonly GeneratedName[];
  /** Datasets that become functions of the same name. */
  readonly datasets: readonly string[];
  readonly transforms: readonly Transform[];
}

const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';

/** Names in every notebook. */
const ALWAYS: readonly GeneratedName[] = [
  ...KEYWORDS.split(' ').map((keyword) => [keyword, 'Python itself'] as const),
  ['spark', 'Databricks'],
  ['dp', 'the import of pyspark.pipelines'],
  ['DataFrame', 'the import of pyspark.sql.DataFrame'],
  ['F', 'the import of pyspark.sql.functions'],
];

/**
 * Return the names that a layer's notebook would define twice. All files share one namespace in a notebook, so the
 * last definition would silently win.
 */
export function notebookNameProblems({ layer, generated, datasets, transforms }: NotebookParts): string[] {
  const owners = new Map([...ALWAYS, ...generated]);
  const problems = [...new Set(datasets)]
    .filter((name) => owners.has(name))
    .map(
      (name) =>
        `dataset '${name}' has a name that ${owners.get(name)} already defines in the notebook of layer '${layer}'. Rename the dataset.`,
    );
  for (const name of datasets) owners.set(name, `dataset '${name}'`);
  for (const { file, module } of transforms) {
    const imported = (module?.imports ?? []).map(({ module: from, name, alias }) => ({
      name: alias ?? name ?? from,
      owner: `the import of ${name ? `${from}.${name}` : from}`,
    }));
    const defined = (module?.names ?? []).map((name) => ({ name, owner: file }));
    for (const { name, owner } of [...imported, ...defined]) {
      const other = owners.get(name);
      if (other !== undefined && other !== owner) {
        problems.push(
          `${file} defines '${name}', which ${other} already defines in the notebook of layer '${layer}'. Rename one of the two: a notebook has a single namespace.`,
        );
      }
      owners.set(name, other ?? owner);
    }
  }
  return problems;
}
