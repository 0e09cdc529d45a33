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

/** A notebook that runs after the update, by the name of its task. */
export interface FollowingTask {
  /** Name of the task, in snake case. */
  readonly key: string;

  /** What it does, for people who look at a run. */
  readonly description: string;

  readonly task: NotebookTask;
}

/** What runs, when, and who hears of it. */
export interface OrchestrationJobProps {
  /** Name of the job in the workspace. */
  readonly jobName: string;

  /** Id of the pipeline, as a reference. */
  readonly pipelineId: string;

  /** When the job runs. */
  readonly trigger: Trigger;

  /** What runs after the update, each when the one before has succeeded. */
  readonly followedBy: readonly FollowingTask[];

  /**
   * Cluster of the notebooks.
   * @default - serverless
   */
  readonly taskCluster?: JobJobCluster;

  /** Who may do what with it. It runs as the owner. */
  readonly roles: Roles;

  /** Tags of the job. */
  readonly tags: Tags;

  /**
   * Who hears of a run that failed, or that takes too long.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /**
   * Minutes after which a run is told to take long.
   * @default 60
   */
  readonly warnAfterMinutes?: number;

  /**
   * Minutes after which a run is ended.
   * @default 240
   */
  readonly timeoutMinutes?: number;

  /**
   * How often an update that failed is tried again within a run.
   * @default 1
   */
  readonly retries?: number;
}

/**
 * The job that updates a pipeline and then looks at what came of it. If the pipeline runs all the time, the job
 * only looks.
 *
 * One run at a time; another that comes meanwhile waits in the queue.
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
      // Databricks keeps tasks by the order of their keys; in another one a second plan would differ.
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
              'has no task: the pipeline runs all the time, and nothing follows it. Add a task, or drop the job.',
            ]
          : []),
        ...settingProblems(wholeNumber(), warnAfterMinutes, 'warnAfterMinutes'),
        ...settingProblems(wholeNumber(), timeoutMinutes, 'timeoutMinutes'),
        ...(warnAfterMinutes < timeoutMinutes
          ? []
          : [
              `warnAfterMinutes is ${warnAfterMinutes}, and timeoutMinutes ${timeoutMinutes}: the run would be ended before anybody is told. Warn earlier.`,
            ]),
        ...(Number.isInteger(retries) && retries >= 0
          ? []
          : [`retries is ${retries}. Give a whole number from 0.`]),
      ],
    });
  }
}

/** The update, unless the pipeline runs all the time, and what follows, one after another. */
function tasksOf(
  { trigger, pipelineId, followedBy, taskCluster }: OrchestrationJobProps,
  retries: number,
): JobTask[] {
  const update: JobTask = {
    taskKey: UPDATE,
    description: 'Brings all tables up to date.',
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
      ? [`task '${key}' is there twice. Give each a name of its own; '${UPDATE}' is the update's.`]
      : []),
  ]);
}
