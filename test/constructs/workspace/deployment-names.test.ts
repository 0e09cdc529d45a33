import { DeploymentNames } from '../../../constructs/workspace/deployment-names';
import { servicePrincipal } from '../../../constructs/workspace/principal';
import { OWNER, StackFixture } from './stack-fixture';

function namesOf(props: object) {
  const shop = new StackFixture();
  const names = new DeploymentNames(shop.workspace, 'names', {
    product: 'shop',
    environment: 'test',
    ...props,
  });
  const resolve = (name: string) => shop.resolve(name);
  return { shop, names, resolve };
}

describe('names of a deployment', () => {
  it('say product and environment', () => {
    const { names } = namesOf({});

    expect(names.of()).toBe('shop-test');
    expect(names.of('tasks')).toBe('shop-test-tasks');
    expect(names.inCatalog('orders')).toBe('orders');
  });

  it('put everything into the home folder of the owner, where nobody else can change it', async () => {
    const { names } = namesOf({ owner: servicePrincipal(OWNER) });

    expect(names.workspaceDirectory).toBe(`/Workspace/Users/${OWNER}/shop/test`);
    expect(await namesOf({}).shop.problems()).toEqual([
      "names: workspaceDirectory is missing, and there is no owner in whose home folder it could be. Set 'roles.owner' or 'workspaceDirectory'.",
    ]);
  });

  it('take a folder of one’s own choice', () => {
    expect(namesOf({ workspaceDirectory: '/Workspace/Shop' }).names.workspaceDirectory).toBe(
      '/Workspace/Shop',
    );
  });

  it('begin with who deploys, so that two developers never collide even if only their domains differ, and the output is the same for both', async () => {
    const { shop, names, resolve } = namesOf({ perDeveloper: true });
    const me = 'data.databricks_current_user.names_Developer_';
    const [, prefix = '', name] = /^\$\{(.*)\}(.*)$/.exec(String(resolve(names.of()))) ?? [];

    expect(prefix.replace(/Developer_[0-9A-F]+/, 'Developer_')).toBe(
      `replace(lower(${me}.user_name), "/[^a-z0-9]+/", "_")`,
    );
    expect(name).toBe('-shop-test');
    expect(resolve(names.inCatalog('orders'))).toBe(`\${${prefix}}_orders`);
    expect(resolve(names.workspaceDirectory)).toMatch(
      new RegExp(`^/Workspace\\$\\{${me}[0-9A-F]+\\.home\\}/shop/test$`),
    );
    expect(Object.keys((await shop.terraform()).data ?? {})).toEqual(['databricks_current_user']);
  });
});
