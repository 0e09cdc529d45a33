import { renderedScheduleProblems } from './quartz-cron';
import { blocksOf, type RenderedResource } from './rendered-resource';

/**
 * How an alert compares. The provider does not return an error for another one: it panics.
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

/** What is wrong with an alert that only shows when Terraform applies. */
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
      (name) => `${name} is missing: Databricks fills it in, and the provider then fails. Give it.`,
    ),
    ...((COMPARISON_OPERATORS as readonly string[]).includes(operator)
      ? []
      : [`compares with '${operator}'. Use one of ${COMPARISON_OPERATORS.join(', ')}.`]),
    ...renderedScheduleProblems(schedule.quartz_cron_schedule, schedule.timezone_id),
  ];
}
