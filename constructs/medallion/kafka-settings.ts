import { z } from 'zod';
import { KafkaSecurity } from './kafka-security';
import { KAFKA_SECURITY_OPTIONS, securityConfiguration } from './kafka-security-options';
import { checked, exactly, matching, numberThat, settingProblems, wholeNumber } from './settings';

/** Retention, in hours, of topics that never expire messages. */
const FOR_EVER = -1;

/** Without a limit, the first update would read all that a topic retains as one batch, and a failed one from its start. */
const DEFAULT_MAX_OFFSETS_PER_TRIGGER = 1_000_000;

/** A full batch of a topic with few partitions is read by this many tasks, 125,000 messages each. */
const DEFAULT_MIN_PARTITIONS = 8;

const Broker = checked(z.string(), (server) =>
  isHostAndPort(server) ? undefined : `is '${server}', which is not 'host:port'.`,
);

/** Where Kafka is and how it is read. It differs by environment, so it is passed in the pipeline's configuration. */
export const KafkaSettings = exactly({
  /** Brokers, each as `host:port`. */
  bootstrapServers: checked(z.array(Broker).readonly(), (servers) =>
    servers.length === 0 ? "is empty. Name at least one broker as 'host:port'." : undefined,
  ),

  /** How the pipeline signs in, and whether the connection is encrypted. */
  security: KafkaSecurity,

  /**
   * Prefix of the consumer groups, which Spark names differently for every query: the brokers' access list must allow
   * groups with this prefix.
   * @default 'spark-kafka-source'
   */
  groupIdPrefix: matching(
    /^[A-Za-z0-9._-]{1,200}$/,
    "Use 1 to 200 letters, digits, '.', '_' and '-'.",
  ).optional(),

  /**
   * Where a table that has not read anything yet starts.
   * @default 'earliest'
   */
  startingOffsets: z.enum(['earliest', 'latest']).optional(),

  /**
   * Maximum number of messages that one micro-batch reads from a topic. A continuous pipeline starts at most one batch
   * per trigger interval, so this limits what it can keep up with.
   * @default 1000000
   */
  maxOffsetsPerTrigger: wholeNumber().optional(),

  /**
   * Minimum number of tasks that read a batch of a topic. A topic with fewer partitions is split; its consumers then
   * connect again for every batch.
   * @default 8
   */
  minPartitions: wholeNumber().optional(),

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
  'kafka.group_id_prefix': 'groupIdPrefix',
  'kafka.starting_offsets': 'startingOffsets',
  'kafka.max_offsets_per_trigger': 'maxOffsetsPerTrigger',
  'kafka.min_partitions': 'minPartitions',
  'kafka.fail_on_data_loss': 'failOnDataLoss',
} as const;

type KafkaConfigurationKey = keyof typeof KAFKA_READER_OPTIONS;

/** Return the settings as pipeline configuration; unset options are omitted. */
export function kafkaConfiguration(settings: KafkaSettings): Partial<Record<KafkaConfigurationKey, string>> {
  return {
    'kafka.bootstrap_servers': settings.bootstrapServers.join(','),
    ...securityConfiguration(settings.security, settings.bootstrapServers),
    ...(settings.groupIdPrefix === undefined ? {} : { 'kafka.group_id_prefix': settings.groupIdPrefix }),
    'kafka.starting_offsets': settings.startingOffsets ?? 'earliest',
    'kafka.max_offsets_per_trigger': String(settings.maxOffsetsPerTrigger ?? DEFAULT_MAX_OFFSETS_PER_TRIGGER),
    'kafka.min_partitions': String(settings.minPartitions ?? DEFAULT_MIN_PARTITIONS),
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

  /**
   * Whether the compute of the pipeline has an IAM role of its own.
   * @default false
   */
  readonly instanceProfile?: boolean;
}

/** Return the problems of the settings, each with the value and the fix. */
export function kafkaSettingsProblems(
  settings: KafkaSettings,
  { plaintextAllowed = false, instanceProfile = false }: KafkaSettingsContext = {},
): string[] {
  const { kind } = settings.security;
  return [
    ...settingProblems(KafkaSettings, settings, 'kafka'),
    ...(kind === 'plaintext' && !plaintextAllowed
      ? [
          "kafka.security.kind is 'plaintext', so anyone on the network could read the events. It is only allowed in development. Use a kind that encrypts: docs/kafka.md compares them.",
        ]
      : []),
    ...(kind === 'msk-iam' && !instanceProfile
      ? [
          "kafka.security.kind is 'msk-iam', but the compute has no instance profile. Use 'service-credential', or classic compute on AWS with instanceProfileArn.",
        ]
      : []),
    ...(kind === 'event-hubs' ? eventHubsProblems(settings.bootstrapServers) : []),
  ];
}

/** Event Hubs has one endpoint, and the token is issued for its name. */
function eventHubsProblems(servers: readonly string[]): string[] {
  return servers.length === 1 && servers[0]?.endsWith('.servicebus.windows.net:9093')
    ? []
    : [
        `kafka.bootstrapServers is ${servers.join(', ')}, but Event Hubs has one endpoint. Use '<namespace>.servicebus.windows.net:9093'.`,
      ];
}

/** Whether it is a host name or IPv4 address with a valid port. */
function isHostAndPort(server: string): boolean {
  const [, port] = /^[A-Za-z0-9._-]+:([0-9]{1,5})$/.exec(server) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
