import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import { synthesize } from '../../../constructs/medallion/synthesis';
import type { ProjectFixture } from '../../../constructs/medallion/testing';
import { temporaryDirectory } from '../../tools/support/temporary-directory';
import { kafkaStream, materializedView, pipelineFixture, projectFixture } from './smallest-datasets';

/** One platform in each of three environments, each with one Kafka stream of the name given. */
function environments(names: Readonly<Record<'dev' | 'staging' | 'prod', string>>): ProjectFixture {
  const project = projectFixture();
  for (const [environment, name] of Object.entries(names)) {
    const pipeline = new MedallionPipeline(project.addPlatform(project.addStack(environment)), 'sales');
    kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), name, { topic: 'orders' });
  }
  return project;
}

const NAME_RULE = 'Use at most 255 lower-case letters, digits and underscores, starting with a letter.';
const problemOf = (name: string, fixed: string) =>
  `shop/sales/raw/${name}: dataset '${name}' is not a valid name. ${NAME_RULE} Rename it, for example to '${fixed}'.`;

describe('synthesis', () => {
  it('writes the manifest of each platform and the notebooks of its pipelines next to the Terraform of its stack', async () => {
    const project = environments({ dev: 'orders', staging: 'orders', prod: 'orders' });

    expect(await project.problems()).toEqual([]);
    expect(project.written()).toEqual([
      'manifest.json',
      ...['dev', 'prod', 'staging'].flatMap((stack) => [
        `stacks/${stack}/cdk.tf.json`,
        `stacks/${stack}/shop/lineage.json`,
        `stacks/${stack}/shop/sales/raw.py`,
      ]),
    ]);
  });

  it('reports everything that is wrong in one run', async () => {
    const shop = pipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders', { comment: '' });
    materializedView(shop.layer('gold'), 'metrics', { orders }, { clusterBy: ['idd'] });
    materializedView(shop.layer('gold'), 'report', { orders }, { transform: 'notebooks/none.py' });

    expect((await shop.failure())?.message).toBe(
      [
        'shop/sales/raw/orders: comment is empty. Say what one row is: analysts read it in the catalog.',
        "shop/sales/gold/metrics: clusterBy names 'idd', which is not a column (id, seen_at). Did you mean 'id'?",
        "shop/sales/gold/report: notebooks/none.py does not exist. Create it with a function 'none', or set 'transform' to another file.",
        '',
        '3 problems, nothing was written.',
      ].join('\n'),
    );
  });

  it('tells a problem of all environments once', async () => {
    const project = environments({ dev: 'Orders', staging: 'Orders', prod: 'Orders' });

    expect((await project.failure())?.message).toBe(
      `${problemOf('Orders', 'orders')}\n\n1 problem, nothing was written.`,
    );
  });

  it('says in which environments a problem is, if not in all', async () => {
    const project = environments({ dev: 'Orders', staging: 'Sales', prod: 'Sales' });

    expect((await project.failure())?.message).toBe(
      [
        `${problemOf('Orders', 'orders')} [dev only]`,
        `${problemOf('Sales', 'sales')} [staging, prod only]`,
        '',
        '2 problems, nothing was written.',
      ].join('\n'),
    );
  });

  it('writes nothing if one environment has a problem', async () => {
    const project = environments({ dev: 'orders', staging: 'orders', prod: 'Orders' });

    expect(await project.problems()).toEqual([`${problemOf('Orders', 'orders')} [prod only]`]);
    expect(project.written()).toEqual([]);
  });

  it('locks the version of each provider, and keeps the checksums that Terraform added for it', async () => {
    const outdir = temporaryDirectory();
    const file = join(outdir, 'stacks', 'shop', '.terraform.lock.hcl');
    const written = async () => {
      const app = new App({ outdir });
      new DatabricksProvider(new TerraformStack(app, 'shop'), 'databricks', { host: 'https://shop' });
      await synthesize(app);
      return readFileSync(file, 'utf8');
    };
    const first = await written();
    const completed = first.replace('}', '  hashes = ["h1:…"]\n}');
    writeFileSync(file, completed);

    expect(first).toMatch(
      /^provider "registry\.terraform\.io\/databricks\/databricks" \{\n {2}version {5}= "([\d.]+)"\n {2}constraints = "\1"\n\}\n$/,
    );
    expect(await written()).toBe(completed);
    writeFileSync(file, completed.replaceAll(/"[\d.]+"/g, '"1.0.0"'));
    expect(await written()).toBe(first);
  });

  it('of an app without a platform writes its stacks', async () => {
    const project = projectFixture();
    project.addStack('empty');

    expect(await project.problems()).toEqual([]);
    expect(project.written()).toEqual(['manifest.json', 'stacks/empty/cdk.tf.json']);
  });

  it('of an app without a stack is no failure', async () => {
    const app = new App({ outdir: projectFixture().outdir });

    await expect(synthesize(app)).resolves.toBeUndefined();
  });
});

describe('two resources', () => {
  it('have two Terraform addresses: cdktf would write one over the other', async () => {
    const project = projectFixture();
    const stack = project.addStack();
    new DatabricksProvider(stack, 'databricks', { host: 'https://example.cloud.databricks.com' });
    const first = new Directory(stack, 'first', { path: '/Workspace/first' });
    const second = new Directory(stack, 'second', { path: '/Workspace/second' });
    first.overrideLogicalId('folder');
    second.overrideLogicalId('folder');

    expect(await project.problems()).toEqual([
      "second: has the Terraform address 'databricks_directory.folder', which first already uses. Change the id of one of the two.",
    ]);
    expect(project.written()).toEqual([]);
  });
});
