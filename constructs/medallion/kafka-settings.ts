import { z } from 'zod';
import { KAFKA_SECURITY_OPTIONS, KafkaSecurity, securityConfiguration } from './kafka-security';
import { checked, exactly, numberThat, settingProblems } from './settings';

/** Retention, in hours, of topics that never expire messages. */
const FOR_EVER = -1;

const Broker = checked(z.string(), (server) =>
  isHostAndPort(server) ? undefined : `is '${server}', which is not 'host:port'.`,
);

/** Where Kafka is and how it is read. It differs by environment, so it is passed in the pipeline's configuration. */
export const KafkaSettings = exactly({
  /** Brokers, each as `host:port`. */
  bootstrapServers: checked(z.array(Broker).readonly(), (servers) =>
    servers.length === 0 ? "is empty. Name at least one broker as 'host:port'." : undefined,
  ),

  /** How the pipeline authenticates, and whether the connection is encrypted. */
  security: KafkaSecurity,

  /**
   * Where a table that has not read anything yet starts.
   * @default 'earliest'
   */
  startingOffsets: z.enum(['earliest', 'latest']).optional(),

  /**
   * Maximum number of messages that one micro-batch reads from a topic.
   * @default - no limit
   */
  maxOffsetsPerTrigger: numberThat(
    (most) => Number.isInteger(most) && most > 0,
    'Use a whole number above 0, or omit it.',
  ).optional(),

  /**
   * Whether an update fails if Kafka has expired messages before they were read.
   * @default true
   */
  failOnDataLoss: z.boolean().optional(),

  /**
   * Retention of the topics in hours; -1 for unlimited, as in Kafka. It configures nothing: plan review uses it to
   * decide whether a full refresh would still find all messages.
   * @default - unknown
   */
  retentionHours: numberThat(
    (hours) => hours > 0 || hours === FOR_EVER,
    'Use a number above 0, or omit it.',
  ).optional(),
});
export type KafkaSettings = z.infer<typeof KafkaSettings>;

/**
 * Options of Spark's Kafka reader that a notebook takes from the pipeline's configuration, by configuration key.
 *
 * @see https://spark.apache.org/docs/latest/streaming/structured-streaming-kafka-integration.html
 */
export const KAFKA_READER_OPTIONS = {
  'kafka.bootstrap_servers': 'kafka.bootstrap.servers',
  ...KAFKA_SECURITY_OPTIONS,
  'kafka.starting_offsets': 'startingOffsets',
  'kafka.max_offsets_per_trigger': 'maxOffsetsPerTrigger',
  'kafka.fail_on_data_loss': 'failOnDataLoss',
} as const;

type KafkaConfigurationKey = keyof typeof KAFKA_READER_OPTIONS;

/** Return the settings as pipeline configuration; unset options are omitted. */
export function kafkaConfiguration(settings: KafkaSettings): Partial<Record<KafkaConfigurationKey, string>> {
  return {
    'kafka.bootstrap_servers': settings.bootstrapServers.join(','),
    ...securityConfiguration(settings.security),
    'kafka.starting_offsets': settings.startingOffsets ?? 'earliest',
    ...(settings.maxOffsetsPerTrigger === undefined
      ? {}
      : { 'kafka.max_offsets_per_trigger': String(settings.maxOffsetsPerTrigger) }),
    'kafka.fail_on_data_loss': String(settings.failOnDataLoss ?? true),
  };
}

/** What validation of the settings depends on. */
export interface KafkaSettingsContext {
  /**
   * Whether the connection may be unencrypted, as in a development environment.
   * @default false
   */
  readonly plaintextAllowed?: boolean;
}

/** Return the problems of the settings, each with the value and the fix. */
export function kafkaSettingsProblems(
  settings: KafkaSettings,
  { plaintextAllowed = false }: KafkaSettingsContext = {},
): string[] {
  return [
    ...settingProblems(KafkaSettings, settings, 'kafka'),
    ...(settings.security.protocol === 'PLAINTEXT' && !plaintextAllowed
      ? [
          'kafka.security.protocol is PLAINTEXT, so anyone on the network could read the events. It is only allowed in development. Use SSL or SASL_SSL.',
        ]
      : []),
  ];
}

/** Whether it is a host name or IPv4 address with a valid port. */
function isHostAndPort(server: string): boolean {
  const [, port] = /^[A-Za-z0-9._-]+:([0-9]{1,5})$/.exec(server) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
