import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import type { Manifest } from '../../../tools/artefacts/manifest';
import {
  platformSnapshots,
  reviewableTerraform,
  SNAPSHOTS,
  textArtefacts,
} from '../../../tools/scaffold/platform-snapshots';
import '../../file-snapshot';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

const PROJECT = join(__dirname, '..', '..', '..');
const NAMES = [...environments().keys()];

const outdir = temporaryDirectory();

beforeAll(async () => {
  const app = new App({ outdir });
  for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
  await synthesize(app);
});

const terraform = (environment: string) => reviewableTerraform(outdir, environment);

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(outdir, 'stacks', 'dev', 'music-streaming', 'lineage.json'), 'utf8'));
}

function resources(environment: string, type: string): Record<string, unknown>[] {
  return Object.values(
    (terraform(environment).resource?.[type] ?? {}) as Record<string, Record<string, unknown>>,
  );
}

/** The pipelines by their address in Terraform, which lists them in this order. */
const PIPELINES = ['analytics', 'ingestion'];
const pipeline = (environment: string, name: string) => resource(environment, 'databricks_pipeline', name);
const job = (environment: string, name: string) => resource(environment, 'databricks_job', name);

function resource(environment: string, type: string, name: string): Record<string, unknown> {
  const ofType = terraform(environment).resource?.[type] as Record<string, Record<string, unknown>>;
  return ofType[name] ?? {};
}

describe('the platform', () => {
  // Case 19 of the inputs that failed: Unity Catalog accepts hyphens in quoted names.
  it('publishes to a catalog with a hyphen, and quotes it in every query', async () => {
    const app = new App({ outdir: temporaryDirectory() });
    const prod = environments().get('prod');
    if (!prod) throw new Error('There is no environment prod.');
    new MusicStreamingStack(app, 'prod', { ...prod, catalog: { name: 'Data-Platform' } });
    await synthesize(app);
    const text = readFileSync(join(app.outdir, 'stacks', 'prod', 'cdk.tf.json'), 'utf8').replaceAll('\\', '');

    expect(text.match(/.data-platform./g)?.length).toBeGreaterThan(30);
    expect(new Set(text.match(/.data-platform./gi))).toEqual(new Set(['"data-platform"', '`data-platform`']));
  });

  it('reads as it was reviewed: every notebook, task file and stack', () => {
    const differences = [...platformSnapshots(outdir)].flatMap(([file, text]) => {
      try {
        expect(text).toMatchFile(join(PROJECT, file));
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });

    if (differences.length > 0) throw new Error(differences.join('\n\n'));
  });

  it('has no snapshot of anything else', () => {
    const kept = ['notebooks', 'stacks', 'tasks'].flatMap((folder) =>
      readdirSync(join(PROJECT, SNAPSHOTS, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => extname(file) !== '')
        .map((file) => `${SNAPSHOTS}/${folder}/${file}`),
    );
    const settings = /\/ruff\.toml$/;

    expect(kept.filter((file) => !settings.test(file)).sort()).toEqual(
      [...platformSnapshots(outdir).keys()].sort(),
    );
  });

  it('has the same notebooks and task files in every environment', () => {
    const [first, ...others] = NAMES.map((environment) => textArtefacts(outdir, environment));

    for (const other of others) expect(other).toEqual(first);
  });
});

describe('the Terraform of the platform', () => {
  it.each([...environments()])(
    'of %s goes to the workspace of the environment, and keeps its state where that says',
    (name, { host, state }) => {
      expect(terraform(name).provider).toEqual({ databricks: [{ host }] });
      expect(Object.keys(terraform(name).terraform?.backend as object)).toEqual([state.kind]);
    },
  );

  it.each(NAMES)('of %s publishes to the schema that it creates, by reference', (environment) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so Terraform writes references.
    const schema = '${databricks_schema.schema.name}';

    expect(resources(environment, 'databricks_pipeline')).toMatchObject(
      PIPELINES.map((name) => ({ schema, event_log: { schema, name: `event_log_${name}` } })),
    );
  });

  it.each(NAMES)('of %s deploys every text beside it', (environment) => {
    const deployed = ['databricks_notebook', 'databricks_workspace_file']
      .flatMap((type) => resources(environment, type))
      .map(({ content_base64 }) => content_base64);

    expect(deployed.sort()).toEqual(
      textArtefacts(outdir, environment).map(([file]) => `the text of ${file}`),
    );
  });

  it.each(NAMES)('of %s runs the notebooks layer by layer', (environment) => {
    for (const name of PIPELINES) {
      const { library } = pipeline(environment, name) as { library: { notebook: { path: string } }[] };
      const addresses = library.map(({ notebook }) => notebook.path.replace(/_[0-9A-F]{8}\.path\}$/, ''));
      const files = manifest()
        .notebooks.filter((notebook) => notebook.pipeline === name)
        .map(({ file }) => file.replace(/\.\w+$/, '').replace('/', '_'));

      expect(addresses).toEqual(files.map((file) => `\${databricks_notebook.music-streaming_${file}`));
    }
  });

  it.each(NAMES)('of %s says the settings that Databricks would add', (environment) => {
    const configuration = { 'spark.sql.ansi.enabled': 'true' };

    expect(resources(environment, 'databricks_pipeline')).toMatchObject(
      PIPELINES.map(() => ({ configuration })),
    );
  });

  it.each(NAMES)('of %s has a secret only as a reference', (environment) => {
    const secrets = resources(environment, 'databricks_pipeline')
      .flatMap(({ configuration }) => Object.entries(configuration as Record<string, string>))
      .filter(([key]) => /jaas|password|token|secret/.test(key));

    for (const [, value] of secrets) expect(value).toMatch(/ password="<secret:[\w-]+\/[\w-]+>";$/);
    expect(secrets).toHaveLength(environment === 'dev' ? 0 : 1);
  });

  it.each(NAMES)(
    'of %s refuses to destroy what holds data, exactly if the environment is protected',
    (environment) => {
      const protectedEnvironment = environments().get(environment)?.protect ?? false;

      for (const type of ['databricks_pipeline', 'databricks_schema', 'databricks_secret_scope']) {
        for (const { lifecycle } of resources(environment, type)) {
          expect(lifecycle).toEqual({ prevent_destroy: protectedEnvironment });
        }
      }
    },
  );

  it.each(NAMES)('of %s tags everything that is billed', (environment) => {
    const tags = { environment, owner: 'music-streaming', cost_centre: 'data-platform' };
    const billed = [
      ...['pipeline', 'job'].flatMap((type) => resources(environment, `databricks_${type}`)),
      ...resources(environment, 'databricks_pipeline').flatMap(({ cluster }) =>
        ((cluster ?? []) as { custom_tags: object }[]).map(({ custom_tags }) => ({ tags: custom_tags })),
      ),
      ...resources(environment, 'databricks_sql_endpoint').map((warehouse) => ({
        tags: Object.fromEntries(
          (
            warehouse as unknown as { tags: { custom_tags: { key: string; value: string }[] } }
          ).tags.custom_tags.map(({ key, value }) => [key, value]),
        ),
      })),
    ];

    for (const each of billed) expect(each.tags).toEqual(tags);
    expect(billed.length).toBeGreaterThanOrEqual(environment === 'dev' ? 2 : 4);
  });

  it('of dev bears the name of who deploys, wherever two developers could collide', () => {
    const named = ['pipeline', 'job', 'schema'].flatMap((type) =>
      resources('dev', `databricks_${type}`).map(({ name }) => name),
    );

    expect(named).toHaveLength(4);
    for (const name of named)
      expect(name).toMatch(/^\$\{replace\(lower\(data\.databricks_current_user\.[\w-]+\.user_name\)/);
    const folders = resources('dev', 'databricks_directory').map(({ path }) => String(path));

    expect(folders.filter((path) => !path.startsWith('${databricks_directory.'))).toEqual([
      expect.stringMatching(/^\/Workspace\$\{data\.databricks_current_user\.[\w-]+\.home\}\//),
    ]);
  });

  it('of prod ingests continuously, aggregates every 15 minutes and checks every hour, as its service principal', () => {
    const owner = { service_principal_name: '00000000-0000-4000-8000-000000000002' };

    expect(pipeline('prod', 'ingestion')).toMatchObject({
      continuous: true,
      development: false,
      run_as: owner,
    });
    expect(pipeline('prod', 'analytics')).toMatchObject({
      continuous: false,
      development: false,
      run_as: owner,
    });
    expect(job('prod', 'job')).toMatchObject({
      run_as: owner,
      schedule: { quartz_cron_expression: '0 0/15 * * * ?' },
      task: [{ task_key: 'update_analytics' }],
    });
    expect(job('prod', 'checks')).toMatchObject({
      run_as: owner,
      schedule: { quartz_cron_expression: '0 10 * * * ?' },
      task: [{ task_key: 'quality_gate' }, { task_key: 'table_access' }],
    });
  });

  it('of staging updates both pipelines, then compares with the original platform, after the gate', () => {
    expect(resources('staging', 'databricks_job')).toMatchObject([
      {
        task: [
          { task_key: 'quality_gate', depends_on: [{ task_key: 'table_access' }] },
          { task_key: 'reconciliation', depends_on: [{ task_key: 'quality_gate' }] },
          { task_key: 'table_access', depends_on: [{ task_key: 'update_analytics' }] },
          {
            task_key: 'update_analytics',
            depends_on: [{ task_key: 'update_ingestion' }],
            pipeline_task: { full_refresh: false },
          },
          { task_key: 'update_ingestion', pipeline_task: { full_refresh: false } },
        ],
      },
    ]);
  });

  it.each(NAMES)(
    'of %s creates things in the order in which they need each other, by reference',
    (environment) => {
      const reference = (type: string) => expect.stringContaining(`\${databricks_${type}.`);
      const ingestion = pipeline(environment, 'ingestion');

      for (const { path } of resources(environment, 'databricks_notebook'))
        expect(path).toEqual(reference('directory'));
      for (const { target } of rights(environment))
        expect(target).toEqual(expect.stringMatching(/^\$\{databricks_/));
      if (environment !== 'dev') {
        expect(ingestion).toMatchObject({ cluster: [{ policy_id: reference('cluster_policy') }] });
        expect(ingestion.depends_on).toEqual(
          expect.arrayContaining([expect.stringContaining('databricks_secret_scope.')]),
        );
      }
    },
  );

  it.each(NAMES)('of %s has one resource for all rights on an object', (environment) => {
    const targets = rights(environment).map(({ target }) => target);

    expect(new Set(targets).size).toBe(targets.length);
  });

  it.each(['staging', 'prod'])('of %s lets analysts near gold and their dashboard alone', (environment) => {
    const theirs = rights(environment).filter(({ text }) => text.includes('"data-analysts"'));

    expect(theirs.map(({ target }) => target?.replace(/^\$\{databricks_(\w+)\..*$/, '$1')).sort()).toEqual([
      'dashboard',
      'schema',
      'sql_endpoint',
    ]);
  });
});

/** Permissions and grants of an environment: on what, and all that they say. */
function rights(environment: string): { target?: string; text: string }[] {
  return ['databricks_permissions', 'databricks_grants'].flatMap((type) =>
    resources(environment, type).map(({ access_control: _, grant: __, '//': ___, ...target }) => ({
      target: Object.values(target)[0] as string | undefined,
      text: JSON.stringify({ _, __ }),
    })),
  );
}
