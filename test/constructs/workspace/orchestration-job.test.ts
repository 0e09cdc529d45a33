import {
  type FollowingTask,
  OrchestrationJob,
  type OrchestrationJobProps,
  type UpdatedPipeline,
} from '../../../constructs/workspace/orchestration-job';
import { OWNER, ROLES, StackFixture, TAGS } from './stack-fixture';

const following = (key: string): FollowingTask => ({
  key,
  description: `The ${key}.`,
  task: { notebookPath: `/Shop/${key}`, parameters: { catalog: 'shop' } },
});

const SALES: UpdatedPipeline = { name: 'sales', pipelineId: '42' };
const REPORTS: UpdatedPipeline = { name: 'reports', pipelineId: '43' };

function jobOf(props: Partial<OrchestrationJobProps> = {}): StackFixture {
  const shop = new StackFixture();
  new OrchestrationJob(shop.workspace, 'job', {
    jobName: 'shop-test',
    updates: [SALES],
    followedBy: [following('table_access'), following('quality_gate')],
    roles: ROLES,
    tags: TAGS,
    ...props,
  });
  return shop;
}

interface Task {
  readonly task_key: string;
  readonly depends_on?: { readonly task_key: string }[];
}

/** The tasks of a job in the order in which they run. */
async function orderOf(shop: StackFixture): Promise<string[]> {
  const { task: tasks } = (await shop.only('job')) as { task: Task[] };
  const after = (key?: string) => tasks.find((task) => task.depends_on?.[0]?.task_key === key)?.task_key;
  const order: string[] = [];
  for (let key = after(undefined); key !== undefined; key = after(key)) order.push(key);
  return order;
}

describe('the job', () => {
  it('updates the pipelines one after the other, then runs the tasks', async () => {
    const shop = jobOf({ updates: [SALES, REPORTS] });

    expect(await orderOf(shop)).toEqual(['update_sales', 'update_reports', 'table_access', 'quality_gate']);
    expect(await shop.only('job')).toMatchObject({
      task: expect.arrayContaining([
        expect.objectContaining({
          task_key: 'update_sales',
          pipeline_task: { pipeline_id: '42', full_refresh: false },
        }),
        expect.objectContaining({
          task_key: 'update_reports',
          pipeline_task: { pipeline_id: '43', full_refresh: false },
        }),
      ]),
    });
  });

  it('only runs tasks if it updates no pipeline: checks can have a job of their own', async () => {
    expect(await orderOf(jobOf({ updates: [] }))).toEqual(['table_access', 'quality_gate']);
  });

  it('lists its tasks by key, as Databricks does, so that a second plan is empty', async () => {
    const { task: tasks } = (await jobOf().only('job')) as { task: Task[] };

    expect(tasks.map(({ task_key: key }) => key)).toEqual(['quality_gate', 'table_access', 'update_sales']);
  });

  it('tries nothing again: neither an update, which the pipeline retries, nor a notebook on serverless compute', async () => {
    const retriesOf = async (shop: StackFixture) => {
      const { task: tasks } = (await shop.only('job')) as {
        task: { task_key: string; max_retries?: number; disable_auto_optimization?: boolean }[];
      };
      return tasks.map((task) => [task.task_key, task.max_retries, task.disable_auto_optimization]);
    };

    expect(await retriesOf(jobOf())).toEqual([
      ['quality_gate', undefined, true],
      ['table_access', undefined, true],
      ['update_sales', 0, undefined],
    ]);
    expect(await retriesOf(jobOf({ retries: 2 }))).toContainEqual(['update_sales', 2, undefined]);
  });

  it('runs once at a time; what comes meanwhile waits', async () => {
    expect(await jobOf().only('job')).toMatchObject({ max_concurrent_runs: 1, queue: { enabled: true } });
  });

  it('runs by a schedule, or paused, or when somebody starts it', async () => {
    const schedule = { cron: '0 0 4 * * ?', timeZone: 'Europe/Berlin' };

    expect(await jobOf({ schedule }).only('job')).toMatchObject({
      schedule: {
        quartz_cron_expression: '0 0 4 * * ?',
        timezone_id: 'Europe/Berlin',
        pause_status: 'UNPAUSED',
      },
    });
    expect(await jobOf({ schedule: { ...schedule, paused: true } }).only('job')).toMatchObject({
      schedule: { pause_status: 'PAUSED' },
    });
    expect(await jobOf().only('job')).not.toHaveProperty('schedule');
  });

  it('warns of a run that takes long, and ends one that does not end', async () => {
    expect(await jobOf({ warnAfterMinutes: 30, timeoutMinutes: 90 }).only('job')).toMatchObject({
      timeout_seconds: 5400,
      health: { rules: [{ metric: 'RUN_DURATION_SECONDS', op: 'GREATER_THAN', value: 1800 }] },
    });
  });

  it('tells people and destinations of failures and of long runs', async () => {
    const id = '22222222-2222-4222-8222-222222222222';

    expect(
      await jobOf({ notify: [{ userEmail: 'ann@example.com' }, { destinationId: id }] }).only('job'),
    ).toMatchObject({
      email_notifications: {
        on_failure: ['ann@example.com'],
        on_duration_warning_threshold_exceeded: ['ann@example.com'],
      },
      webhook_notifications: {
        on_failure: [{ id }],
        on_duration_warning_threshold_exceeded: [{ id }],
      },
    });
  });

  it('runs as the owner', async () => {
    expect(await jobOf().only('job')).toMatchObject({
      run_as: { service_principal_name: OWNER },
    });
    expect(await jobOf({ roles: {} }).only('job')).not.toHaveProperty('run_as');
  });

  it('starts no cluster for its notebooks', async () => {
    const job = await jobOf().only('job');

    expect(job).not.toHaveProperty('job_cluster');
    expect(JSON.stringify(job.task)).not.toContain('cluster');
  });

  it('runs in standard mode, which costs less, unless it should start faster', async () => {
    const budgetPolicyId = '33333333-3333-4333-8333-333333333333';
    const serverless = { performanceTarget: 'PERFORMANCE_OPTIMIZED', budgetPolicyId } as const;

    expect(await jobOf().only('job')).toMatchObject({ performance_target: 'STANDARD' });
    expect(await jobOf({ serverless }).only('job')).toMatchObject({
      performance_target: 'PERFORMANCE_OPTIMIZED',
      budget_policy_id: budgetPolicyId,
    });
    expect(await jobOf({ serverless: { budgetPolicyId: 'team' } }).problems()).toEqual([
      "job: serverless.budgetPolicyId is 'team'. Use the ID of 36 characters from the page of the policy.",
    ]);
  });

  it('is told everything that is wrong with it at once', async () => {
    const shop = jobOf({
      schedule: { cron: '0 4 * * *', timeZone: 'Berlin' },
      followedBy: [following('update_sales'), following('Quality Gate')],
      notify: [{ userEmail: 'ann' }],
      warnAfterMinutes: 300,
      retries: -1,
    });

    expect(await shop.problems()).toEqual([
      "job: schedule.cron is '0 4 * * *', a Unix expression without seconds. Use a Quartz expression: '0 30 6 * * ?' is every day at 6:30.",
      "job: schedule.timeZone is 'Berlin', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.",
      "job: notify[0].userEmail is 'ann', which is not an email address. Use the address of a workspace user.",
      "job: task 'update_sales' is defined twice. Rename one of the two.",
      "job: task 'Quality Gate' is not a valid name. Use lower-case letters, digits and underscores, at most 100.",
      'job: warnAfterMinutes is 300, but timeoutMinutes is 240, so a run would be canceled before the warning. Use a smaller warnAfterMinutes.',
      'job: retries is -1. Use a whole number from 0.',
    ]);
  });

  it('needs something to do', async () => {
    const shop = jobOf({ updates: [], followedBy: [] });

    expect(await shop.problems()).toEqual([
      'job: has no tasks: updates and followedBy are empty. Add a task, or remove the job.',
    ]);
  });
});
