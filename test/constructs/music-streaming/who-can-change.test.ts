import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { synthesize } from '../../../constructs/medallion/synthesis';
import { environments } from '../../../constructs/music-streaming/environment-files';
import { MusicStreamingStack } from '../../../constructs/music-streaming/music-streaming-stack';
import { principalName } from '../../../constructs/workspace/principal';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

type Attributes = Record<string, unknown>;

/** Permission levels and privileges that change neither an object nor what runs. */
const HARMLESS = /^(CAN_(READ|RUN|USE|VIEW|MANAGE_RUN)|READ|SELECT|BROWSE|READ_VOLUME|USE_(CATALOG|SCHEMA))$/;

const outdir = temporaryDirectory();
const roles = environments().get('prod')?.roles ?? {};
const allowed = [roles.owner, ...(roles.deployers ?? [])].flatMap((each) =>
  each ? [principalName(each)] : [],
);

beforeAll(async () => {
  const app = new App({ outdir });
  for (const [name, environment] of environments()) new MusicStreamingStack(app, name, environment);
  await synthesize(app);
});

function resources(): (readonly [address: string, attributes: Attributes])[] {
  const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks', 'prod', 'cdk.tf.json'), 'utf8'));
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
    expect(changers().size).toBeGreaterThan(15);
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
