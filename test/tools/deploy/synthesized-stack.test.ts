import { SynthesizedStack } from '../../../tools/deploy/synthesized-stack';
import { PIPELINE_WITH_A_SECRET, SECRET_SCOPE, stackOf, synthesized } from './stack-fixture';

describe('a synthesized stack', () => {
  it('is the one of the environment, and of no other', () => {
    const output = synthesized();

    expect(SynthesizedStack.read(output, 'staging').environment).toBe('staging');
    expect(() => SynthesizedStack.read(output, 'stagin')).toThrow(
      "environment 'stagin' does not exist. Did you mean 'staging'?",
    );
  });

  it('knows every secret that it refers to, once, with what takes its value', () => {
    const stack = stackOf({
      resource: {
        databricks_pipeline: {
          shop: {
            configuration: { 'kafka.b': 'password="<secret:shop/key>"', 'kafka.a': '<secret:shop/key>' },
          },
        },
        databricks_job: {
          shop: { job_cluster: [{ spark_conf: { token: 'Bearer {{secrets/other/token}}' } }] },
        },
      },
    });

    expect(stack.secrets).toEqual([
      { scope: 'other', key: 'token', settings: ['token'] },
      { scope: 'shop', key: 'key', settings: ['kafka.a', 'kafka.b'] },
    ]);
    expect(stack.secretScopes).toEqual([]);
    expect(stackOf({ resource: { ...PIPELINE_WITH_A_SECRET, ...SECRET_SCOPE } }).secretScopes).toEqual([
      'shop',
    ]);
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
