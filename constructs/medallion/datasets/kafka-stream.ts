import type { Construct } from 'constructs';
import { array, bigint, type Columns, int, personal, string, timestamp } from '../column';
import { expectOrWarn } from '../expectation';
import { Dataset, type Input, type TableProps } from '../graph';
import type { GeneratedName } from '../rendering/notebook-names';

/** What a stream from Kafka needs; its columns follow from the fields of the payload. */
export interface KafkaStreamProps extends Omit<TableProps, 'columns'> {
  /** Name of the topic. */
  readonly topic: string;

  /** Fields of the JSON payload, as columns. A field that a message lacks, or has in another type, is NULL. */
  readonly fields: Columns;

  /**
   * Whether a full refresh may empty the table and read the topic from the start: what the topic no longer
   * holds is then gone.
   * @default false
   * @see https://docs.databricks.com/aws/en/ldp/properties
   */
  readonly resetAllowed?: boolean;
}

/** Where a message stood in Kafka, and its payload. The first columns of every Kafka stream. */
export const KAFKA_COLUMNS = {
  kafka_timestamp: timestamp('Time at which the broker received the message'),
  kafka_topic: string('Topic that the message was read from'),
  kafka_partition: int('Partition of the topic'),
  kafka_offset: bigint('Position of the message in its partition'),
  kafka_key: string('Key of the message; NULL if it has none'),
  value: string('The payload as it came, byte for byte'),
} satisfies Columns;

/** What the payload has besides the fields that are columns. The last column of every Kafka stream. */
export const UNKNOWN_FIELDS: Columns = {
  unknown_fields: array(
    string('Name of a field'),
    'Names of fields of the payload that are no columns here, sorted; NULL if the payload is not a JSON object',
  ),
};

/** Counts the messages that bring fields nobody has declared yet: nothing is lost, but somebody should look. */
const NO_UNKNOWN_FIELDS = expectOrWarn(
  'no_unknown_fields',
  'unknown_fields IS NULL OR array_size(unknown_fields) = 0',
);

/**
 * A streaming table of the messages of one Kafka topic: the payload as it came, and beside it its parsed fields.
 *
 * Every message becomes a row, whatever its payload; rules that turn rows away belong to the datasets that read
 * it. A field that is new in the payload is reported, by name in `unknown_fields` and as a count in the event log,
 * until it is declared. Connection and limits come from the pipeline's configuration, so the notebook is the same
 * in every environment.
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
        // The payload holds what its fields hold.
        ...(Object.values(props.fields).some(({ personalData }) => personalData)
          ? personal({ value: KAFKA_COLUMNS.value })
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
    return ['KAFKA_READER_OPTIONS', 'read_topic', 'parse_payload'].map((name) => [
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
        : [`topic '${this.topic}' is not a valid name: letters, digits, '.', '_' and '-', at most 249.`]),
      ...taken.map(
        (field) =>
          `field '${field}' has the name of a column of every Kafka stream. Read it in the next layer.`,
      ),
    ];
  }
}
