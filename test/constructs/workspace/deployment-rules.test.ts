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
      ['no library', { library: [] }, 'orders: has no libraries to run. Add a notebook.'],
      ['an empty library', { library: [{}] }, 'orders: library 1 is empty. Set a notebook or a file.'],
      [
        'a notebook that nobody deploys',
        { library: [{ notebook: { path: '/Workspace/Shop/orders' } }] },
        "orders: library 1 is notebook '/Workspace/Shop/orders', which the stack does not deploy. Pass the path of the notebook as a reference.",
      ],
      [
        'serverless with clusters',
        { serverless: true, cluster: [{ numWorkers: 1 }] },
        'orders: has clusters but is serverless. Remove one of the two.',
      ],
      [
        'a secret in double braces that is no Spark property',
        { configuration: { 'kafka.jaas': '{{secrets/shop/jaas}}', 'spark.jaas': '{{secrets/shop/jaas}}' } },
        "orders: configuration 'kafka.jaas' has a secret in double braces, which Databricks documents only for Spark properties and environment variables of clusters. Set the names of scope and key, and call dbutils.secrets.get in the notebook.",
      ],
      [
        'the same on serverless compute, which has no cluster',
        { serverless: true, configuration: { 'spark.jaas': '{{secrets/shop/jaas}}' } },
        "orders: configuration 'spark.jaas' has a secret in double braces, which Databricks documents only for Spark properties and environment variables of clusters. Set the names of scope and key, and call dbutils.secrets.get in the notebook.",
      ],
      [
        'fixed workers with autoscale',
        { cluster: [{ numWorkers: 1, autoscale: { minWorkers: 1, maxWorkers: 2 } }] },
        "orders: cluster 'default' has both a fixed size and autoscaling. Remove numWorkers or autoscale.",
      ],
      [
        'more workers at least than at most',
        { cluster: [{ autoscale: { minWorkers: 3, maxWorkers: 2 } }] },
        "orders: cluster 'default' autoscales from 3 to 2 workers. Swap the two.",
      ],
      [
        'an unknown way to grow',
        { cluster: [{ autoscale: { minWorkers: 1, maxWorkers: 2, mode: 'FAST' } }] },
        "orders: cluster 'default' has the unknown autoscaling mode 'FAST'. Use one of ENHANCED, LEGACY.",
      ],
      [
        'an unknown label',
        { cluster: [{ label: 'main', numWorkers: 1 }] },
        "orders: has a cluster with label 'main'. Use one of default, maintenance, updates.",
      ],
      [
        'zero workers without single-node settings',
        { cluster: [{ numWorkers: 0 }] },
        "orders: cluster 'default' has no workers but is not configured as a single node, so it would wait for workers forever. Set workers to 'single-node'.",
      ],
      [
        'nodes without any disk',
        { cluster: [{ nodeTypeId: 'm6id.large', driverNodeTypeId: 'm6i.large', numWorkers: 1 }] },
        'orders: has a cluster of m6i.large, which has no local disk, without EBS volumes, so Databricks cannot create it. Set ebsVolumeCount in awsAttributes, or use a type with a local disk.',
      ],
      [
        'storage with catalog',
        { catalog: 'shop', schema: 'orders', storage: '/orders' },
        "orders: has both catalog 'shop' and storage '/orders'. Remove storage: tables in Unity Catalog have no storage path.",
      ],
      [
        'a schema without catalog',
        { schema: 'orders' },
        'orders: has a schema but no catalog. Set the catalog of the schema.',
      ],
      [
        'duplicate names allowed',
        { allowDuplicateNames: true },
        'orders: sets allowDuplicateNames, so every plan would show a diff. Remove it.',
      ],
    ])('%s', async (_, config, problem) => {
      expect(await pipelineWith(config)).toEqual([problem]);
    });

    it('and nothing where nothing is wrong', async () => {
      expect(
        await pipelineWith({
          catalog: 'shop',
          schema: 'orders',
          cluster: [
            {
              label: 'default',
              nodeTypeId: 'm6i.large',
              awsAttributes: { ebsVolumeCount: 1 },
              autoscale: { minWorkers: 1, maxWorkers: 2, mode: 'ENHANCED' },
            },
          ],
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
        "nightly: schedule is '0 4 * * *', a Unix expression without seconds. Use a Quartz expression: '0 30 6 * * ?' is every day at 6:30.",
      ],
      [
        'an unknown time zone',
        { task: [task('a')], schedule: { quartzCronExpression: '0 0 4 * * ?', timezoneId: 'Berlin' } },
        "nightly: time zone is 'Berlin', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.",
      ],
      ['no task', {}, 'nightly: has no tasks. Add one, or remove the job.'],
      [
        'a task twice',
        { task: [task('a'), task('a')] },
        "nightly: task 'a' is defined twice. Rename one of the two.",
      ],
      [
        'a task that waits for none of the job',
        { task: [task('a', 'b')] },
        "nightly: task 'a' depends on 'b', which is not a task of the job (a).",
      ],
      [
        'tasks that wait for each other',
        { task: [task('a', 'b'), task('b', 'a')] },
        'nightly: tasks a, b form a dependency cycle. Remove a dependency.',
      ],
      [
        'tasks in another order than Databricks keeps them in',
        { task: [task('b'), task('a')] },
        'nightly: has its tasks in the order b, a, but Databricks sorts them, so every plan would show a diff. Sort them by key.',
      ],
      [
        'a cluster that it does not have',
        { task: [{ ...task('a'), jobClusterKey: 'big' }] },
        "nightly: task 'a' runs on cluster 'big', which the job does not have (none).",
      ],
      [
        'nodes without any disk',
        {
          task: [
            { ...task('a'), newCluster: { sparkVersion: '17.3.x', nodeTypeId: 'r5.large', numWorkers: 1 } },
          ],
        },
        'nightly: has a cluster of r5.large, which has no local disk, without EBS volumes, so Databricks cannot create it. Set ebsVolumeCount in awsAttributes, or use a type with a local disk.',
      ],
    ])('%s', async (_, config, problem) => {
      expect(await jobWith(config)).toEqual([problem]);
    });
  });

  describe('of rights', () => {
    it('two resources that each set all rights on one object', async () => {
      const problems = await problemsOf(({ workspace }) => {
        const directory = new Directory(workspace, 'directory', { path: '/Workspace/Shop' });
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
        'second: sets all permissions of the same object as first, so each would undo the other. Keep one.',
        'second-grants: sets all grants of the same object as first-grants, so each would undo the other. Keep one.',
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
        "grants: grants SELECT on a volume to 'analysts', but a volume has no such privilege. Use one of ALL_PRIVILEGES, APPLY_TAG, MANAGE, READ_VOLUME, WRITE_VOLUME.",
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
        "permissions: grants permissions to user 'Ann@example.com', but Databricks stores user names in lower case, so every plan would show a diff. Use lower case.",
        "permissions: grants permissions to group 'admins', whose permissions cannot be changed in Databricks. Remove it.",
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
      'alert: parentPath is missing. Set it: otherwise Databricks fills in a default and the provider fails.',
      'alert: evaluation.emptyResultState is missing. Set it: otherwise Databricks fills in a default and the provider fails.',
      'alert: schedule.pauseStatus is missing. Set it: otherwise Databricks fills in a default and the provider fails.',
      "alert: uses the unknown operator 'MORE_THAN'. Use one of EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, IS_NOT_NULL, IS_NULL, LESS_THAN, LESS_THAN_OR_EQUAL, NOT_EQUAL.",
      "alert: time zone is 'Berlin', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.",
    ]);
  });

  it('names that are taken', async () => {
    const problems = await problemsOf(({ workspace }) => {
      for (const id of ['first', 'second']) {
        new Notebook(workspace, id, {
          path: '/Workspace/Shop/orders',
          language: 'PYTHON',
          contentBase64: CONTENT,
        });
      }
    });

    expect(problems).toEqual([
      "second: path '/Workspace/Shop/orders' is also used by first. Rename one of the two.",
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
      "orders: path is 'Shop/orders'. Use an absolute path, which starts with '/Workspace/'.",
      'orders: is a notebook without content. Add some, or remove it.',
      "sales: parentPath is 'Shop'. Use an absolute path, which starts with '/Workspace/'.",
    ]);
  });

  it('text that should be JSON', async () => {
    const problems = await problemsOf(({ workspace }) => {
      new ClusterPolicy(workspace, 'policy', { name: 'shop', definition: '{ "node_type_id": }' });
      new Dashboard(workspace, 'dashboard', {
        displayName: 'Shop',
        parentPath: '/Workspace/Shop',
        warehouseId: '1',
        serializedDashboard: 'pages',
      });
    });

    expect(problems).toEqual([
      expect.stringMatching(/^policy: definition is not valid JSON: .+\. Write it with JSON\.stringify\.$/),
      expect.stringMatching(
        /^dashboard: serialized_dashboard is not valid JSON: .+\. Write it with JSON\.stringify\.$/,
      ),
    ]);
  });
});
