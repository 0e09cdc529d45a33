import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Artefacts } from '../../../tools/artefacts/artefacts';
import { manifestDataset, manifestOf, writeManifest } from '../support/manifest-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

const synthesized = (configuration: Record<string, string>): string => {
  const directory = temporaryDirectory();
  const pipeline = path.join(directory, 'stacks', 'dev', 'some-pipeline');
  const stream = { layer: 'raw', kind: 'kafka_stream', topic: 'one_events' } as const;
  const datasets = [
    manifestDataset({ name: 'raw_one', ...stream }),
    manifestDataset({ name: 'raw_one_again', ...stream }),
    manifestDataset({ name: 'silver', layer: 'silver', kind: 'materialized_view' }),
  ];
  writeManifest(pipeline, manifestOf(datasets));
  const stack = { resource: { databricks_pipeline: { some: { configuration } } } };
  writeFileSync(path.join(directory, 'stacks', 'dev', 'cdk.tf.json'), JSON.stringify(stack));
  return directory;
};

describe('the synthesized artefacts', () => {
  it('name each topic once', () => {
    expect(Artefacts.read(synthesized({})).topics).toEqual(['one_events']);
  });

  it('run with the deployed configuration, but with the broker of this machine', () => {
    const artefacts = Artefacts.read(
      synthesized({
        'spark.sql.session.timeZone': 'UTC',
        'kafka.bootstrap_servers': 'kafka.prod.internal:9092',
        'kafka.security_protocol': 'SASL_SSL',
        'kafka.sasl_jaas_config': '<secret:kafka/jaas>',
        'kafka.max_offsets_per_trigger': '1000',
        'kafka.starting_offsets': 'latest',
        'pipelines.trigger.interval': '30 seconds',
        'spark.sql.shuffle.partitions': '32',
        'spark.sql.streaming.stateStore.providerClass': 'com.databricks.State',
      }),
    );
    expect(artefacts.localConfiguration('127.0.0.1:1234')).toEqual({
      'spark.sql.session.timeZone': 'UTC',
      'kafka.bootstrap_servers': '127.0.0.1:1234',
      'kafka.security_protocol': 'PLAINTEXT',
      'kafka.starting_offsets': 'earliest',
      'kafka.fail_on_data_loss': 'true',
    });
  });

  it('are missing, in words for the user, where nothing was synthesized', () => {
    expect(() => Artefacts.read(temporaryDirectory())).toThrow(
      "contains no platform with a lineage.json: main.ts must synthesize one for environment 'dev'.",
    );
  });
});
