/** A secret of the workspace, by its scope and key; its value never enters Terraform. */
export interface SecretReference {
  readonly scope: string;
  readonly key: string;
}

/** How the pipeline proves to Kafka who it is, and whether the connection is encrypted. */
export type KafkaSecurity =
  | {
      /** Neither encrypted nor authenticated. */
      readonly protocol: 'PLAINTEXT';
    }
  | {
      /** Encrypted; the broker trusts the network or client certificates of the cluster. */
      readonly protocol: 'SSL';
    }
  | {
      /** Encrypted, with user name and password or a token. */
      readonly protocol: 'SASL_SSL';
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER';
      /** The whole JAAS configuration, as a secret. */
      readonly jaasConfig: SecretReference;
    };

/** Where Kafka is and how it is read; differs by environment, so it travels in the pipeline's configuration. */
export interface KafkaSettings {
  /** Brokers as `host:port`, each. */
  readonly bootstrapServers: readonly string[];

  readonly security: KafkaSecurity;

  /**
   * Where a table that has read nothing yet begins.
   * @default 'earliest'
   */
  readonly startingOffsets?: 'earliest' | 'latest';

  /**
   * Messages that one micro-batch takes from a topic at most.
   * @default - all there are
   */
  readonly maxOffsetsPerTrigger?: number;

  /**
   * Whether an update fails when Kafka no longer holds messages that it has not read yet.
   * @default true
   */
  readonly failOnDataLoss?: boolean;
}

/**
 * Options of Spark's Kafka reader that a notebook takes from the pipeline's configuration, by configuration key.
 *
 * @see https://spark.apache.org/docs/latest/streaming/structured-streaming-kafka-integration.html
 */
export const KAFKA_READER_OPTIONS = {
  'kafka.bootstrap_servers': 'kafka.bootstrap.servers',
  'kafka.security_protocol': 'kafka.security.protocol',
  'kafka.sasl_mechanism': 'kafka.sasl.mechanism',
  'kafka.sasl_jaas_config': 'kafka.sasl.jaas.config',
  'kafka.starting_offsets': 'startingOffsets',
  'kafka.max_offsets_per_trigger': 'maxOffsetsPerTrigger',
  'kafka.fail_on_data_loss': 'failOnDataLoss',
} as const;

type KafkaConfigurationKey = keyof typeof KAFKA_READER_OPTIONS;

/** The settings as configuration of a pipeline; a setting that is left out is left out there. */
export function kafkaConfiguration(settings: KafkaSettings): Partial<Record<KafkaConfigurationKey, string>> {
  const { security } = settings;
  const sasl: Partial<Record<KafkaConfigurationKey, string>> =
    security.protocol === 'SASL_SSL'
      ? {
          'kafka.sasl_mechanism': security.mechanism,
          'kafka.sasl_jaas_config': `{{secrets/${security.jaasConfig.scope}/${security.jaasConfig.key}}}`,
        }
      : {};
  return {
    'kafka.bootstrap_servers': settings.bootstrapServers.join(','),
    'kafka.security_protocol': security.protocol,
    ...sasl,
    'kafka.starting_offsets': settings.startingOffsets ?? 'earliest',
    ...(settings.maxOffsetsPerTrigger === undefined
      ? {}
      : { 'kafka.max_offsets_per_trigger': String(settings.maxOffsetsPerTrigger) }),
    'kafka.fail_on_data_loss': String(settings.failOnDataLoss ?? true),
  };
}

/** What cannot work in the settings, each with the value and the fix. */
export function kafkaSettingsProblems(settings: KafkaSettings): string[] {
  const { bootstrapServers, maxOffsetsPerTrigger: most } = settings;
  return [
    ...(bootstrapServers.length === 0
      ? ["kafka.bootstrapServers is empty. Name at least one broker as 'host:port'."]
      : []),
    ...bootstrapServers
      .filter((server) => !/^[^\s:,]+:[0-9]{1,5}$/.test(server))
      .map((server) => `kafka.bootstrapServers has '${server}', which is not 'host:port'.`),
    ...(most !== undefined && !(Number.isInteger(most) && most > 0)
      ? [`kafka.maxOffsetsPerTrigger is ${most}. Give a whole number above 0, or leave it out.`]
      : []),
  ];
}
