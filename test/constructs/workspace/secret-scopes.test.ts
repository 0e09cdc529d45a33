import { user } from '../../../constructs/workspace/principal';
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

  it('are read by the owner, whom the pipeline runs as, and filled by deployers', async () => {
    const deployers = [user('ann@example.com'), user('ben@example.com')];
    const acls = await scopesOf({ roles: { ...ROLES, deployers } }).resources('secret_acl');

    expect(acls.map(({ principal, permission }) => [principal, permission]).sort()).toEqual([
      [OWNER, 'READ'],
      ['ann@example.com', 'MANAGE'],
      ['ben@example.com', 'MANAGE'],
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
