import type { StateBackend } from '../../../constructs/workspace/state-backend';
import { StackFixture } from './stack-fixture';

describe('the state of a stack', () => {
  it.each<[StateBackend, object]>([
    [{ kind: 'local' }, { local: { path: '../../../terraform.test.tfstate' } }],
    [
      { kind: 's3', bucket: 'states', region: 'eu-central-1', key: 'shop/test.tfstate' },
      {
        s3: {
          bucket: 'states',
          region: 'eu-central-1',
          key: 'shop/test.tfstate',
          encrypt: true,
          use_lockfile: true,
        },
      },
    ],
    [
      {
        kind: 'azurerm',
        resourceGroupName: 'shop',
        storageAccountName: 'states',
        containerName: 'terraform',
        key: 'test.tfstate',
      },
      {
        azurerm: {
          resource_group_name: 'shop',
          storage_account_name: 'states',
          container_name: 'terraform',
          key: 'test.tfstate',
        },
      },
    ],
    [
      { kind: 'gcs', bucket: 'states', prefix: 'shop/test' },
      { gcs: { bucket: 'states', prefix: 'shop/test' } },
    ],
  ])('is where %j says, without a credential', async (state, backend) => {
    const { terraform } = await new StackFixture({ state }).terraform();

    expect(terraform.backend).toEqual(backend);
  });

  it('belongs to a workspace that is named by its URL', async () => {
    expect(await new StackFixture({ host: 'example.cloud.databricks.com/' }).problems()).toEqual([
      "test: host is 'example.cloud.databricks.com/'. Use the URL of the workspace without a path, such as 'https://example.cloud.databricks.com'.",
    ]);
  });
});
