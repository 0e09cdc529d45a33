import {
  type KafkaSettings,
  kafkaConfiguration,
  kafkaSettingsProblems,
} from '../../../constructs/medallion/kafka-settings';

const LOCAL: KafkaSettings = { bootstrapServers: ['kafka:9092'], security: { protocol: 'PLAINTEXT' } };

describe('Kafka settings as configuration of a pipeline', () => {
  it('read from the beginning and fail when messages are lost, unless it is said', () => {
    expect(kafkaConfiguration(LOCAL)).toEqual({
      'kafka.bootstrap_servers': 'kafka:9092',
      'kafka.security_protocol': 'PLAINTEXT',
      'kafka.starting_offsets': 'earliest',
      'kafka.fail_on_data_loss': 'true',
    });
  });

  it('carry everything that is said, a secret only as a reference', () => {
    expect(
      kafkaConfiguration({
        bootstrapServers: ['a:9094', 'b:9094'],
        security: {
          protocol: 'SASL_SSL',
          mechanism: 'SCRAM-SHA-512',
          jaasConfig: { scope: 'shop', key: 'kafka-jaas' },
        },
        startingOffsets: 'latest',
        maxOffsetsPerTrigger: 1000,
        failOnDataLoss: false,
      }),
    ).toEqual({
      'kafka.bootstrap_servers': 'a:9094,b:9094',
      'kafka.security_protocol': 'SASL_SSL',
      'kafka.sasl_mechanism': 'SCRAM-SHA-512',
      'kafka.sasl_jaas_config': '{{secrets/shop/kafka-jaas}}',
      'kafka.starting_offsets': 'latest',
      'kafka.max_offsets_per_trigger': '1000',
      'kafka.fail_on_data_loss': 'false',
    });
  });
});

describe('Kafka settings that cannot work', () => {
  const problemsWith = (settings: Partial<KafkaSettings>) =>
    kafkaSettingsProblems({ ...LOCAL, ...settings }, { plaintextAllowed: true });

  it('leave the connection unencrypted, unless somebody says that it may be', () => {
    expect(kafkaSettingsProblems(LOCAL, { plaintextAllowed: true })).toEqual([]);
    expect(kafkaSettingsProblems(LOCAL)).toEqual([
      expect.stringContaining('kafka.security.protocol is PLAINTEXT'),
    ]);
  });

  it('name no broker', () => {
    expect(problemsWith({ bootstrapServers: [] })).toEqual([
      "kafka.bootstrapServers is empty. Name at least one broker as 'host:port'.",
    ]);
  });

  it.each([
    'kafka',
    'kafka:',
    ':9092',
    'kafka:port',
    'a:1,b:2',
    'https://kafka:9092',
    'kafka:0',
    'kafka:65536',
  ])('name a broker that is not host:port: %s', (server) => {
    expect(problemsWith({ bootstrapServers: ['good:9092', server] })).toEqual([
      `kafka.bootstrapServers[1] is '${server}', which is not 'host:port'.`,
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN])('take no whole number of messages: %d', (most) => {
    expect(problemsWith({ maxOffsetsPerTrigger: most })).toEqual([
      `kafka.maxOffsetsPerTrigger is ${most}. Use a whole number above 0, or omit it.`,
    ]);
  });
});
