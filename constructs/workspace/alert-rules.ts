import { renderedScheduleProblems } from './quartz-cron';
import { blocksOf, type RenderedResource } from './rendered-resource';

/**
 * Comparison operators of alerts. The provider panics on any other value instead of returning an error.
 *
 * @see https://docs.databricks.com/api/workspace/alertsv2/createalert
 */
export const COMPARISON_OPERATORS = [
  'EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'IS_NOT_NULL',
  'IS_NULL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'NOT_EQUAL',
] as const;

/** Return problems of an alert that Terraform would only find at apply. */
export function alertProblems({ type, attributes }: RenderedResource): string[] {
  if (type !== 'alert_v2') return [];
  const [evaluation = {}] = blocksOf(attributes.evaluation);
  const [schedule = {}] = blocksOf(attributes.schedule);
  const missing = [
    ...(attributes.parent_path === undefined ? ['parentPath'] : []),
    ...(evaluation.empty_result_state === undefined ? ['evaluation.emptyResultState'] : []),
    ...(schedule.pause_status === undefined ? ['schedule.pauseStatus'] : []),
  ];
  const operator = String(evaluation.comparison_operator);
  return [
    ...missing.map(
      (name) => `${name} is missing. Set it: otherwise Databricks fills in a default and the provider fails.`,
    ),
    ...((COMPARISON_OPERATORS as readonly string[]).includes(operator)
      ? []
      : [`uses the unknown operator '${operator}'. Use one of ${COMPARISON_OPERATORS.join(', ')}.`]),
    ...renderedScheduleProblems(schedule.quartz_cron_schedule, schedule.timezone_id),
  ];
}
