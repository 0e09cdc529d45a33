import { DeploymentNames } from '../../../constructs/workspace/deployment-names';
import { StackFixture } from './stack-fixture';

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
    expect(names.workspaceDirectory).toBe('/Shared/shop/test');
  });

  it('take a folder of one’s own choice', () => {
    expect(namesOf({ workspaceDirectory: '/Shop' }).names.workspaceDirectory).toBe('/Shop');
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
      new RegExp(`^\\$\\{${me}[0-9A-F]+\\.home\\}/shop/test$`),
    );
    expect(Object.keys((await shop.terraform()).data ?? {})).toEqual(['databricks_current_user']);
  });
});
