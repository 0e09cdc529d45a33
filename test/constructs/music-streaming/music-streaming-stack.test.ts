import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { environments } from '../../../environments/environment';
import '../../file-snapshot';

const SNAPSHOTS = join(__dirname, '..', '..', 'snapshots');
const NAMES = [...environments().keys()];
const NOTEBOOKS = ['raw.py', 'bronze.py', 'silver.py', 'silver_views.sql', 'gold.py', 'lineage.json'];

const outdir = mkdtempSync(join(tmpdir(), 'music-streaming-stack-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

beforeAll(async () => {
  const app = new App({ outdir });
  for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
  await synthesize(app);
});

const artefact = (environment: string, file: string) =>
  readFileSync(join(outdir, 'stacks', environment, 'music-streaming', file), 'utf8');

/** The Terraform of an environment; each deployed text is replaced by the name of the artefact that it equals. */
function terraform(environment: string): Record<string, Record<string, unknown>> {
  const names = new Map(NOTEBOOKS.map((file) => [artefact(environment, file), `the text of ${file}`]));
  const text = readFileSync(join(outdir, 'stacks', environment, 'cdk.tf.json'), 'utf8');
  return JSON.parse(text, (key, value) =>
    key === 'content_base64' ? (names.get(Buffer.from(value, 'base64').toString()) ?? value) : value,
  );
}

function resources(environment: string, type: string): Record<string, unknown>[] {
  return Object.values(
    (terraform(environment).resource?.[type] ?? {}) as Record<string, Record<string, unknown>>,
  );
}

describe('the notebooks of the platform', () => {
  it.each(NOTEBOOKS)('%s reads as it was reviewed', (file) => {
    expect(artefact('dev', file)).toMatchFile(join(SNAPSHOTS, 'notebooks', file));
  });

  it('are all that there is', () => {
    const files = (directory: string) => readdirSync(directory).sort();

    expect(files(join(outdir, 'stacks', 'dev', 'music-streaming'))).toEqual([...NOTEBOOKS].sort());
    expect(files(join(SNAPSHOTS, 'notebooks'))).toEqual([...NOTEBOOKS, 'ruff.toml'].sort());
  });

  it.each(NOTEBOOKS)('%s is the same in every environment', (file) => {
    expect(new Set(NAMES.map((environment) => artefact(environment, file))).size).toBe(1);
  });
});

describe('the Terraform of the platform', () => {
  it.each(NAMES)('of %s reads as it was reviewed', (environment) => {
    const text = `${JSON.stringify(terraform(environment), undefined, 2)}\n`;

    expect(text).toMatchFile(join(SNAPSHOTS, 'stacks', `${environment}.tf.json`));
  });

  it('is reviewed for every environment, and for no other', () => {
    expect(readdirSync(join(SNAPSHOTS, 'stacks')).sort()).toEqual(
      NAMES.map((name) => `${name}.tf.json`).sort(),
    );
  });

  it.each(NAMES)(
    'of %s says where its state is, instead of where this machine would put it',
    (environment) => {
      expect(terraform(environment).terraform?.backend).toEqual({
        local: { path: `../../../terraform.${environment}.tfstate` },
      });
    },
  );

  it.each([...environments()])(
    'of %s goes to the workspace of the environment',
    (name, { host, catalog, schema }) => {
      expect(terraform(name).provider).toEqual({ databricks: [{ host }] });
      expect(resources(name, 'databricks_pipeline')).toMatchObject([{ catalog, schema }]);
    },
  );

  it.each(NAMES)('of %s deploys every text beside it', (environment) => {
    const deployed = ['databricks_notebook', 'databricks_workspace_file']
      .flatMap((type) => resources(environment, type))
      .map(({ content_base64 }) => content_base64);

    expect(deployed.sort()).toEqual(NOTEBOOKS.map((file) => `the text of ${file}`).sort());
  });

  it.each(NAMES)('of %s runs the notebooks layer by layer', (environment) => {
    const [pipeline] = resources(environment, 'databricks_pipeline') as {
      library: { notebook: { path: string } }[];
    }[];
    const addresses = pipeline?.library.map(({ notebook }) =>
      notebook.path.replace(/_[0-9A-F]{8}\.path\}$/, ''),
    );

    expect(addresses).toEqual(
      ['raw', 'bronze', 'silver', 'silver_views', 'gold'].map(
        (name) => `\${databricks_notebook.music-streaming_${name}`,
      ),
    );
  });

  it.each(NAMES)('of %s says the settings that Databricks would add', (environment) => {
    expect(resources(environment, 'databricks_pipeline')).toMatchObject([
      { configuration: { 'spark.sql.ansi.enabled': 'true' } },
    ]);
  });

  it.each(NAMES)('of %s has a secret only as a reference', (environment) => {
    const [pipeline] = resources(environment, 'databricks_pipeline') as {
      configuration: Record<string, string>;
    }[];
    const secrets = Object.entries(pipeline?.configuration ?? {}).filter(([key]) =>
      /jaas|password|token|secret/.test(key),
    );

    for (const [, value] of secrets) expect(value).toMatch(/^\{\{secrets\/[\w-]+\/[\w-]+\}\}$/);
    expect(secrets).toHaveLength(environment === 'dev' ? 0 : 1);
  });
});
