import type { Dataset } from './dataset';
import type { Layer } from './layer';
import { Quarantine } from './quarantine';
import { StreamingTable } from './streaming-table';
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
  const generated = new Map(generatedNames(layer));
  const datasets = layer.datasets.filter(isFunction).map(({ name }) => name);
  const problems = [...new Set(datasets)]
    .filter((name) => generated.has(name))
    .map(
      (name) =>
        `dataset '${name}' has a name that the notebook of layer '${layer.node.id}' has already from ${generated.get(name)}. Rename the dataset.`,
    );
  const owners = new Map([...generated, ...datasets.map((name) => [name, `dataset '${name}'`] as const)]);
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

/** What the renderer itself puts into a notebook, and what Databricks does. */
function generatedNames(layer: Layer): (readonly [string, string])[] {
  const keywords =
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';
  const kafka = ['KAFKA_READER_OPTIONS', 'read_topic', 'parse_payload'];
  return [
    ...keywords.split(' ').map((keyword) => [keyword, 'Python itself'] as const),
    ['spark', 'Databricks'],
    ['dp', 'the import of pyspark.pipelines'],
    ['DataFrame', 'the import of pyspark.sql.DataFrame'],
    ['F', 'the import of pyspark.sql.functions'],
    ...(layer.datasets.some(({ kind }) => kind === 'kafka_stream')
      ? kafka.map((name) => [name, 'the code that reads Kafka'] as const)
      : []),
    ...(layer.datasets.some((dataset) => dataset instanceof StreamingTable && dataset.deduplicate)
      ? [['read_once', 'the code that takes each row once'] as const]
      : []),
    ...(layer.datasets.some((dataset) => dataset instanceof Quarantine)
      ? [['rejected_rows', 'the code that fills a quarantine'] as const]
      : []),
  ];
}

/** Kinds that are a function of their own name in the notebook. */
function isFunction(dataset: Dataset): boolean {
  return dataset.kind !== 'published_view' && dataset.kind !== 'auto_cdc_table';
}
