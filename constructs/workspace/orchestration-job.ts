import { Job, type JobTask } from '@cdktf/provider-databricks/lib/job';
import { Construct } from 'constructs';
import { settingProblems, wholeNumber } from '../medallion/settings';
import type { NotebookTask } from './notebook-task';
import { ObjectPermissions } from './object-permissions';
import { runAs } from './principal';
import { type Recipient, Recipients } from './recipient';
import type { Roles } from './roles';
import { ServerlessSettings } from './serverless-settings';
import type { Tags } from './tags';
import { Schedule } from './trigger';

/** A pipeline that the job updates. */
export interface UpdatedPipeline {
  /** Name of the pipeline in the project, in snake case: the task key is `update_<name>`. */
  readonly name: string;

  /** Id of the pipeline, as a reference. */
  readonly pipelineId: string;
}

/** A notebook task that runs after the updates. */
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

  /** The pipelines to update, one after the other; empty if the job only runs tasks. */
  readonly updates: readonly UpdatedPipeline[];

  /**
   * When the job runs.
   * @default - when someone starts it
   */
  readonly schedule?: Schedule;

  /** Tasks after the updates, each of which runs once the previous one succeeded. */
  readonly followedBy: readonly FollowingTask[];

  /**
   * Performance mode and usage policy of its tasks, and performance mode of updates without clusters.
   * @default - the default of each setting
   */
  readonly serverless?: ServerlessSettings;

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
   * How often the job retries a failed update within a run, in addition to the retries of the pipeline itself.
   * @default 0
   */
  readonly retries?: number;
}

/**
 * A job that updates pipelines one after the other and then runs tasks.
 *
 * Runs never overlap: a run that is triggered during another is queued. The notebooks run on serverless compute: they
 * execute a few statements, for which no cluster should start.
 *
 * @see https://docs.databricks.com/aws/en/jobs/
 */
export class OrchestrationJob extends Construct {
  readonly resource: Job;

  constructor(scope: Construct, id: string, props: OrchestrationJobProps) {
    super(scope, id);
    const { warnAfterMinutes = 60, timeoutMinutes = 240, retries = 0, notify = [], serverless = {} } = props;
    const { schedule } = props;
    const tasks = tasksOf(props, retries);
    const users = notify.flatMap((recipient) => ('userEmail' in recipient ? [recipient.userEmail] : []));
    const destinations = notify.flatMap((recipient) =>
      'destinationId' in recipient ? [{ id: recipient.destinationId }] : [],
    );
    this.resource = new Job(this, 'Default', {
      name: props.jobName,
      maxConcurrentRuns: 1,
      queue: { enabled: true },
      performanceTarget: serverless.performanceTarget ?? 'STANDARD',
      budgetPolicyId: serverless.budgetPolicyId,
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
        ...settingProblems(Schedule.optional(), schedule, 'schedule'),
        ...settingProblems(Recipients, notify, 'notify'),
        ...settingProblems(ServerlessSettings, serverless, 'serverless'),
        ...taskProblems(props),
        ...(tasks.length === 0
          ? ['has no tasks: updates and followedBy are empty. Add a task, or remove the job.']
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

/** Return the updates and the tasks after them, each after the one before. */
function tasksOf({ updates, followedBy }: OrchestrationJobProps, retries: number): JobTask[] {
  const tasks: JobTask[] = [
    ...updates.map(({ name, pipelineId }) => ({
      taskKey: updateKey(name),
      description: `Updates the tables of pipeline ${name}.`,
      pipelineTask: { pipelineId, fullRefresh: false },
      maxRetries: retries,
      minRetryIntervalMillis: 60_000,
      retryOnTimeout: false,
    })),
    ...followedBy.map(({ key, description, task }) => ({
      taskKey: key,
      description,
      notebookTask: { notebookPath: task.notebookPath, baseParameters: { ...task.parameters } },
      // Otherwise serverless compute retries it, and a failed check fails again.
      disableAutoOptimization: true,
    })),
  ];
  return tasks.map((task, index) => {
    const before = tasks[index - 1];
    return before ? { ...task, dependsOn: [{ taskKey: before.taskKey }] } : task;
  });
}

function updateKey(pipeline: string): string {
  return `update_${pipeline}`;
}

function taskProblems({ updates, followedBy }: OrchestrationJobProps): string[] {
  const keys = [...updates.map(({ name }) => updateKey(name)), ...followedBy.map(({ key }) => key)];
  return keys.flatMap((key, index) => [
    ...(/^[a-z][a-z0-9_]{0,99}$/.test(key)
      ? []
      : [`task '${key}' is not a valid name. Use lower-case letters, digits and underscores, at most 100.`]),
    ...(keys.indexOf(key) === index ? [] : [`task '${key}' is defined twice. Rename one of the two.`]),
  ]);
}
