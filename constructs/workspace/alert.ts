import { AlertV2 } from '@cdktf/provider-databricks/lib/alert-v2';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { didYouMean } from '../medallion/identifier';
import { settingProblems, wholeNumber } from '../medallion/settings';
import { readQuery } from '../medallion/sources/sql';
import type { COMPARISON_OPERATORS } from './alert-rules';
import { ObjectPermissions } from './object-permissions';
import { runAs } from './principal';
import { type Recipient, Recipients } from './recipient';
import type { Roles } from './roles';
import { Schedule } from './trigger';
import { writtenPath } from './workspace-path';

/** How an alert compares the query result with a number, or with NULL. */
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** How the rows of the result are aggregated to the value that is compared. */
export type Aggregation = 'AVG' | 'COUNT' | 'COUNT_DISTINCT' | 'MAX' | 'MEDIAN' | 'MIN' | 'STDDEV' | 'SUM';

/** When an alert is triggered. */
export interface AlertCondition {
  /** Column of the result that is compared. */
  readonly column: string;

  /**
   * Aggregation of the column.
   * @default - none: the value in the first row is compared
   */
  readonly aggregation?: Aggregation;

  /** Comparison operator and threshold. */
  readonly is:
    | {
        readonly operator: Exclude<ComparisonOperator, 'IS_NULL' | 'IS_NOT_NULL'>;
        readonly threshold: number;
      }
    | { readonly operator: 'IS_NULL' | 'IS_NOT_NULL' };

  /** State of the alert if the query returns no row. */
  readonly ifEmpty: 'OK' | 'TRIGGERED' | 'ERROR';
}

/** Properties of an {@link Alert}. */
export interface AlertProps {
  /** Name of the alert in the workspace. It is the first thing recipients read. */
  readonly alertName: string;

  /** What is wrong when the alert triggers, and what to do. The notification shows it above the rows of the result. */
  readonly description: string;

  /** A single SQL query. */
  readonly query: string;

  readonly condition: AlertCondition;

  /** When the alert is evaluated. */
  readonly schedule: Schedule;

  /** SQL warehouse that runs the query. */
  readonly warehouseId: string;

  /** Workspace folder of the alert. */
  readonly directory: Directory;

  /**
   * Who is notified when the alert triggers, and when it resolves.
   * @default - nobody: the state is only visible in the workspace
   */
  readonly notify?: readonly Recipient[];

  /**
   * Minutes after which recipients are notified again while the alert stays triggered. A new problem that appears in
   * the meantime does not change the state of the alert, so it is only noticed with the next notification.
   * @default - once, when the alert triggers
   * @see https://databricks.github.io/sdk-js/api/interfaces/_databricks_sdk-alerts.v2.AlertNotification.html
   */
  readonly remindAfterMinutes?: number;

  /** Who may view, edit and run it. The query runs as the owner. */
  readonly roles: Roles;
}

/**
 * A scheduled query and the condition that triggers a notification.
 *
 * @see https://docs.databricks.com/aws/en/sql/user/alerts/
 */
export class Alert extends Construct {
  readonly resource: AlertV2;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlertProps,
  ) {
    super(scope, id);
    const { condition, schedule, roles, notify = [], remindAfterMinutes } = props;
    this.resource = new AlertV2(this, 'Default', {
      displayName: props.alertName,
      customDescription: `${props.description}\n\n{{QUERY_RESULT_TABLE}}`,
      queryText: props.query,
      warehouseId: props.warehouseId,
      parentPath: writtenPath(props.directory),
      dependsOn: [props.directory],
      // The API sets the folder only when it creates an alert: https://docs.databricks.com/api/workspace/alertsv2/updatealert
      lifecycle: {
        // As text: a reference in JSON is not valid here.
        replaceTriggeredBy: [
          `${props.directory.terraformResourceType}.${props.directory.friendlyUniqueId}.path`,
        ],
      },
      runAs: roles.owner && runAs(roles.owner),
      evaluation: {
        source: { name: condition.column, aggregation: condition.aggregation },
        comparisonOperator: condition.is.operator,
        threshold:
          'threshold' in condition.is ? { value: { doubleValue: condition.is.threshold } } : undefined,
        emptyResultState: condition.ifEmpty,
        notification:
          notify.length > 0
            ? {
                notifyOnOk: true,
                retriggerSeconds: remindAfterMinutes && remindAfterMinutes * 60,
                subscriptions: notify.map((each) => ({ ...each })),
              }
            : undefined,
      },
      schedule: {
        quartzCronSchedule: schedule.cron,
        timezoneId: schedule.timeZone,
        pauseStatus: schedule.paused ? 'PAUSED' : 'UNPAUSED',
      },
    });
    ObjectPermissions.grant(this, 'Permissions', { object: 'alert', id: this.resource.id, roles });
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const {
      alertName,
      description,
      query,
      condition,
      schedule,
      notify = [],
      remindAfterMinutes,
    } = this.props;
    const { problem, line, output } = readQuery(query);
    return [
      ...(alertName.trim() === '' ? ['alertName is empty. Name the problem that triggers the alert.'] : []),
      ...(description.trim() === '' ? ['description is empty. Say what to do when the alert triggers.'] : []),
      ...(problem ? [`query${line === undefined ? '' : `, line ${line},`} ${problem}`] : []),
      ...(output && !output.includes(condition.column)
        ? [
            `compares column '${condition.column}', which the query does not return (${output.join(', ')}).${didYouMean(condition.column, output)}`,
          ]
        : []),
      ...settingProblems(Schedule, schedule, 'schedule'),
      ...settingProblems(Recipients, notify, 'notify'),
      ...settingProblems(wholeNumber().optional(), remindAfterMinutes, 'remindAfterMinutes'),
    ];
  }
}
