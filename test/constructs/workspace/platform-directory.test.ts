import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PlatformDirectory,
  type PlatformDirectoryProps,
} from '../../../constructs/workspace/platform-directory';
import { kafkaStream } from '../medallion/smallest-datasets';
import { OWNER, ROLES, reference } from './stack-fixture';
import { TaskFixture } from './task-fixture';

/** A platform with a folder at `path`, which is created before the datasets. */
function shopAt(path: string, props: Partial<PlatformDirectoryProps> = {}): TaskFixture {
  const shop = new TaskFixture();
  new PlatformDirectory(shop.workspace, 'directory', {
    platform: shop.platform,
    path,
    roles: ROLES,
    ...props,
  });
  kafkaStream(shop.layer('raw'), 'orders');
  return shop;
}

describe('the folder of a platform', () => {
  it('contains the lineage manifest, with datasets that are added later', async () => {
    const shop = shopAt('/Workspace/Shop');
    const { path, content_base64: content } = await shop.only('workspace_file');

    expect(path).toBe(`${reference('databricks_directory.directory.path')}/lineage.json`);
    expect(Buffer.from(String(content), 'base64').toString()).toBe(
      readFileSync(join(shop.outdir, 'stacks', 'test', 'shop', 'lineage.json'), 'utf8'),
    );
  });

  it('has permissions for the roles', async () => {
    expect(await shopAt('/Workspace/Shop').only('permissions')).toMatchObject({
      directory_path: reference('databricks_directory.directory.path'),
      access_control: expect.arrayContaining([
        { service_principal_name: OWNER, permission_level: 'CAN_MANAGE' },
        { group_name: 'engineers', permission_level: 'CAN_READ' },
      ]),
    });
  });

  it('has an absolute path', async () => {
    expect(await shopAt('Shop').problems()).toEqual([
      "directory: workspaceDirectory is 'Shop'. Use an absolute path, which starts with '/Workspace/'.",
    ]);
    expect(await shopAt('/Shop').problems()).toEqual([
      "directory: workspaceDirectory is '/Shop'. Start it with '/Workspace': '/Workspace/Shop'.",
    ]);
  });

  // https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/permissions#folder-usage
  it('is not where every user could change what runs as the owner, except for trials', async () => {
    expect(await shopAt('/Workspace/Shared/shop').problems()).toEqual([
      `directory: workspaceDirectory is '/Workspace/Shared/shop', where every user of the workspace can change the notebooks that run as the owner. Use a folder below '/Workspace/Users/${OWNER}'.`,
    ]);
    expect(await shopAt('/Workspace/Shared/shop', { development: true }).problems()).toEqual([]);
    expect(await shopAt('/Workspace/Shared-not/shop').problems()).toEqual([]);
  });
});
