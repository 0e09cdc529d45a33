import { SynthesizedStack } from '../../../tools/deploy/synthesized-stack';
import { SECRET_SCOPE, stackOf, synthesized, WITH_A_SECRET } from './stack-fixture';

describe('a synthesized stack', () => {
  it('is the one of the environment, and of no other', () => {
    const output = synthesized();

    expect(SynthesizedStack.read(output, 'staging').environment).toBe('staging');
    expect(() => SynthesizedStack.read(output, 'stagin')).toThrow(
      "environment 'stagin' does not exist. Did you mean 'staging'?",
    );
  });

  it('names the secrets that it needs, and the address of their scope', () => {
    const stack = stackOf({ ...WITH_A_SECRET, resource: SECRET_SCOPE });

    expect(stack.secrets).toEqual([{ scope: 'shop', key: 'kafka-jaas' }]);
    expect(stack.secretScopes).toEqual(['shop']);
    expect(stack.addressOf('secret_scope', 'shop')).toBe('databricks_secret_scope.secrets_shop');
    expect(stack.addressOf('secret_scope', 'other')).toBeUndefined();
    expect(stackOf().secrets).toEqual([]);
  });

  it('knows what must not be destroyed', () => {
    const stack = stackOf({
      resource: {
        databricks_schema: { gold: { lifecycle: { prevent_destroy: true } } },
        databricks_pipeline: { shop: { lifecycle: { prevent_destroy: false } }, other: {} },
      },
    });

    expect(stack.protectedResources).toEqual(['databricks_schema.gold']);
  });
});
