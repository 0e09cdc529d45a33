import {
  type KafkaSettings,
  kafkaConfiguration,
  kafkaSettingsProblems,
} from '../../../constructs/medallion/kafka-settings';

const LOCAL: KafkaSettings = { bootstrapServers: ['kafka:9092'], security: { kind: 'plaintext' } };

describe('Kafka settings as configuration of a pipeline', () => {
  it('read from the beginning in bounded batches and fail when messages are lost, by default', () => {
    expect(kafkaConfiguration(LOCAL)).toEqual({
      'kafka.bootstrap_servers': 'kafka:9092',
      'kafka.security_protocol': 'PLAINTEXT',
      'kafka.starting_offsets': 'earliest',
      'kafka.max_offsets_per_trigger': '1000000',
      'kafka.min_partitions': '8',
      'kafka.fail_on_data_loss': 'true',
    });
  });

  it('carry every setting, a secret only by its name', () => {
    expect(
      kafkaConfiguration({
        bootstrapServers: ['a:9094', 'b:9094'],
        security: { kind: 'sasl-jaas', mechanism: 'PLAIN', jaasConfig: { scope: 'shop', key: 'jaas' } },
        groupIdPrefix: 'shop',
        startingOffsets: 'latest',
        maxOffsetsPerTrigger: 1000,
        minPartitions: 2,
        failOnDataLoss: false,
      }),
    ).toEqual({
      'kafka.bootstrap_servers': 'a:9094,b:9094',
      'kafka.security_protocol': 'SASL_SSL',
      'kafka.sasl_mechanism': 'PLAIN',
      'kafka.sasl_jaas_config': '<secret:shop/jaas>',
      'kafka.group_id_prefix': 'shop',
      'kafka.starting_offsets': 'latest',
      'kafka.max_offsets_per_trigger': '1000',
      'kafka.min_partitions': '2',
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
      expect.stringContaining("kafka.security.kind is 'plaintext'"),
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

  it.each(['maxOffsetsPerTrigger', 'minPartitions'])('bound a batch by no whole number: %s', (name) => {
    for (const value of [0, -1, 1.5]) {
      expect(problemsWith({ [name]: value })).toEqual([
        `kafka.${name} is ${value}. Use a whole number from 1.`,
      ]);
    }
  });

  it('name consumer groups as Kafka does not', () => {
    expect(problemsWith({ groupIdPrefix: 'music streaming' })).toEqual([
      "kafka.groupIdPrefix is 'music streaming'. Use 1 to 200 letters, digits, '.', '_' and '-'.",
    ]);
  });
});
