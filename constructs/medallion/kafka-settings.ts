import { z } from 'zod';
import { KAFKA_SECURITY_OPTIONS, KafkaSecurity, securityConfiguration } from './kafka-security';
import { checked, exactly, numberThat, settingProblems } from './settings';

/** Hours for which topics keep messages, where Kafka keeps them for ever. */
const FOR_EVER = -1;

const Broker = checked(z.string(), (server) =>
  isHostAndPort(server) ? undefined : `is '${server}', which is not 'host:port'.`,
);

/** Where Kafka is and how it is read; differs by environment, so it travels in the pipeline's configuration. */
export const KafkaSettings = exactly({
  /** Brokers as `host:port`, each. */
  bootstrapServers: checked(z.array(Broker).readonly(), (servers) =>
    servers.length === 0 ? "is empty. Name at least one broker as 'host:port'." : undefined,
  ),

  /** How the pipeline proves who it is, and whether the connection is encrypted. */
  security: KafkaSecurity,

  /**
   * Where a table that has read nothing yet begins.
   * @default 'earliest'
   */
  startingOffsets: z.enum(['earliest', 'latest']).optional(),

  /**
   * Messages that one micro-batch takes from a topic at most.
   * @default - all there are
   */
  maxOffsetsPerTrigger: numberThat(
    (most) => Number.isInteger(most) && most > 0,
    'Give a whole number above 0, or leave it out.',
  ).optional(),

  /**
   * Whether an update fails when Kafka no longer holds messages that it has not read yet.
   * @default true
   */
  failOnDataLoss: z.boolean().optional(),

  /**
   * Hours for which the topics keep messages; -1 for ever, as in Kafka. It sets nothing: plan review reports by it
   * whether a full refresh would still find all of them.
   * @default - not known
   */
  retentionHours: numberThat(
    (hours) => hours > 0 || hours === FOR_EVER,
    'Give a number above 0, or leave it out.',
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

/** The settings as configuration of a pipeline; a setting that is left out is left out there. */
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

/** Where settings are judged. */
export interface KafkaSettingsContext {
  /**
   * Whether the connection may be unencrypted, as to the brokers of a development environment.
   * @default false
   */
  readonly plaintextAllowed?: boolean;
}

/** What cannot work in the settings, each with the value and the fix. */
export function kafkaSettingsProblems(
  settings: KafkaSettings,
  { plaintextAllowed = false }: KafkaSettingsContext = {},
): string[] {
  return [
    ...settingProblems(KafkaSettings, settings, 'kafka'),
    ...(settings.security.protocol === 'PLAINTEXT' && !plaintextAllowed
      ? [
          'kafka.security.protocol is PLAINTEXT: everybody on the network could read the events. Only development may do that; use SSL or SASL_SSL.',
        ]
      : []),
  ];
}

/** A name or an IPv4 address, and a port that exists. */
function isHostAndPort(server: string): boolean {
  const [, port] = /^[A-Za-z0-9._-]+:([0-9]{1,5})$/.exec(server) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
