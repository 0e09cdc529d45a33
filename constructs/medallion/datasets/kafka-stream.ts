import type { Construct } from 'constructs';
import { array, bigint, type Columns, int, personal, string, timestamp } from '../column';
import { expectOrWarn } from '../expectation';
import { Dataset, type Input, type TableProps } from '../graph';
import type { GeneratedName } from '../rendering/notebook-names';

/** Properties of a {@link KafkaStream}. Its columns are derived from the fields of the payload. */
export interface KafkaStreamProps extends Omit<TableProps, 'columns'> {
  /** Name of the topic. */
  readonly topic: string;

  /** Fields of the JSON payload, as columns. A field that is missing from a message, or has a different type, is NULL. */
  readonly fields: Columns;

  /**
   * Whether a full refresh may empty the table and reread the topic from the start. Messages that the topic no longer
   * retains are then lost.
   * @default false
   * @see https://docs.databricks.com/aws/en/ldp/properties
   */
  readonly resetAllowed?: boolean;
}

/** Kafka position and payload of a message. These are the first columns of every Kafka stream. */
export const KAFKA_COLUMNS = {
  kafka_timestamp: timestamp('Time the broker received the message'),
  kafka_topic: string('Topic that the message was read from'),
  kafka_partition: int('Partition of the topic'),
  kafka_offset: bigint('Position of the message in its partition'),
  kafka_key: string('Key of the message; NULL if it has none'),
  value: string('Message payload, unmodified'),
} satisfies Columns;

/** Fields of the payload without a column. This is the last column of every Kafka stream. */
export const UNKNOWN_FIELDS: Columns = {
  unknown_fields: array(
    string('Name of a field'),
    'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
  ),
};

/**
 * Count messages with undeclared fields. No data is lost, but the schema has drifted: a notice, which fails no job, since
 * producers may add optional fields at any time.
 */
const NO_UNKNOWN_FIELDS = expectOrWarn(
  'no_unknown_fields',
  'unknown_fields IS NULL OR array_size(unknown_fields) = 0',
  { toleratedFailureRate: 1 },
);

/**
 * A streaming table of the messages of one Kafka topic, with the original payload and its parsed fields.
 *
 * Every message becomes a row, whatever its payload; rules that drop rows belong in downstream datasets. New fields
 * in the payload are listed in `unknown_fields` and counted in the event log until they are declared. Connection
 * settings and limits come from the pipeline's configuration, so the notebook is the same in every environment.
 *
 * @see https://docs.databricks.com/aws/en/connect/streaming/kafka
 */
export class KafkaStream extends Dataset {
  readonly kind = 'kafka_stream';
  readonly streamable = true;
  readonly inputs: readonly Input[] = [];
  readonly topic: string;
  readonly fields: Columns;

  constructor(scope: Construct, name: string, props: KafkaStreamProps) {
    super(scope, name, {
      ...props,
      columns: {
        ...KAFKA_COLUMNS,
        // The payload contains the values of its fields, and the key is usually one of them.
        ...(Object.values(props.fields).some(({ personalData }) => personalData)
          ? personal({ kafka_key: KAFKA_COLUMNS.kafka_key, value: KAFKA_COLUMNS.value })
          : {}),
        ...props.fields,
        ...UNKNOWN_FIELDS,
      },
      expectations: [NO_UNKNOWN_FIELDS, ...(props.expectations ?? [])],
      tableProperties: {
        ...props.tableProperties,
        'pipelines.reset.allowed': String(props.resetAllowed ?? false),
      },
    });
    this.topic = props.topic;
    this.fields = props.fields;
  }

  override get generatedNames(): readonly GeneratedName[] {
    return ['KAFKA_READER_OPTIONS', 'with_secrets', 'read_topic', 'parse_payload'].map((name) => [
      name,
      'the code that reads Kafka',
    ]);
  }

  protected override problems(): string[] {
    const own = { ...KAFKA_COLUMNS, ...UNKNOWN_FIELDS };
    const taken = Object.keys(this.fields).filter((field) => Object.hasOwn(own, field));
    return [
      ...super.problems(),
      ...(/^[A-Za-z0-9._-]{1,249}$/.test(this.topic)
        ? []
        : [
            `topic '${this.topic}' is not a valid topic name. Use at most 249 letters, digits, '.', '_' and '-'.`,
          ]),
      ...taken.map(
        (field) =>
          `field '${field}' has the same name as a column that every Kafka stream has. Remove it here and parse it from 'value' in the next layer.`,
      ),
    ];
  }
}
