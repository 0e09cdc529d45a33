import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import { kafkaStream, materializedView, pipelineFixture, projectFixture } from './smallest-datasets';

describe('a pipeline', () => {
  it('has a layer', async () => {
    expect(await pipelineFixture().problems()).toEqual(['shop/sales: has no layers. Add at least one.']);
  });

  it('has a name that can be part of the names of a table and a task', async () => {
    const project = projectFixture();
    const pipeline = new MedallionPipeline(project.addPlatform(project.addStack()), 'Daily-Sales');
    kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');

    expect(await project.problems()).toEqual([
      "shop/Daily-Sales: pipeline 'Daily-Sales' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'daily_sales'.",
    ]);
  });
});

describe('Python packages of a pipeline', () => {
  async function problemsWith(pythonPackages: Record<string, readonly string[]>): Promise<readonly string[]> {
    const shop = projectFixture();
    const platform = shop.addPlatform(shop.addStack());
    const pipeline = new MedallionPipeline(platform, 'sales', { pythonPackages });
    const transform = shop.write(
      'notebooks/rows.py',
      'import slugify\n\n\ndef rows(orders):\n    return orders\n',
    );
    const orders = kafkaStream(new Layer(pipeline, 'raw', { comment: 'Raw.' }), 'orders');
    materializedView(new Layer(pipeline, 'gold', { comment: 'Gold.' }), 'metrics', { orders }, { transform });
    return shop.problems();
  }

  it('have exact versions', async () => {
    expect(await problemsWith({ slugify: ['python-slugify==8.0.4', 'text-unidecode>=1.3'] })).toEqual([
      "shop/sales: pythonPackages: 'text-unidecode>=1.3' of module 'slugify' does not pin a version. Write 'text-unidecode==<version>', so that every update runs the same code.",
    ]);
  });

  it('are imported', async () => {
    expect(await problemsWith({ slugify: ['python-slugify==8.0.4'], yaml: ['pyyaml==6.0.3'] })).toEqual([
      "shop/sales: pythonPackages has 'yaml', which no transform imports. Remove it.",
    ]);
  });
});
