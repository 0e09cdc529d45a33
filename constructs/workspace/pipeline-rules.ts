import { diskProblems } from './ebs-volumes';
import { type Attributes, blocksOf, isReference, type RenderedResource } from './rendered-resource';

const LABELS = ['default', 'maintenance', 'updates'];
const AUTOSCALE_MODES = ['ENHANCED', 'LEGACY'];

/**
 * Return problems of a pipeline that Databricks would only reject when it is created or updated.
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
      ? ['has clusters but is serverless. Remove one of the two.']
      : []),
    ...(attributes.catalog !== undefined && attributes.storage !== undefined
      ? [
          `has both catalog '${attributes.catalog}' and storage '${attributes.storage}'. Remove storage: tables in Unity Catalog have no storage path.`,
        ]
      : []),
    ...((attributes.schema ?? attributes.target) !== undefined && attributes.catalog === undefined
      ? ['has a schema but no catalog. Set the catalog of the schema.']
      : []),
    ...(attributes.allow_duplicate_names === true
      ? ['sets allowDuplicateNames, so every plan would show a diff. Remove it.']
      : []),
    ...clusters.flatMap((cluster) => [...clusterProblems(cluster), ...diskProblems(cluster)]),
    ...secretProblems(attributes),
  ];
}

/**
 * Return secrets in double braces that Databricks may pass on as they are.
 *
 * @see https://docs.databricks.com/aws/en/security/secrets/secrets-spark-conf-env-var
 */
function secretProblems({ configuration, serverless }: Attributes): string[] {
  return Object.entries((configuration ?? {}) as Attributes)
    .filter(
      ([key, value]) =>
        String(value).includes('{{secrets/') && (serverless === true || !/^spark\./.test(key)),
    )
    .map(
      ([key]) =>
        `configuration '${key}' has a secret in double braces, which Databricks documents only for Spark properties and environment variables of clusters. Set the names of scope and key, and call dbutils.secrets.get in the notebook.`,
    );
}

function libraryProblems({ library }: Attributes, resources: readonly RenderedResource[]): string[] {
  const libraries = blocksOf(library);
  if (libraries.length === 0) return ['has no libraries to run. Add a notebook.'];
  const notebooks = resources
    .filter(({ type }) => type === 'notebook')
    .map(({ attributes }) => attributes.path);
  return libraries.flatMap((each, index) => {
    const [kind] = Object.keys(each);
    if (kind === undefined) return [`library ${index + 1} is empty. Set a notebook or a file.`];
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
      ? [`cluster '${label}' has both a fixed size and autoscaling. Remove numWorkers or autoscale.`]
      : []),
    ...(cluster.num_workers === 0 && !autoscale && profile !== 'singleNode'
      ? [
          `cluster '${label}' has no workers but is not configured as a single node, so it would wait for workers forever. Set workers to 'single-node'.`,
        ]
      : []),
    ...(typeof min === 'number' && typeof max === 'number' && min > max
      ? [`cluster '${label}' autoscales from ${min} to ${max} workers. Swap the two.`]
      : []),
    ...(mode === undefined || AUTOSCALE_MODES.includes(String(mode))
      ? []
      : [
          `cluster '${label}' has the unknown autoscaling mode '${mode}'. Use one of ${AUTOSCALE_MODES.join(', ')}.`,
        ]),
  ];
}
