import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { TerraformStack } from 'cdktf';
import { Layer, type MedallionPipeline } from '../../../constructs/medallion/graph';
import { PipelineFixture } from '../../../constructs/medallion/testing';
import type { ClassicCompute } from '../../../constructs/workspace/compute';
import {
  PipelineDeployment,
  type PipelineDeploymentProps,
} from '../../../constructs/workspace/pipeline-deployment';
import { temporaryDirectory } from '../../tools/support/temporary-directory';
import { kafkaStream, materializedView, projectFixture, publishedView } from '../medallion/smallest-datasets';
import { OWNER, ROLES, TAGS } from './stack-fixture';

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
  new DatabricksProvider(TerraformStack.of(pipeline), 'databricks', {
    host: 'https://example.cloud.databricks.com',
  });
  return new PipelineDeployment(pipeline, 'Default', {
    pipelineName: 'shop-dev',
    workspaceDirectory: '/Shared/shop',
    kafka: { bootstrapServers: ['kafka:9092'], security: { protocol: 'PLAINTEXT' } },
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
  it('runs the notebooks in the order of the layers, a view after the tables of its layer', async () => {
    const shop = new DeployedFixture();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);
    shop.deploy();
    const { library } = await shop.resource('databricks_pipeline', /^pipeline$/);

    expect(library).toEqual(
      [/raw_[0-9A-F]+/, /raw_views_[0-9A-F]+/, /gold_[0-9A-F]+/].map((name) => ({
        notebook: {
          path: expect.stringMatching(
            new RegExp(`^\\$\\{databricks_notebook\\.shop_${name.source}\\.path\\}$`),
          ),
        },
      })),
    );
  });

  it('puts the notebooks into its directory, by reference', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    const { path, language, content_base64 } = await shop.resource('databricks_notebook', /gold/);

    expect(path).toMatch(/^\$\{databricks_directory\.shop_Directory_[0-9A-F]+\.path\}\/gold$/);
    expect(language).toBe('PYTHON');
    expect(Buffer.from(String(content_base64), 'base64').toString()).toBe(await shop.artefact('gold.py'));
  });

  it('brings the manifest along', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    const { path, content_base64 } = await shop.resource('databricks_workspace_file', /Lineage/);

    expect(path).toMatch(/^\$\{databricks_directory\.shop_Directory_[0-9A-F]+\.path\}\/lineage\.json$/);
    expect(Buffer.from(String(content_base64), 'base64').toString()).toBe(
      await shop.artefact('lineage.json'),
    );
  });

  it('says what Databricks would fill in, so that a second plan is empty', async () => {
    const shop = new DeployedFixture();
    shop.deploy();

    expect(await shop.resource('databricks_pipeline', /^pipeline$/)).toMatchObject({
      name: 'shop-dev',
      catalog: 'dev',
      schema: 'shop',
      channel: 'CURRENT',
      edition: 'ADVANCED',
      development: true,
      continuous: false,
      serverless: true,
      event_log: { name: 'event_log', catalog: 'dev', schema: 'shop' },
      configuration: {
        'spark.sql.ansi.enabled': 'true',
        'spark.sql.session.timeZone': 'UTC',
        'kafka.bootstrap_servers': 'kafka:9092',
      },
    });
  });

  it('takes configuration of its own', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ configuration: { 'shop.currency': 'EUR' } });

    expect(await shop.resource('databricks_pipeline', /^pipeline$/)).toMatchObject({
      configuration: { 'shop.currency': 'EUR', 'spark.sql.ansi.enabled': 'true' },
    });
  });

  it('reports Kafka settings that cannot work', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ kafka: { bootstrapServers: ['kafka'], security: { protocol: 'SSL' } } });

    expect(await shop.problems()).toEqual([
      "shop/Default: kafka.bootstrapServers[0] is 'kafka', which is not 'host:port'.",
    ]);
  });

  it('stands at a path from the root of the workspace', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ workspaceDirectory: 'Shared/shop' });

    expect(await shop.problems()).toEqual([
      "shop/Default: workspaceDirectory is 'Shared/shop'. Use an absolute path, which starts with '/'.",
    ]);
  });

  it('is created when all layers are there', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);

    expect(await shop.problems()).toEqual([
      "shop/Default: was created before notebook 'raw_views' had a dataset. Create it after all datasets.",
    ]);
  });

  it('runs on a cluster that a policy governs', async () => {
    const shop = new DeployedFixture();
    shop.deploy({
      compute: { ...CLASSIC, photon: false },
      cluster: { label: 'default', numWorkers: 2 },
    });

    expect(await shop.resource('databricks_pipeline', /^pipeline$/)).toMatchObject({
      serverless: false,
      photon: false,
      cluster: [{ label: 'default', num_workers: 2 }],
    });
  });

  it('has clusters or is serverless, not both and not neither', async () => {
    const [both, neither] = [new DeployedFixture(), new DeployedFixture()];
    both.deploy({ cluster: { numWorkers: 1 } });
    neither.deploy({ compute: CLASSIC });

    expect(await both.problems()).toEqual([
      'shop/Default: cluster is set, but serverless compute has no clusters. Remove one of the two.',
    ]);
    expect(await neither.problems()).toEqual([
      'shop/Default: cluster is missing, but classic compute needs one. Pass the pipelineCluster of a ComputePolicy.',
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

    expect(await shop.resource('databricks_pipeline', /^pipeline$/)).toMatchObject({
      run_as: { service_principal_name: OWNER },
      notification: [
        { alerts: ['on-flow-failure', 'on-update-fatal-failure'], email_recipients: ['ann@example.com'] },
      ],
      tags: TAGS,
      lifecycle: { prevent_destroy: true },
    });
    expect(await shop.resource('databricks_permissions', /DirectoryPermissions/)).toMatchObject({
      directory_path: expect.stringContaining('databricks_directory.shop_Directory'),
    });
  });

  it('keeps the address of the pipeline when constructs are renamed, so that its tables stay', async () => {
    const addresses = await Promise.all(
      ['shop', 'store'].map(async (id) => {
        const project = projectFixture();
        const pipeline = project.addPipeline(project.addStack(), id);
        kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
        deploy(pipeline);
        const { resource = {} } = await project.terraform();
        return Object.keys(resource.databricks_pipeline ?? {});
      }),
    );

    expect(addresses).toEqual([['pipeline'], ['pipeline']]);
  });

  it('reads a broker in plain text only in development', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ development: false });
    const [problem] = await shop.problems();

    expect(problem).toMatch(/^shop\/Default: kafka\.security.* PLAINTEXT/);
  });
});
