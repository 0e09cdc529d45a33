import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { withoutPersonalData } from '../../../constructs/medallion/column';
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

  it('knows as personal data what identifies or describes a user, in every table that has it', () => {
    const names =
      /^(userId|sessionId|event_id|kafka_key|value|firstName|lastName|userAgent|device_family|registration|(user_)?(gender|registered_at|city|zip|state|lon|lat)|location_id)$/;
    // It counts users by state.
    const aggregated = ['gold_daily_location_metrics.state'];
    const unmarked = platform.datasets.flatMap(({ name, columns }) =>
      Object.entries(columns).flatMap(([column, { personalData }]) =>
        names.test(column) && !personalData ? [`${name}.${column}`] : [],
      ),
    );

    expect(unmarked).toEqual(aggregated);
  });

  it('has every listen for those who may not see personal data, with everything else', () => {
    const { listens, listensWide } = platform.gold;

    expect(listens.columns).toEqual(withoutPersonalData(listensWide.columns));
    expect(Object.keys(listens.columns)).toEqual(expect.arrayContaining(['event_timestamp', 'song_id']));
  });
});
