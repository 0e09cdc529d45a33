import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaSettingsProblems } from '../../constructs/medallion/kafka-settings';
import { environments } from '../../environments/environment';

const all = [...environments()];

describe('the environments', () => {
  it('are the files of the folder, by name, in the order of the alphabet', () => {
    const files = readdirSync(join(__dirname, '..', '..', 'environments'));

    expect(all.map(([name]) => name)).toEqual(
      files
        .filter((file) => file !== 'environment.ts')
        .map((file) => file.replace(/\.ts$/, ''))
        .sort(),
    );
    expect(all.map(([name]) => name)).toEqual(['dev', 'prod', 'staging']);
  });

  it('share nothing: each has a workspace, a folder and a catalog of its own', () => {
    for (const property of ['host', 'workspaceDirectory', 'catalog'] as const) {
      expect(new Set(all.map(([, environment]) => environment[property])).size).toBe(all.length);
    }
  });
});

describe.each(all)('%s', (_, environment) => {
  it('names catalog and schema in lower case, as Unity Catalog stores them', () => {
    expect([environment.catalog, environment.schema]).toEqual([
      expect.stringMatching(/^[a-z][a-z0-9_]*$/),
      expect.stringMatching(/^[a-z][a-z0-9_]*$/),
    ]);
  });

  it('is a workspace that is reached by HTTPS', () => {
    expect(environment.host).toMatch(/^https:\/\/[a-z0-9.-]+$/);
  });

  it('says where Kafka is', () => {
    expect(kafkaSettingsProblems(environment.kafka)).toEqual([]);
  });

  it('grows from some workers to no fewer', () => {
    const { minWorkers, maxWorkers } = environment.cluster;

    expect(minWorkers).toBeGreaterThanOrEqual(1);
    expect(maxWorkers).toBeGreaterThanOrEqual(minWorkers);
  });
});

describe('production', () => {
  const prod = environments().get('prod');

  it('encrypts and authenticates its connection to Kafka', () => {
    expect(prod?.kafka.security.protocol).toBe('SASL_SSL');
  });

  it('is no development', () => {
    expect(prod?.development ?? false).toBe(false);
  });
});
