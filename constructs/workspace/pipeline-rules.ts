import { type Attributes, blocksOf, isReference, type RenderedResource } from './rendered-resource';

const LABELS = ['default', 'maintenance', 'updates'];
const AUTOSCALE_MODES = ['ENHANCED', 'LEGACY'];

/**
 * What is wrong with a pipeline that Databricks would refuse when it is created or updated.
 *
 * @see https://docs.databricks.com/api/workspace/pipelines/create
 */
export function pipelineProblems(
  { type, attributes }: RenderedResource,
  resources: readonly RenderedResource[],
): string[] {
  if (type !== 'pipeline') return [];
  const clusters = blocksOf(attributes.cluster);
  return [
    ...libraryProblems(attributes, resources),
    ...(attributes.serverless === true && clusters.length > 0
      ? ['has clusters and is serverless. Drop the clusters, or serverless.']
      : []),
    ...(attributes.catalog !== undefined && attributes.storage !== undefined
      ? [
          `has catalog '${attributes.catalog}' and storage '${attributes.storage}': tables are in Unity Catalog or at a path, not both. Drop storage.`,
        ]
      : []),
    ...((attributes.schema ?? attributes.target) !== undefined && attributes.catalog === undefined
      ? ['has a schema and no catalog. Name the catalog that the schema is in.']
      : []),
    ...(attributes.allow_duplicate_names === true
      ? ['allows duplicate names: a second plan would differ. Drop allowDuplicateNames.']
      : []),
    ...clusters.flatMap(clusterProblems),
  ];
}

function libraryProblems({ library }: Attributes, resources: readonly RenderedResource[]): string[] {
  const libraries = blocksOf(library);
  if (libraries.length === 0) return ['has no library: there is nothing to run. Add a notebook.'];
  const notebooks = resources
    .filter(({ type }) => type === 'notebook')
    .map(({ attributes }) => attributes.path);
  return libraries.flatMap((each, index) => {
    const [kind] = Object.keys(each);
    if (kind === undefined) return [`library ${index + 1} is empty. Name a notebook or a file.`];
    const path = blocksOf(each.notebook)[0]?.path;
    return path === undefined || isReference(path) || notebooks.includes(path)
      ? []
      : [
          `library ${index + 1} is notebook '${path}', which the stack does not deploy. Pass the path of the notebook as a reference.`,
        ];
  });
}

function clusterProblems(cluster: Attributes): string[] {
  const label = String(cluster.label ?? 'default');
  const [autoscale] = blocksOf(cluster.autoscale);
  const { min_workers: min, max_workers: max, mode } = (autoscale ?? {}) as Record<string, unknown>;
  const profile = (cluster.spark_conf as Record<string, unknown> | undefined)?.[
    'spark.databricks.cluster.profile'
  ];
  return [
    ...(LABELS.includes(label)
      ? []
      : [`has a cluster with label '${label}'. Use one of ${LABELS.join(', ')}.`]),
    ...(cluster.num_workers !== undefined && autoscale
      ? [`cluster '${label}' has a fixed number of workers and grows. Drop numWorkers, or autoscale.`]
      : []),
    ...(cluster.num_workers === 0 && !autoscale && profile !== 'singleNode'
      ? [
          `cluster '${label}' has no workers and no settings for that: it would wait for workers forever. Say workers: 'single-node'.`,
        ]
      : []),
    ...(typeof min === 'number' && typeof max === 'number' && min > max
      ? [`cluster '${label}' grows from ${min} workers to ${max}. Exchange the two.`]
      : []),
    ...(mode === undefined || AUTOSCALE_MODES.includes(String(mode))
      ? []
      : [`cluster '${label}' grows in mode '${mode}'. Use one of ${AUTOSCALE_MODES.join(', ')}.`]),
  ];
}
