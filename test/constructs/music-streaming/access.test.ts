import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { principalName } from '../../../constructs/workspace/principal';
import type { Manifest } from '../../../tools/artefacts/manifest';
import '../../file-snapshot';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

const outdir = temporaryDirectory();
const prod = environments().get('prod');
const { deployers = [], ...single } = prod?.roles ?? {};

beforeAll(async () => {
  if (!prod) throw new Error('There is no environment prod.');
  const app = new App({ outdir });
  new MusicStreamingStack(app, 'prod', prod);
  await synthesize(app);
});

const artefact = (...file: string[]) => readFileSync(join(outdir, 'stacks', 'prod', ...file), 'utf8');

type Attributes = Record<string, unknown>;

/** Permission levels and privileges that change neither an object nor what runs. */
const HARMLESS = /^(CAN_(READ|RUN|USE|VIEW|MANAGE_RUN)|READ|SELECT|BROWSE|READ_VOLUME|USE_(CATALOG|SCHEMA))$/;

const allowed = [single.owner, ...deployers].flatMap((each) => (each ? [principalName(each)] : []));

function resources(): (readonly [address: string, attributes: Attributes])[] {
  const { resource } = JSON.parse(artefact('cdk.tf.json'));
  return Object.entries(resource as Record<string, Record<string, Attributes>>).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([id, attributes]) => [`${type}.${id}`, attributes] as const),
  );
}

/** Everyone with a right that changes something, by the object that the right is on. */
function changers(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [address, attributes] of resources()) {
    const { access_control: permissions = [], grant = [], principal, permission } = attributes;
    const rights = [
      ...(permissions as Attributes[]).map(({ permission_level: level, ...of }) => [
        Object.values(of)[0],
        level,
      ]),
      ...(grant as { principal: string; privileges: string[] }[]).flatMap((each) =>
        each.privileges.map((privilege) => [each.principal, privilege]),
      ),
      ...(permission === undefined ? [] : [[principal, permission]]),
    ];
    if (rights.length === 0) continue;
    const names = rights.filter(([, right]) => !HARMLESS.test(String(right))).map(([name]) => String(name));
    found.set(address, [...new Set(names)]);
  }
  return found;
}

describe('what runs in production can be changed', () => {
  it('by the owner and the deployers only, whatever the object', () => {
    expect(changers().size).toBeGreaterThan(10);
    for (const [address, names] of changers())
      expect([address, names]).toEqual([address, names.filter((name) => allowed.includes(name))]);
  });

  it('of every object that has permissions: no kind of object is left to defaults', () => {
    const types = ['pipeline', 'job', 'alert_v2', 'dashboard', 'sql_endpoint', 'cluster_policy', 'directory'];
    const targets = JSON.stringify(
      resources().flatMap(([address, attributes]) => (address.includes('_permissions.') ? [attributes] : [])),
    );
    const without = resources()
      .map(([address]) => address)
      .filter((address) => types.some((type) => address.startsWith(`databricks_${type}.`)))
      .filter((address) => !targets.includes(`\${${address}.`))
      // The folders of pipelines inherit the permissions of the folder that they are in.
      .filter((address) => !/_Directory_[0-9A-F]+$/.test(address));

    expect(without).toEqual([]);
  });

  // Folders inherit rights: all users manage what is below Shared, and each principal what is in its home folder.
  it('in no folder where others have inherited rights', () => {
    const paths = resources().flatMap(([, { path, parent_path: parent = path }]) =>
      typeof parent === 'string' && !parent.includes('${') ? [parent] : [],
    );

    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(path).toMatch(new RegExp(`^/Workspace/Users/(${allowed.join('|')})/`));
  });
});

const SNAPSHOT = join(__dirname, '..', '..', 'snapshots', 'readers.txt');

/** Privileges on the schema that include reading every table of it. */
const READ_ALL = ['SELECT', 'ALL_PRIVILEGES'];

/** The roles that read every table through the schema. */
function readersOfAll(): string[] {
  const { resource } = JSON.parse(artefact('cdk.tf.json'));
  const { grant } = grantsOnSchema(resource);
  const granted = grant as { principal: string; privileges: string[] }[];
  const reading = granted.filter(({ privileges }) => privileges.some((each) => READ_ALL.includes(each)));
  return Object.entries(single).flatMap(([role, principal]) =>
    reading.some((each) => Object.values(principal).includes(each.principal)) ? [role] : [],
  );
}

function grantsOnSchema(resource: { databricks_grants: Record<string, { schema?: string }> }) {
  return Object.values(resource.databricks_grants).find(({ schema }) => schema !== undefined) as never;
}

/** The roles that the task grants access to single tables. */
function readersOf(): Map<string, string[]> {
  const [, constant = ''] = /^TABLES = (\{.*?^\})/ms.exec(artefact('tasks', 'table_access.py')) ?? [];
  const tables = JSON.parse(constant.replaceAll('None', 'null').replace(/,(?=\s*[\]}])/g, ''));
  return new Map(
    Object.entries(tables as Record<string, { readers: string[] }>).map(([name, { readers }]) => [
      name,
      readers,
    ]),
  );
}

describe('what each role reads in production', () => {
  const manifest = () => JSON.parse(artefact('music-streaming', 'lineage.json')) as Manifest;

  it('is as it was reviewed: every table, its columns and their readers', () => {
    const lines = [...readersOf()].map(([table, readers]) => {
      const columns = manifest().datasets.find(({ name }) => name === table)?.columns ?? [];
      const names = columns.map(({ name, personalData }) => (personalData ? `${name}*` : name));
      return [
        table,
        `  ${[...readersOfAll(), ...readers].join(', ')}`,
        ...names.map((name) => `    ${name}`),
      ].join('\n');
    });

    expect(`* personal data\n\n${lines.join('\n')}\n`).toMatchFile(SNAPSHOT);
  });

  it('is everything for owner and engineers, and nothing without a role', () => {
    expect(readersOfAll()).toEqual(['owner', 'engineers']);
  });

  it('is never personal data for analysts, and no data at all for auditors', () => {
    const readers = readersOf();
    const readBy = (role: string) =>
      manifest().datasets.filter(({ name }) => readers.get(name)?.includes(role));

    expect(readBy('analysts').length).toBeGreaterThan(8);
    expect(
      readBy('analysts').flatMap(({ columns }) => columns.filter(({ personalData }) => personalData)),
    ).toEqual([]);
    expect(readBy('auditors')).toEqual([]);
  });

  // Queries of a dashboard run with the rights of who looks at it.
  it('includes every table of the dashboard for analysts', () => {
    const dashboards = resources().filter(([address]) => address.includes('_dashboard.monitoring_music_'));
    const tables = JSON.stringify(dashboards).match(/(?<=`)(raw|bronze|silver|gold)_\w+(?=`)/g) ?? [];

    expect(new Set(tables).size).toBeGreaterThan(5);
    for (const table of tables) expect([table, readersOf().get(table)]).toEqual([table, ['analysts']]);
  });
});
