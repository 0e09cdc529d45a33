import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { personal, string } from '../../../../constructs/medallion/column';
import { expectOrDrop } from '../../../../constructs/medallion/expectation';
import {
  lineageSchema,
  publishedLineageSchema,
} from '../../../../constructs/medallion/rendering/lineage-schema';
import '../../../file-snapshot';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  pipelineFixture,
  publishedView,
  streamingTable,
  TwoPipelines,
  temporaryView,
} from '../smallest-datasets';

type Json = Record<string, unknown>;
interface Manifest extends Json {
  pipelines: string[];
  notebooks: Json[];
  datasets: Json[];
}

const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(
  publishedLineageSchema(),
);

/** Where and how a manifest departs from the schema. */
function departures(manifest: unknown): string[] {
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The manifest of a pipeline that has one dataset of each kind. */
async function manifest(): Promise<Manifest> {
  const shop = pipelineFixture();
  const orders = kafkaStream(shop.layer('raw'), 'orders', { topic: 'all-orders' });
  const expectations = [expectOrDrop('known', 'id IS NOT NULL')];
  const sales = streamingTable(
    shop.layer('bronze'),
    'sales',
    { orders },
    { expectations, quarantine: true, clusterBy: ['id'] },
  );
  const recent = temporaryView(shop.layer('silver'), 'recent', { sales });
  materializedView(shop.layer('silver'), 'totals', { recent });
  autoCdcTable(
    shop.layer('silver'),
    'customers',
    { sales },
    { applyAsDeletes: "id = 'x'", exceptColumns: ['seen_at'] },
  );
  publishedView(shop.layer('silver'), 'today', [sales]);
  return JSON.parse(await shop.artefact('lineage.json'));
}

describe('the lineage manifest', () => {
  it('lists every dataset after what it reads, quarantines and changes included', async () => {
    expect((await manifest()).datasets.map(({ name, kind, notebook }) => [name, kind, notebook])).toEqual([
      ['orders', 'kafka_stream', 'sales/raw.py'],
      ['sales', 'streaming_table', 'sales/bronze.py'],
      ['sales_quarantine', 'streaming_table', 'sales/bronze.py'],
      ['recent', 'temporary_view', 'sales/silver.py'],
      ['totals', 'materialized_view', 'sales/silver.py'],
      ['customers_changes', 'temporary_view', 'sales/silver.py'],
      ['customers', 'auto_cdc_table', 'sales/silver.py'],
      ['today', 'published_view', 'sales/silver_views.sql'],
    ]);
  });

  it('lists the pipelines of the platform in the order of their updates, and the pipeline of every dataset', async () => {
    const shop = new TwoPipelines();
    const orders = kafkaStream(shop.layer('raw'), 'orders');
    const sales = streamingTable(shop.layer('silver'), 'sales', { orders });
    materializedView(shop.reportLayer('silver'), 'customers', { sales });
    const { platform, pipelines, notebooks, datasets } = await shop.manifest();

    expect({ platform, pipelines }).toEqual({ platform: 'shop', pipelines: ['sales', 'reports'] });
    expect(notebooks.map(({ pipeline, layer, file }) => [pipeline, layer, file])).toEqual([
      ['sales', 'raw', 'sales/raw.py'],
      ['sales', 'silver', 'sales/silver.py'],
      ['reports', 'silver', 'reports/silver.py'],
    ]);
    expect(datasets.map(({ name, pipeline, notebook }) => [name, pipeline, notebook])).toEqual([
      ['orders', 'sales', 'sales/raw.py'],
      ['sales', 'sales', 'sales/silver.py'],
      ['customers', 'reports', 'reports/silver.py'],
    ]);
  });
});

describe('the manifest of a table with personal data, and of a rule with a tolerance', () => {
  const described = async (): Promise<Manifest> => {
    const shop = pipelineFixture();
    const orders = kafkaStream(shop.layer('raw'), 'orders', {
      fields: { id: { ...string('Identity'), personalData: false }, ...personal({ city: string('City') }) },
    });
    streamingTable(
      shop.layer('bronze'),
      'sales',
      { orders },
      { expectations: [expectOrDrop('known', 'id IS NOT NULL', { toleratedFailureRate: 0.1 })] },
    );
    return JSON.parse(await shop.artefact('lineage.json'));
  };

  it('says which columns are personal, and nothing of the others', async () => {
    const [orders] = (await described()).datasets as [{ columns: Json[] }];
    const named = (name: string) => orders.columns.find((column) => column.name === name);

    expect(named('city')).toEqual({ name: 'city', type: 'STRING', comment: 'City', personalData: true });
    expect(named('id')).toEqual({ name: 'id', type: 'STRING', comment: 'Identity' });
  });

  it('says that a payload with a personal field is personal, and so is the key', async () => {
    const [orders] = (await described()).datasets as [{ columns: Json[] }];

    expect(orders.columns.filter(({ personalData }) => personalData).map(({ name }) => name)).toEqual([
      'kafka_key',
      'value',
      'city',
    ]);
  });

  it('says what a rule is forgiven', async () => {
    const [, sales] = (await described()).datasets as [Json, { expectations: Json[] }];

    expect(sales.expectations).toMatchObject([{ name: 'known', toleratedFailureRate: 0.1 }]);
  });

  it('has the form that is published', async () => {
    expect(departures(await described())).toEqual([]);
  });
});

describe('the published schema of the manifest', () => {
  it('holds for a pipeline with a dataset of every kind', async () => {
    expect(departures(await manifest())).toEqual([]);
  });

  it('is kept in lineage.schema.json', () => {
    const file = join(__dirname, '../../../../constructs/medallion/rendering/lineage.schema.json');

    expect(`${JSON.stringify(publishedLineageSchema(), undefined, 2)}\n`).toMatchFile(file);
  });

  it('describes every property', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, Json> };
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (typeof property !== 'object') continue;
        if (!('description' in property || '$ref' in property || 'const' in property || 'enum' in property))
          undescribed.push(`${path}/${name}`);
      }
      for (const [name, child] of Object.entries(node)) visit(child, `${path}/${name}`);
    };
    visit(publishedLineageSchema(), '');

    expect(undescribed).toEqual([]);
  });

  const dataset = (changed: Manifest, kind: string) =>
    changed.datasets.find((candidate) => candidate.kind === kind) as Json & {
      columns: Json[];
      inputs: Json[];
      expectations: Json[];
      cdc: Json;
      transform: Json;
    };

  it('does not hold with something unknown, which readers ignore', async () => {
    const changed = { ...(await manifest()), author: 'x' };

    expect(departures(changed)).not.toEqual([]);
    expect(lineageSchema.safeParse(changed).success).toBe(true);
  });

  it.each<[string, (changed: Manifest) => void]>([
    ['a different version', (changed) => Object.assign(changed, { version: 1 })],
    ['no platform', (changed) => delete changed.platform],
    ['no pipelines', (changed) => changed.pipelines.splice(0)],
    ['a dataset without a pipeline', (changed) => delete changed.datasets[0]?.pipeline],
    ['no datasets', (changed) => changed.datasets.splice(0)],
    [
      'a notebook in another language',
      (changed) => Object.assign(changed.notebooks[0] ?? {}, { language: 'R' }),
    ],
    ['an unknown kind', (changed) => Object.assign(dataset(changed, 'temporary_view'), { kind: 'table' })],
    ['a name that is none', (changed) => Object.assign(dataset(changed, 'kafka_stream'), { name: 'Orders' })],
    ['a stream without topic', (changed) => delete dataset(changed, 'kafka_stream').topic],
    ['a topic of no stream', (changed) => Object.assign(dataset(changed, 'streaming_table'), { topic: 'x' })],
    ['a table without function', (changed) => delete (dataset(changed, 'streaming_table') as Json).transform],
    ['a CDC table without cdc', (changed) => delete (dataset(changed, 'auto_cdc_table') as Json).cdc],
    ['cdc without keys', (changed) => Object.assign(dataset(changed, 'auto_cdc_table').cdc, { keys: [] })],
    ['history in type 1', (changed) => Object.assign(dataset(changed, 'auto_cdc_table').cdc, { scdType: 1 })],
    ['a view without query', (changed) => delete dataset(changed, 'published_view').query],
    [
      'a column twice in a key',
      (changed) => Object.assign(dataset(changed, 'streaming_table'), { clusterBy: ['id', 'id'] }),
    ],
    ['an empty key', (changed) => Object.assign(dataset(changed, 'streaming_table'), { clusterBy: [] })],
    ['a column without type', (changed) => delete dataset(changed, 'streaming_table').columns[0]?.type],
    [
      'an unknown read',
      (changed) => Object.assign(dataset(changed, 'streaming_table').inputs[0] ?? {}, { read: 'x' }),
    ],
    [
      'a rule that may be NULL',
      (changed) =>
        Object.assign(dataset(changed, 'streaming_table').expectations[0] ?? {}, { rule: 'id > 1' }),
    ],
    [
      'a tolerance of more than everything',
      (changed) =>
        Object.assign(dataset(changed, 'streaming_table').expectations[0] ?? {}, { toleratedFailureRate: 2 }),
    ],
    [
      'a column that says it is not personal',
      (changed) =>
        Object.assign(dataset(changed, 'streaming_table').columns[0] ?? {}, { personalData: false }),
    ],
    [
      'a hash that is none',
      (changed) => Object.assign(dataset(changed, 'temporary_view').transform, { sha256: 'x' }),
    ],
    [
      'a file of this machine',
      (changed) => Object.assign(dataset(changed, 'temporary_view').transform, { file: '/home/x.py' }),
    ],
  ])('does not hold with %s, for readers neither', async (_, change) => {
    const changed = await manifest();
    change(changed);

    expect(departures(changed)).not.toEqual([]);
    expect(lineageSchema.safeParse(changed).success).toBe(false);
  });

  it('holds for the manifest of this platform', () => {
    const kept: unknown = JSON.parse(
      readFileSync(join(__dirname, '../../../snapshots/notebooks/lineage.json'), 'utf8'),
    );

    expect(departures(kept)).toEqual([]);
    expect(lineageSchema.parse(kept)).toEqual(kept);
  });
});
