import { AlertV2 } from '@cdktf/provider-databricks/lib/alert-v2';
import { ClusterPolicy } from '@cdktf/provider-databricks/lib/cluster-policy';
import { Dashboard } from '@cdktf/provider-databricks/lib/dashboard';
import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Grants } from '@cdktf/provider-databricks/lib/grants';
import { Job, type JobConfig } from '@cdktf/provider-databricks/lib/job';
import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Permissions } from '@cdktf/provider-databricks/lib/permissions';
import { Pipeline, type PipelineConfig } from '@cdktf/provider-databricks/lib/pipeline';
import { reference, StackFixture } from './stack-fixture';

const CONTENT = Buffer.from('print(1)\n').toString('base64');

/** What is wrong with resources that somebody creates without the constructs of this project. */
async function problemsOf(add: (shop: StackFixture) => void): Promise<readonly string[]> {
  const shop = new StackFixture();
  add(shop);
  return shop.problems();
}

describe('what Databricks refuses only when Terraform applies', () => {
  describe('of a pipeline', () => {
    const NOTEBOOK = { notebook: { path: reference('databricks_notebook.orders.path') } };
    const pipelineWith = (config: Partial<PipelineConfig>) =>
      problemsOf(({ workspace }) => {
        new Pipeline(workspace, 'orders', { name: 'orders', library: [NOTEBOOK], ...config });
      });

    it.each<[string, Partial<PipelineConfig>, string]>([
      ['no library', { library: [] }, 'orders: has no library: there is nothing to run. Add a notebook.'],
      ['an empty library', { library: [{}] }, 'orders: library 1 is empty. Name a notebook or a file.'],
      [
        'a notebook that nobody deploys',
        { library: [{ notebook: { path: '/Shop/orders' } }] },
        "orders: library 1 is notebook '/Shop/orders', which the stack does not deploy. Pass the path of the notebook as a reference.",
      ],
      [
        'serverless with clusters',
        { serverless: true, cluster: [{ numWorkers: 1 }] },
        'orders: has clusters and is serverless. Drop the clusters, or serverless.',
      ],
      [
        'fixed workers with autoscale',
        { cluster: [{ numWorkers: 1, autoscale: { minWorkers: 1, maxWorkers: 2 } }] },
        "orders: cluster 'default' has a fixed number of workers and grows. Drop numWorkers, or autoscale.",
      ],
      [
        'more workers at least than at most',
        { cluster: [{ autoscale: { minWorkers: 3, maxWorkers: 2 } }] },
        "orders: cluster 'default' grows from 3 workers to 2. Exchange the two.",
      ],
      [
        'an unknown way to grow',
        { cluster: [{ autoscale: { minWorkers: 1, maxWorkers: 2, mode: 'FAST' } }] },
        "orders: cluster 'default' grows in mode 'FAST'. Use one of ENHANCED, LEGACY.",
      ],
      [
        'an unknown label',
        { cluster: [{ label: 'main', numWorkers: 1 }] },
        "orders: has a cluster with label 'main'. Use one of default, maintenance, updates.",
      ],
      [
        'zero workers without single-node settings',
        { cluster: [{ numWorkers: 0 }] },
        "orders: cluster 'default' has no workers and no settings for that: it would wait for workers forever. Say workers: 'single-node'.",
      ],
      [
        'storage with catalog',
        { catalog: 'shop', schema: 'orders', storage: '/orders' },
        "orders: has catalog 'shop' and storage '/orders': tables are in Unity Catalog or at a path, not both. Drop storage.",
      ],
      [
        'a schema without catalog',
        { schema: 'orders' },
        'orders: has a schema and no catalog. Name the catalog that the schema is in.',
      ],
      [
        'duplicate names allowed',
        { allowDuplicateNames: true },
        'orders: allows duplicate names: a second plan would differ. Drop allowDuplicateNames.',
      ],
    ])('%s', async (_, config, problem) => {
      expect(await pipelineWith(config)).toEqual([problem]);
    });

    it('and nothing where nothing is wrong', async () => {
      expect(
        await pipelineWith({
          catalog: 'shop',
          schema: 'orders',
          cluster: [{ label: 'default', autoscale: { minWorkers: 1, maxWorkers: 2, mode: 'ENHANCED' } }],
        }),
      ).toEqual([]);
    });
  });

  describe('of a job', () => {
    const jobWith = (config: Partial<JobConfig>) =>
      problemsOf(({ workspace }) => {
        new Job(workspace, 'nightly', { name: 'nightly', ...config });
      });
    const task = (taskKey: string, ...after: string[]) => ({
      taskKey,
      dependsOn: after.map((key) => ({ taskKey: key })),
    });

    it.each<[string, Partial<JobConfig>, string]>([
      [
        'a Unix schedule',
        { task: [task('a')], schedule: { quartzCronExpression: '0 4 * * *', timezoneId: 'UTC' } },
        "nightly: schedule is '0 4 * * *', a Unix expression without seconds. Databricks takes Quartz expressions: '0 30 6 * * ?' is every day at 6:30.",
      ],
      [
        'an unknown time zone',
        { task: [task('a')], schedule: { quartzCronExpression: '0 0 4 * * ?', timezoneId: 'Berlin' } },
        "nightly: time zone is 'Berlin', which is no time zone. Give its IANA name, such as 'Europe/Berlin' or 'UTC'.",
      ],
      ['no task', {}, 'nightly: has no task. Add one, or drop the job.'],
      [
        'a task twice',
        { task: [task('a'), task('a')] },
        "nightly: task 'a' is there twice. Give each a key of its own.",
      ],
      [
        'a task that waits for none of the job',
        { task: [task('a', 'b')] },
        "nightly: task 'a' waits for 'b', which is no task of the job (a).",
      ],
      [
        'tasks that wait for each other',
        { task: [task('a', 'b'), task('b', 'a')] },
        'nightly: tasks a, b wait for each other. Drop a dependency.',
      ],
      [
        'tasks in another order than Databricks keeps them in',
        { task: [task('b'), task('a')] },
        'nightly: has its tasks in the order b, a: Databricks sorts them, and a second plan would differ. Sort them by key.',
      ],
      [
        'a cluster that it does not have',
        { task: [{ ...task('a'), jobClusterKey: 'big' }] },
        "nightly: task 'a' runs on cluster 'big', which the job does not have (it has none).",
      ],
    ])('%s', async (_, config, problem) => {
      expect(await jobWith(config)).toEqual([problem]);
    });
  });

  describe('of rights', () => {
    it('two resources that each set all rights on one object', async () => {
      const problems = await problemsOf(({ workspace }) => {
        const directory = new Directory(workspace, 'directory', { path: '/Shop' });
        for (const id of ['first', 'second']) {
          new Permissions(workspace, id, {
            directoryPath: directory.path,
            accessControl: [{ groupName: 'engineers', permissionLevel: 'CAN_READ' }],
          });
          new Grants(workspace, `${id}-grants`, {
            schema: 'shop.orders',
            grant: [{ principal: 'analysts', privileges: ['USE_SCHEMA'] }],
          });
        }
      });

      expect(problems).toEqual([
        'second: sets all permissions of what first sets them of, and each would undo the other. Keep one.',
        'second-grants: sets all grants of what first-grants sets them of, and each would undo the other. Keep one.',
      ]);
    });

    it('a privilege that does not apply', async () => {
      const problems = await problemsOf(({ workspace }) => {
        new Grants(workspace, 'grants', {
          volume: 'shop.orders.files',
          grant: [{ principal: 'analysts', privileges: ['SELECT'] }],
        });
      });

      expect(problems).toEqual([
        "grants: grants SELECT to 'analysts', which cannot be granted on a volume. Use one of ALL_PRIVILEGES, APPLY_TAG, MANAGE, READ_VOLUME, WRITE_VOLUME.",
      ]);
    });

    it('users in upper case, and administrators', async () => {
      const problems = await problemsOf(({ workspace }) => {
        new Permissions(workspace, 'permissions', {
          jobId: '1',
          accessControl: [
            { userName: 'Ann@example.com', permissionLevel: 'CAN_VIEW' },
            { groupName: 'admins', permissionLevel: 'CAN_MANAGE' },
          ],
        });
      });

      expect(problems).toEqual([
        "permissions: gives rights to user 'Ann@example.com': Databricks stores the name in lower case, and a second plan would differ.",
        "permissions: gives rights to group 'admins', whose rights Databricks does not let anybody change. Drop it.",
      ]);
    });
  });

  it('an alert that compares in a way that makes the provider panic, or leaves out what it needs', async () => {
    const problems = await problemsOf(({ workspace }) => {
      new AlertV2(workspace, 'alert', {
        displayName: 'Orders',
        queryText: 'SELECT 1 AS value',
        warehouseId: '1',
        evaluation: { comparisonOperator: 'MORE_THAN', source: { name: 'value' } },
        schedule: { quartzCronSchedule: '0 0 4 * * ?', timezoneId: 'Berlin' },
      });
    });

    expect(problems).toEqual([
      'alert: parentPath is missing: Databricks fills it in, and the provider then fails. Give it.',
      'alert: evaluation.emptyResultState is missing: Databricks fills it in, and the provider then fails. Give it.',
      'alert: schedule.pauseStatus is missing: Databricks fills it in, and the provider then fails. Give it.',
      "alert: compares with 'MORE_THAN'. Use one of EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, IS_NOT_NULL, IS_NULL, LESS_THAN, LESS_THAN_OR_EQUAL, NOT_EQUAL.",
      "alert: time zone is 'Berlin', which is no time zone. Give its IANA name, such as 'Europe/Berlin' or 'UTC'.",
    ]);
  });

  it('names that are taken', async () => {
    const problems = await problemsOf(({ workspace }) => {
      for (const id of ['first', 'second']) {
        new Notebook(workspace, id, { path: '/Shop/orders', language: 'PYTHON', contentBase64: CONTENT });
      }
    });

    expect(problems).toEqual([
      "second: path '/Shop/orders' is that of first as well. Rename one of the two.",
    ]);
  });

  it('paths that do not begin at the root, and notebooks without content', async () => {
    const problems = await problemsOf(({ workspace }) => {
      new Notebook(workspace, 'orders', { path: 'Shop/orders', language: 'PYTHON', contentBase64: '' });
      new Dashboard(workspace, 'sales', {
        displayName: 'Sales',
        parentPath: 'Shop',
        warehouseId: '0123456789abcdef',
      });
    });

    expect(problems).toEqual([
      "orders: path is 'Shop/orders'. Start it with '/': it is a path from the workspace's root.",
      'orders: is a notebook without content. Give it some, or drop it.',
      "sales: parentPath is 'Shop'. Start it with '/': it is a path from the workspace's root.",
    ]);
  });

  it('text that should be JSON', async () => {
    const problems = await problemsOf(({ workspace }) => {
      new ClusterPolicy(workspace, 'policy', { name: 'shop', definition: '{ "node_type_id": }' });
      new Dashboard(workspace, 'dashboard', {
        displayName: 'Shop',
        parentPath: '/Shop',
        warehouseId: '1',
        serializedDashboard: 'pages',
      });
    });

    expect(problems).toEqual([
      expect.stringMatching(/^policy: definition is no valid JSON: .+\. Write it with JSON\.stringify\.$/),
      expect.stringMatching(
        /^dashboard: serialized_dashboard is no valid JSON: .+\. Write it with JSON\.stringify\.$/,
      ),
    ]);
  });
});
