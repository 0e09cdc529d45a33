import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import {
  PipelineDeployment,
  type PipelineDeploymentProps,
} from '../../../constructs/medallion/pipeline-deployment';
import { kafkaStream, materializedView, PipelineFixture, publishedView } from './pipeline-fixture';

/** A pipeline of a raw and a gold layer, deployed. */
class DeployedFixture extends PipelineFixture {
  readonly orders = kafkaStream(this.layer('raw'), 'orders');
  readonly metrics = materializedView(this.layer('gold'), 'metrics', { orders: this.orders });

  deploy(props: Partial<PipelineDeploymentProps> = {}): PipelineDeployment {
    new DatabricksProvider(this.only.node.scope as never, 'databricks', {
      host: 'https://example.cloud.databricks.com',
    });
    return new PipelineDeployment(this.only, 'Default', {
      pipelineName: 'shop-dev',
      workspaceDirectory: '/Shared/shop',
      kafka: { bootstrapServers: ['kafka:9092'], security: { protocol: 'PLAINTEXT' } },
      ...props,
    });
  }

  /** The resource of that type and address in the Terraform of the stack. */
  async resource(type: string, address: RegExp): Promise<Record<string, unknown>> {
    expect(await this.problems()).toEqual([]);
    const terraform = JSON.parse(readFileSync(join(this.outdir, 'stacks', 'dev', 'cdk.tf.json'), 'utf8'));
    const found = Object.entries(terraform.resource[type]).filter(([key]) => address.test(key));
    expect(found).toHaveLength(1);
    return found[0]?.[1] as Record<string, unknown>;
  }
}

describe('a deployment', () => {
  it('runs the notebooks in the order of the layers, a view after the tables of its layer', async () => {
    const shop = new DeployedFixture();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);
    shop.deploy();
    const { library } = await shop.resource('databricks_pipeline', /^shop$/);

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

    expect(await shop.resource('databricks_pipeline', /^shop$/)).toMatchObject({
      name: 'shop-dev',
      catalog: 'dev',
      schema: 'shop',
      channel: 'CURRENT',
      edition: 'ADVANCED',
      development: false,
      continuous: false,
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

    expect(await shop.resource('databricks_pipeline', /^shop$/)).toMatchObject({
      configuration: { 'shop.currency': 'EUR', 'spark.sql.ansi.enabled': 'true' },
    });
  });

  it('reports Kafka settings that cannot work', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ kafka: { bootstrapServers: ['kafka'], security: { protocol: 'SSL' } } });

    expect(await shop.problems()).toEqual([
      "shop/Default: kafka.bootstrapServers has 'kafka', which is not 'host:port'.",
    ]);
  });

  it('stands at a path from the root of the workspace', async () => {
    const shop = new DeployedFixture();
    shop.deploy({ workspaceDirectory: 'Shared/shop' });

    expect(await shop.problems()).toEqual([
      "shop/Default: workspaceDirectory 'Shared/shop' must start with '/': it is a path from the workspace's root.",
    ]);
  });

  it('is created when all layers are there', async () => {
    const shop = new DeployedFixture();
    shop.deploy();
    publishedView(shop.layer('raw'), 'recent', [shop.orders]);

    expect(await shop.problems()).toEqual([
      "shop/Default: was created before notebook 'raw_views' had a dataset. Create it when all are there.",
    ]);
  });
});
