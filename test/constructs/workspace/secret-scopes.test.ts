import { SecretScopes, type SecretScopesProps } from '../../../constructs/workspace/secret-scopes';
import { OWNER, ROLES, StackFixture } from './stack-fixture';

function scopesOf(props: Partial<SecretScopesProps>) {
  const shop = new StackFixture();
  new SecretScopes(shop.workspace, 'secrets', {
    secrets: [
      { scope: 'shop', key: 'user' },
      { scope: 'shop', key: 'password' },
    ],
    roles: ROLES,
    ...props,
  });
  return shop;
}

describe('secret scopes', () => {
  it('are those that references name, each once, without any value', async () => {
    const shop = scopesOf({});

    expect(await shop.only('secret_scope')).toMatchObject({ name: 'shop' });
    expect(await shop.resources('secret')).toEqual([]);
  });

  it('are read by the owner, whom the pipeline runs as, and filled by engineers', async () => {
    const acls = await scopesOf({}).resources('secret_acl');

    expect(acls).toEqual([
      expect.objectContaining({ principal: 'engineers', permission: 'WRITE' }),
      expect.objectContaining({ principal: OWNER, permission: 'READ' }),
    ]);
  });

  it('are not there where nothing is secret', async () => {
    expect(await scopesOf({ secrets: [] }).resources('secret_scope')).toEqual([]);
  });

  it('are protected: their values are nowhere else', async () => {
    expect(await scopesOf({ protect: true }).only('secret_scope')).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  });
});
