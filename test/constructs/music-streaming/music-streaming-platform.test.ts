import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Quarantine } from '../../../constructs/medallion/datasets/quarantine';
import { MusicStreamingPlatform } from '../../../constructs/music-streaming/music-streaming-platform';

const ROOT = join(__dirname, '..', '..', '..');
const read = (...file: string[]) => readFileSync(join(ROOT, ...file), 'utf8');

describe('the music streaming platform', () => {
  const platform = new MusicStreamingPlatform(new TerraformStack(new App(), 'test'), 'music-streaming', {
    catalog: 'test',
    schema: 'music',
    projectRoot: ROOT,
  });

  it('installs on Databricks the very packages that its functions were tested with', () => {
    const locked = read('tools', 'setup', 'requirements.txt');

    const requirements = platform.pipelines.flatMap(({ pythonPackages }) =>
      Object.values(pythonPackages).flat(),
    );

    expect(requirements).not.toEqual([]);
    for (const requirement of requirements) {
      expect(locked).toMatch(new RegExp(`^${requirement.replaceAll('.', '\\.')} `, 'm'));
    }
  });

  it('states the grain of every table that people query', () => {
    const withoutGrain = platform.datasets
      .filter(({ layer }) => ['silver', 'gold'].includes(layer.node.id))
      // What a quarantine holds is whatever was rejected: its rows have no key.
      .filter((dataset) => !(dataset instanceof Quarantine))
      .filter(({ kind }) => !['temporary_view', 'published_view'].includes(kind))
      .filter(({ primaryKey }) => primaryKey.length === 0);

    expect(withoutGrain.map(({ name }) => name)).toEqual([]);
  });

  it('knows as personal data names of users and where they live, in every table that has them', () => {
    const names = /^(firstName|lastName|(user_)?(city|zip|state|lon|lat)|location_id)$/;
    const notOfAUser = ['silver_locations', 'gold_daily_location_metrics'];
    const unmarked = platform.datasets
      .filter(({ name }) => !notOfAUser.includes(name))
      .flatMap(({ name, columns, inputs }) => {
        // What is not of a user in its source is none here either.
        const isOfAUser = (column: string) =>
          !inputs.some(({ dataset }) => column in dataset.columns && !dataset.columns[column]?.personalData);
        return Object.entries(columns).flatMap(([column, { personalData }]) =>
          names.test(column) && !personalData && isOfAUser(column) ? [`${name}.${column}`] : [],
        );
      });

    expect(unmarked).toEqual([]);
  });

  it('has every listen for those who may not see personal data, with everything else', () => {
    const { listens, listensWide } = platform.gold;

    expect(Object.keys(listens.columns)).toEqual(
      Object.keys(listensWide.columns).filter((column) => column !== 'user_state'),
    );
    expect(Object.values(listens.columns).some(({ personalData }) => personalData)).toBe(false);
  });
});
