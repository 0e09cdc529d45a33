import { ReviewFacts } from '../../../constructs/workspace/review-facts';
import { SecretScopes } from '../../../constructs/workspace/secret-scopes';
import { ROLES, StackFixture } from './stack-fixture';

const SECRETS = [{ scope: 'shop', key: 'kafka' }];

const factsIn = async (fixture: StackFixture) => {
  const { output } = (await fixture.terraform()) as { output?: { review?: { value?: object } } };
  return output?.review?.value;
};

describe('what a stack says to plan review', () => {
  it('names what is protected, because no plan does', async () => {
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review');
    new SecretScopes(fixture.workspace, 'secrets', { secrets: SECRETS, roles: ROLES, protect: true });

    expect(await factsIn(fixture)).toMatchObject({
      protected: [expect.stringMatching(/^databricks_secret_scope\.secrets_shop/)],
    });
  });

  it('names the secrets that a deployment needs, each once', async () => {
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review');
    new SecretScopes(fixture.workspace, 'secrets', { secrets: [...SECRETS, ...SECRETS], roles: ROLES });

    expect(await factsIn(fixture)).toMatchObject({ secrets: SECRETS });
  });

  it('has a hash of all resources, which the last resource stores as well', async () => {
    const hashOf = async (key: string) => {
      const fixture = new StackFixture();
      new ReviewFacts(fixture.workspace, 'review');
      new SecretScopes(fixture.workspace, 'secrets', { secrets: [{ scope: key, key }], roles: {} });
      const { revision } = (await factsIn(fixture)) as { revision: string };
      const marker = (await fixture.terraform()).resource?.terraform_data?.deployed;
      expect(marker?.input).toEqual({ revision });
      expect(marker?.depends_on).toContainEqual(expect.stringMatching(/^databricks_secret_scope\./));
      return revision;
    };

    expect(await hashOf('one')).toBe(await hashOf('one'));
    expect(await hashOf('one')).not.toBe(await hashOf('two'));
  });

  it('needs no Terraform, because synthesis works without it', async () => {
    const { PATH } = process.env;
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review');
    process.env.PATH = '';
    try {
      expect(await fixture.problems()).toEqual([]);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('is how long Kafka keeps messages, and what compute takes', async () => {
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review', {
      kafkaRetentionHours: 168,
      dbuRates: { nodeTypes: { 'own.large': 1.5 }, photonFactor: 2, warehouseSizes: { Small: 10 } },
    });

    expect(await factsIn(fixture)).toMatchObject({
      protected: [],
      kafka_retention_hours: 168,
      dbu_rates: { node_types: { 'own.large': 1.5 }, photon_factor: 2, warehouse_sizes: { Small: 10 } },
    });
  });

  it('may be that Kafka keeps messages for ever', async () => {
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review', { kafkaRetentionHours: -1 });

    expect(await factsIn(fixture)).toMatchObject({ kafka_retention_hours: -1 });
  });

  it('has numbers above 0', async () => {
    const fixture = new StackFixture();
    new ReviewFacts(fixture.workspace, 'review', {
      kafkaRetentionHours: 0,
      dbuRates: { nodeTypes: { 'own.large': Number.NaN }, photonFactor: -1, warehouseSizes: { Small: 0 } },
    });

    expect(await fixture.problems()).toEqual([
      expect.stringContaining('kafka.retentionHours is 0. Use a number above 0, or omit it.'),
      expect.stringContaining("dbuRates.nodeTypes['own.large'] is NaN."),
      expect.stringContaining('dbuRates.photonFactor is -1.'),
      expect.stringContaining('dbuRates.warehouseSizes.Small is 0.'),
    ]);
  });
});
