import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import type { Manifest } from '../../../tools/artefacts/manifest';
import '../../file-snapshot';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

const SNAPSHOT = join(__dirname, '..', '..', 'snapshots', 'readers.txt');

/** Privileges on the schema that include reading every table of it. */
const READ_ALL = ['SELECT', 'ALL_PRIVILEGES'];

const outdir = temporaryDirectory();
const prod = environments().get('prod');
const { deployers: _, ...single } = prod?.roles ?? {};

beforeAll(async () => {
  if (!prod) throw new Error('There is no environment prod.');
  const app = new App({ outdir });
  new MusicStreamingStack(app, 'prod', prod);
  await synthesize(app);
});

const artefact = (...file: string[]) => readFileSync(join(outdir, 'stacks', 'prod', ...file), 'utf8');

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
});
