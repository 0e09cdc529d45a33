import type { Transform } from '../sources/transform';

/** A name that a notebook defines, and what for. */
export type GeneratedName = readonly [name: string, owner: string];

/** What a layer's notebook is made of. */
export interface NotebookParts {
  readonly layer: string;
  /** What the renderer defines on behalf of datasets. */
  readonly generated: readonly GeneratedName[];
  /** The datasets that are functions of their own names. */
  readonly datasets: readonly string[];
  readonly transforms: readonly Transform[];
}

const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';

/** What every notebook has. */
const ALWAYS: readonly GeneratedName[] = [
  ...KEYWORDS.split(' ').map((keyword) => [keyword, 'Python itself'] as const),
  ['spark', 'Databricks'],
  ['dp', 'the import of pyspark.pipelines'],
  ['DataFrame', 'the import of pyspark.sql.DataFrame'],
  ['F', 'the import of pyspark.sql.functions'],
];

/**
 * Names that two parts of a layer's notebook would both define: in a notebook all files share one namespace,
 * and the last definition would silently win.
 */
export function notebookNameProblems({ layer, generated, datasets, transforms }: NotebookParts): string[] {
  const owners = new Map([...ALWAYS, ...generated]);
  const problems = [...new Set(datasets)]
    .filter((name) => owners.has(name))
    .map(
      (name) =>
        `dataset '${name}' has a name that the notebook of layer '${layer}' has already from ${owners.get(name)}. Rename the dataset.`,
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
          `${file} has '${name}', which the notebook of layer '${layer}' has already from ${other}. Rename one of the two: a notebook is one namespace.`,
        );
      }
      owners.set(name, other ?? owner);
    }
  }
  return problems;
}
