import { Job, type JobJobCluster, type JobTask } from '@cdktf/provider-databricks/lib/job';
import { Construct } from 'constructs';
import { settingProblems, wholeNumber } from '../medallion/settings';
import type { NotebookTask } from './notebook-task';
import { ObjectPermissions } from './object-permissions';
import { runAs } from './principal';
import { type Recipient, Recipients } from './recipient';
import type { Roles } from './roles';
import type { Tags } from './tags';
import { scheduleOf, Trigger } from './trigger';

/** Name of the task that updates the pipeline. */
const UPDATE = 'update';

/** A notebook task that runs after the update. */
export interface FollowingTask {
  /** Task key, in snake case. */
  readonly key: string;

  /** What the task does. Shown in the job. */
  readonly description: string;

  readonly task: NotebookTask;
}

/** Properties of an {@link OrchestrationJob}. */
export interface OrchestrationJobProps {
  /** Name of the job in the workspace. */
  readonly jobName: string;

  /** Id of the pipeline, as a reference. */
  readonly pipelineId: string;

  /** When the job runs. */
  readonly trigger: Trigger;

  /** Tasks after the update, each of which runs once the previous one succeeded. */
  readonly followedBy: readonly FollowingTask[];

  /**
   * Cluster of the notebook tasks.
   * @default - serverless
   */
  readonly taskCluster?: JobJobCluster;

  /** Who may view and run it. The job runs as the owner. */
  readonly roles: Roles;

  /** Tags of the job. */
  readonly tags: Tags;

  /**
   * Who is notified if a run fails or takes too long.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /**
   * Minutes after which a run is reported as slow.
   * @default 60
   */
  readonly warnAfterMinutes?: number;

  /**
   * Minutes after which a run is canceled.
   * @default 240
   */
  readonly timeoutMinutes?: number;

  /**
   * How often a failed update is retried within a run.
   * @default 1
   */
  readonly retries?: number;
}

/**
 * The job that updates a pipeline and then runs the checks. If the pipeline runs continuously, the job only runs the
 * checks.
 *
 * Runs never overlap: a run that is triggered during another is queued.
 *
 * @see https://docs.databricks.com/aws/en/jobs/
 */
export class OrchestrationJob extends Construct {
  readonly resource: Job;

  constructor(scope: Construct, id: string, props: OrchestrationJobProps) {
    super(scope, id);
    const { warnAfterMinutes = 60, timeoutMinutes = 240, retries = 1, notify = [], taskCluster } = props;
    const schedule = scheduleOf(props.trigger);
    const tasks = tasksOf(props, retries);
    const users = notify.flatMap((recipient) => ('userEmail' in recipient ? [recipient.userEmail] : []));
    const destinations = notify.flatMap((recipient) =>
      'destinationId' in recipient ? [{ id: recipient.destinationId }] : [],
    );
    this.resource = new Job(this, 'Default', {
      name: props.jobName,
      maxConcurrentRuns: 1,
      queue: { enabled: true },
      timeoutSeconds: timeoutMinutes * 60,
      health: {
        rules: [{ metric: 'RUN_DURATION_SECONDS', op: 'GREATER_THAN', value: warnAfterMinutes * 60 }],
      },
      runAs: props.roles.owner && runAs(props.roles.owner),
      schedule: schedule && {
        quartzCronExpression: schedule.cron,
        timezoneId: schedule.timeZone,
        pauseStatus: schedule.paused ? 'PAUSED' : 'UNPAUSED',
      },
      jobCluster: taskCluster && tasks.some(({ notebookTask }) => notebookTask) ? [taskCluster] : undefined,
      // Databricks sorts tasks by key; any other order would cause a diff in every plan.
      task: tasks.sort((left, right) => (left.taskKey < right.taskKey ? -1 : 1)),
      emailNotifications:
        users.length > 0 ? { onFailure: users, onDurationWarningThresholdExceeded: users } : undefined,
      webhookNotifications:
        destinations.length > 0
          ? { onFailure: destinations, onDurationWarningThresholdExceeded: destinations }
          : undefined,
      tags: { ...props.tags },
    });
    ObjectPermissions.grant(this, 'Permissions', {
      object: 'job',
      id: this.resource.id,
      roles: props.roles,
    });
    this.node.addValidation({
      validate: () => [
        ...settingProblems(Trigger, props.trigger, 'trigger'),
        ...settingProblems(Recipients, notify, 'notify'),
        ...taskProblems(props.followedBy),
        ...(tasks.length === 0
          ? [
              'has no tasks: the pipeline runs continuously and followedBy is empty. Add a task, or remove the job.',
            ]
          : []),
        ...settingProblems(wholeNumber(), warnAfterMinutes, 'warnAfterMinutes'),
        ...settingProblems(wholeNumber(), timeoutMinutes, 'timeoutMinutes'),
        ...(warnAfterMinutes < timeoutMinutes
          ? []
          : [
              `warnAfterMinutes is ${warnAfterMinutes}, but timeoutMinutes is ${timeoutMinutes}, so a run would be canceled before the warning. Use a smaller warnAfterMinutes.`,
            ]),
        ...(Number.isInteger(retries) && retries >= 0
          ? []
          : [`retries is ${retries}. Use a whole number from 0.`]),
      ],
    });
  }
}

/** Return the update, unless the pipeline runs continuously, and the tasks after it, one after the other. */
function tasksOf(
  { trigger, pipelineId, followedBy, taskCluster }: OrchestrationJobProps,
  retries: number,
): JobTask[] {
  const update: JobTask = {
    taskKey: UPDATE,
    description: 'Updates all tables.',
    pipelineTask: { pipelineId, fullRefresh: false },
    maxRetries: retries,
    minRetryIntervalMillis: 60_000,
    retryOnTimeout: false,
  };
  const first = trigger.kind === 'continuous' ? [] : [update];
  const following = followedBy.map(({ key, description, task }, index): JobTask => {
    const before = followedBy[index - 1]?.key ?? first[0]?.taskKey;
    return {
      taskKey: key,
      description,
      notebookTask: { notebookPath: task.notebookPath, baseParameters: { ...task.parameters } },
      jobClusterKey: taskCluster?.jobClusterKey,
      dependsOn: before === undefined ? undefined : [{ taskKey: before }],
    };
  });
  return [...first, ...following];
}

function taskProblems(tasks: readonly FollowingTask[]): string[] {
  const keys = [UPDATE, ...tasks.map(({ key }) => key)];
  return tasks.flatMap(({ key }) => [
    ...(/^[a-z][a-z0-9_]{0,99}$/.test(key)
      ? []
      : [`task '${key}' is not a valid name. Use lower-case letters, digits and underscores, at most 100.`]),
    ...(keys.indexOf(key) !== keys.lastIndexOf(key)
      ? [`task '${key}' is defined twice. Rename one of the two; '${UPDATE}' is reserved for the update.`]
      : []),
  ]);
}
