import type { MedallionPipeline } from '../medallion/graph';
import type { Compute } from './compute';

/**
 * Return what a continuous pipeline cannot compute. It refreshes each dataset on its own, so a rule can compare inputs
 * of different moments, and classic compute recomputes a materialized view from scratch every time.
 *
 * @see https://docs.databricks.com/aws/en/ldp/pipeline-mode
 * @see https://docs.databricks.com/aws/en/ldp/concepts/serverless-vs-classic-compute
 */
export function continuousProblems({ datasets }: MedallionPipeline, compute: Compute): string[] {
  return datasets.flatMap(({ name, kind, inputs, expectations }) => [
    ...(kind === 'materialized_view' && compute.kind === 'classic'
      ? [
          `${name} is a materialized view, and the pipeline runs continuously on classic compute, which recomputes it from scratch on every refresh. Move it to a triggered pipeline on serverless compute.`,
        ]
      : []),
    ...expectations
      .filter(({ action }) => action === 'fail' && inputs.length > 1)
      .map(
        (rule) =>
          `${name} has several inputs (${inputs.map(({ dataset }) => dataset.name).join(', ')}), which a continuous pipeline refreshes at different times, so expectation '${rule.name}' would stop it sooner or later. Use expectOrDrop or expectOrWarn, or move the dataset to a triggered pipeline.`,
      ),
  ]);
}
