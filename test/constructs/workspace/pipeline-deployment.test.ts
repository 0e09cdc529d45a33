import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { TerraformStack } from 'cdktf';
import { expectOrDrop, expectOrFail } from '../../../constructs/medallion/expectation';
import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import { PipelineFixture } from '../../../constructs/medallion/testing';
import type { ClassicCompute } from '../../../constructs/workspace/compute';
import {
  PipelineDeployment,
  type PipelineDeploymentProps,
} from '../../../constructs/workspace/pipeline-deployment';
import { SecretScopes } from '../../../constructs/workspace/secret-scopes';
import { temporaryDirectory } from '../../tools/support/temporary-directory';
import { kafkaStream, materializedView, projectFixture, publishedView } from '../medallion/smallest-datasets';
import { OWNER, ROLES, reference, TAGS } from './stack-fixture';

const CLASSIC: ClassicCompute = {
  kind: 'classic',
  cloud: 'aws',
  nodeType: 'm6i.large',
  workers: { fixed: 2 },
  maxDbusPerHour: 10,
};

/** The smallest deployment of a pipeline: serverless, in development. */
function deploy(
  pipeline: MedallionPipeline,
  props: Partial<PipelineDeploymentProps> = {},
): PipelineDeployment {
  const stack = TerraformStack.of(pipeline);
  new DatabricksProvider(stack, 'databricks', { host: 'https://example.cloud.databricks.com' });
  return new PipelineDeployment(pipeline, 'Default', {
    pipelineName: 'shop-dev-sales',
    directory: new Directory(stack, 'directory', { path: '/Workspace/Shop' }),
    kafka: { bootstrapServers: ['kafka:9092'], security: { kind: 'plaintext' } },
    compute: { kind: 'serverless' },
    development: true,
    ...props,
  });
}

/** A pipeline of a raw and a gold layer, deployed. */
class DeployedFixture extends PipelineFixture {
  constructor() {
    super({ directory: temporaryDirectory() });
  }

  readonly orders = kafkaStream(this.layer('raw'), 'orders');
  readonly metrics = materializedView(this.layer('gold'), 'metrics', { orders: this.orders });

  deploy(props: Partial<PipelineDeploymentProps> = {}): PipelineDeployment {
    return deploy(this.pipeline, props);
  }

  /** The resource of that type and address in the Terraform of the stack. */
  async resource(type: string, address: RegExp): Promise<Record<string, unknown>> {
    const { resource = {} } = await this.terraform();
    const found = Object.entries(resource[type] ?? {}).filter(([key]) => address.test(key));
    expect(found).toHaveLength(1);
    return found[0]?.[1] as Record<string, unknown>;
  }
}

describe('a deployment', () => {
  it('starts its pipeline after every resource of the constructs that it depends on', async () => {
    const shop = new DeployedFixture();
    const secrets = new SecretScopes(TerraformStack.of(shop.pipeline), 'secrets', {
      secrets: [{ scope: 'kafka', key: 'password' }],
      roles: ROLES,
    });
    shop.deploy({ continuous: true, compute: { kind: 'serverless' }, dependsOn: [secrets] });
    const { depends_on: dependencies } = await shop.resource('databricks_pipeline', /^sales$/);

    expect(dependencies).toEqual([
      expect.stringMatching(/^databricks_secret_scope\./),
      expect.stringMatching(/^databricks_secret_acl\..*owner/),
    ]);
  });

  it('runs the notebooks in the order of the layers, a view after the tables of its layer', async () => {
    const shop = new DeployedFixture();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);
    shop.deploy();
    const { library } = await shop.resource('databricks_pipeline', /^sales$/);

    expect(library).toEqual(
      [/raw_[0-9A-F]+/, /raw_views_[0-9A-F]+/, /gold_[0-9A-F]+/].map((name) => ({
        notebook: {
          path: expect.stringMatching(
            new RegExp(`^\\$\\{databricks_notebook\\.shop_sales_${name.source}\\.path\\}$`),
          ),
        },
      })),
    );
  });

  it('puts the notebooks into a folder of the platform that is named after the pipeline, by reference', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    const directory = await shop.resource('databricks_directory', /^shop_sales_Directory/);
    const { path, language, content_base64 } = await shop.resource('databricks_notebook', /gold/);

    expect(directory).toMatchObject({
      path: reference('databricks_directory.directory.path').concat('/sales'),
    });
    expect(path).toMatch(/^\$\{databricks_directory\.shop_sales_Directory_[0-9A-F]+\.path\}\/gold$/);
    expect(language).toBe('PYTHON');
    expect(Buffer.from(String(content_base64), 'base64').toString()).toBe(await shop.artefact('gold.py'));
  });

  it('says what Databricks would fill in, so that a second plan is empty', async () => {
    const shop = new DeployedFixture();
    shop.deploy();

    expect(await shop.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      name: 'shop-dev-sales',
      catalog: 'dev',
      schema: 'shop',
      channel: 'CURRENT',
      edition: 'ADVANCED',
      development: true,
      continuous: false,
      serverless: true,
      event_log: { name: 'event_log_sales', catalog: 'dev', schema: 'shop' },
      configuration: {
        'spark.sql.ansi.enabled': 'true',
        'spark.sql.session.timeZone': 'UTC',
        'pipelines.numUpdateRetryAttempts': '0',
        'pipelines.maxFlowRetryAttempts': '2',
        'kafka.bootstrap_servers': 'kafka:9092',
      },
    });
  });

  it('takes configuration of its own', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ configuration: { 'shop.currency': 'EUR' } });

    expect(await shop.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      configuration: { 'shop.currency': 'EUR', 'spark.sql.ansi.enabled': 'true' },
    });
  });

  it('renders the streaming settings of its mode and compute', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ continuous: true, streaming: { triggerInterval: '1 minute' } });

    expect(await shop.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      configuration: { 'pipelines.trigger.interval': '1 minute' },
    });
  });

  it('reports streaming settings that cannot work or have no effect', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ streaming: { triggerInterval: '1m' } });

    expect(await shop.problems()).toEqual([
      "shop/sales/Default: streaming.triggerInterval is '1m'. Use a number and a unit: '30 seconds', '5 minutes', '1 hour'.",
      expect.stringContaining('but the pipeline is triggered'),
    ]);
  });

  it('needs compute that has the identity of its Kafka security', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ kafka: { bootstrapServers: ['kafka:9098'], security: { kind: 'msk-iam' } } });

    expect(await shop.problems()).toEqual([
      "shop/sales/Default: kafka.security.kind is 'msk-iam', but the compute has no instance profile. Use 'service-credential', or classic compute on AWS with instanceProfileArn.",
    ]);
  });

  it('reports Kafka settings that cannot work', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ kafka: { bootstrapServers: ['kafka'], security: { kind: 'tls' } } });

    expect(await shop.problems()).toEqual([
      "shop/sales/Default: kafka.bootstrapServers[0] is 'kafka', which is not 'host:port'.",
    ]);
  });

  it('is created when all layers are there', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);

    expect(await shop.problems()).toEqual([
      "shop/sales/Default: was created before notebook 'raw_views' had a dataset. Create it after all datasets.",
    ]);
  });

  it('runs on a cluster that a policy governs', async () => {
    const shop = new DeployedFixture();
    shop.deploy({
      compute: { ...CLASSIC, photon: false },
      cluster: { label: 'default', numWorkers: 2 },
    });

    expect(await shop.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      serverless: false,
      photon: false,
      cluster: [{ label: 'default', num_workers: 2 }],
    });
  });

  it('is billed with the tags of a usage policy only on serverless compute, where its own tags are not', async () => {
    const budgetPolicyId = '33333333-3333-4333-8333-333333333333';
    const [serverless, classic] = [new DeployedFixture(), new DeployedFixture()];
    serverless.deploy({ budgetPolicyId });
    classic.deploy({ budgetPolicyId, compute: CLASSIC, cluster: { numWorkers: 2 } });

    expect(await serverless.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      budget_policy_id: budgetPolicyId,
    });
    expect(await classic.resource('databricks_pipeline', /^sales$/)).not.toHaveProperty('budget_policy_id');
  });

  it('has clusters or is serverless, not both and not neither', async () => {
    const [both, neither] = [new DeployedFixture(), new DeployedFixture()];
    both.deploy({ cluster: { numWorkers: 1 } });
    neither.deploy({ compute: CLASSIC });

    expect(await both.problems()).toEqual([
      'shop/sales/Default: cluster is set, but serverless compute has no clusters. Remove one of the two.',
    ]);
    expect(await neither.problems()).toEqual([
      'shop/sales/Default: cluster is missing, but classic compute needs one. Pass the pipelineCluster of a ComputePolicy.',
    ]);
  });

  it('runs as the owner, tells people of failures, carries tags and is protected', async () => {
    const shop = new DeployedFixture();
    shop.deploy({
      roles: ROLES,
      tags: TAGS,
      protect: true,
      notify: [{ userEmail: 'ann@example.com' }],
    });

    expect(await shop.resource('databricks_pipeline', /^sales$/)).toMatchObject({
      run_as: { service_principal_name: OWNER },
      notification: [
        { alerts: ['on-flow-failure', 'on-update-fatal-failure'], email_recipients: ['ann@example.com'] },
      ],
      tags: TAGS,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('keeps the address of a pipeline when the platform is renamed, so that its tables stay', async () => {
    const addresses = await Promise.all(
      ['shop', 'store'].map(async (id) => {
        const project = projectFixture();
        const pipeline = new MedallionPipeline(project.addPlatform(project.addStack(), id), 'sales');
        kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
        deploy(pipeline);
        const { resource = {} } = await project.terraform();
        return Object.keys(resource.databricks_pipeline ?? {});
      }),
    );

    expect(addresses).toEqual([['sales'], ['sales']]);
  });

  it('keeps the address of a pipeline that is renamed if told to', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ logicalId: 'orders' });

    expect(await shop.resource('databricks_pipeline', /^orders$/)).toMatchObject({ name: 'shop-dev-sales' });
  });

  it('needs Kafka settings only for Kafka streams', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ kafka: undefined });

    expect(await shop.problems()).toEqual([
      "shop/sales/Default: orders is a Kafka stream, but 'kafka' is not set. Set it.",
    ]);
  });

  it('reads a broker in plain text only in development', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ development: false });
    const [problem] = await shop.problems();

    expect(problem).toMatch(/^shop\/sales\/Default: kafka\.security\.kind is 'plaintext'/);
  });
});

describe('a pipeline that runs continuously', () => {
  it('has a setting that changes with its code, so that Databricks restarts it, and retries without a limit', async () => {
    const settingsOf = async (comment: string, continuous: boolean) => {
      const shop = new DeployedFixture();
      kafkaStream(shop.layer('raw'), 'returns', { comment });
      shop.deploy({ continuous });
      const { configuration } = await shop.resource('databricks_pipeline', /^sales$/);
      return configuration as Record<string, string>;
    };
    const [first, changed] = [await settingsOf('Returns.', true), await settingsOf('Returned.', true)];

    expect(first['medallion.code']).toMatch(/^[0-9a-f]{64}$/);
    expect(changed['medallion.code']).not.toBe(first['medallion.code']);
    expect(first).not.toHaveProperty(['pipelines.numUpdateRetryAttempts']);
    expect(await settingsOf('Returns.', false)).not.toHaveProperty(['medallion.code']);
  });

  it('has no materialized views on classic compute, which would recompute them from scratch all the time', async () => {
    const [classic, serverless] = [new DeployedFixture(), new DeployedFixture()];
    classic.deploy({ continuous: true, compute: CLASSIC, cluster: { numWorkers: 2 } });
    serverless.deploy({ continuous: true });

    expect(await classic.problems()).toEqual([
      'shop/sales/Default: metrics is a materialized view, and the pipeline runs continuously on classic compute, which recomputes it from scratch on every refresh. Move it to a triggered pipeline on serverless compute.',
    ]);
    expect(await serverless.problems()).toEqual([]);
  });

  it('has no rule that fails the update on a dataset with several inputs, which are refreshed at different times', async () => {
    const expectations = [
      expectOrFail('known', 'id IS NOT NULL'),
      expectOrDrop('dated', 'seen_at IS NOT NULL'),
    ];
    const shopWith = (continuous: boolean) => {
      const shop = new DeployedFixture();
      const { orders, metrics } = shop;
      materializedView(shop.layer('gold'), 'single', { orders }, { expectations });
      materializedView(shop.layer('gold'), 'joined', { orders, metrics }, { expectations });
      shop.deploy({ continuous });
      return shop;
    };

    expect(await shopWith(true).problems()).toEqual([
      "shop/sales/Default: joined has several inputs (orders, metrics), which a continuous pipeline refreshes at different times, so expectation 'known' would stop it sooner or later. Use expectOrDrop or expectOrWarn, or move the dataset to a triggered pipeline.",
    ]);
    expect(await shopWith(false).problems()).toEqual([]);
  });
});
