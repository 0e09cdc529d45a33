import { either, type Judge, safe } from './attribute-verdict';
import { brokerVerdict } from './kafka-verdicts';

const KAFKA = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/';
const KAFKA_OPTIONS = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/options';
const PROPERTIES = 'https://docs.databricks.com/aws/en/ldp/properties';
const STATEFUL = 'https://docs.databricks.com/aws/en/structured-streaming/stateful-streaming';
const STATE_STORE = 'https://docs.databricks.com/aws/en/structured-streaming/rocksdb-state-store';

/** Assessments of a pipeline's configuration, by path. */
export const CONFIGURATION: Readonly<Record<string, Judge>> = {
  'configuration/kafka.fail_on_data_loss': ({ name, before, after }) =>
    either(
      String(after) === 'false',
      {
        kind: 'protection-removed',
        what: `Pipeline ${name} continues silently if Kafka has lost unread messages.`,
        why: `configuration.kafka.fail_on_data_loss: '${before ?? 'true'}' → '${after ?? 'true'}'.`,
        otherwise: 'Rows can be missing, and no update reports it.',
        todo: { sentence: 'Turn it on again after the blocked update has run.' },
      },
      {
        what: `Pipeline ${name} fails if Kafka has lost unread messages.`,
        why: `configuration.kafka.fail_on_data_loss: '${before ?? 'true'}' → '${after ?? 'true'}'.`,
      },
      KAFKA_OPTIONS,
    ),
  'configuration/kafka.max_offsets_per_trigger': ({ name }) =>
    safe(`Pipeline ${name} reads a different number of messages per batch.`, KAFKA_OPTIONS),
  'configuration/kafka.retention_hours': ({ name }) =>
    safe(`Pipeline ${name} has a different Kafka retention.`, KAFKA),
  'configuration/kafka.bootstrap_servers': (judged) => brokerVerdict(judged),
  'configuration/kafka.starting_offsets': ({ name, after }) =>
    either(
      after === 'latest',
      {
        kind: 'unknown-change',
        what: `Pipeline ${name} starts new streams at the latest offset: a new or fully refreshed table has no earlier messages.`,
        otherwise: 'Streams with a checkpoint continue from it.',
      },
      {
        what: `Pipeline ${name} starts new streams at the earliest offset in Kafka. Streams with a checkpoint continue from it.`,
      },
      KAFKA,
    ),
  'configuration/spark.sql.ansi.enabled': ({ name, after }) =>
    either(
      after !== 'true',
      {
        kind: 'unknown-change',
        what: `Pipeline ${name} writes NULL instead of failing if a value does not fit its type.`,
      },
      { what: `Pipeline ${name} fails instead of writing NULL if a value does not fit its type.` },
      'https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-ansi-compliance',
    ),
  'configuration/spark.sql.session.timeZone': ({ name }) => ({
    kind: 'old-rows-stay',
    what: `Days and hours of pipeline ${name} use a different time zone: existing rows of streaming tables keep the old days and hours.`,
    otherwise: 'One table mixes days of two time zones.',
    todo: { sentence: 'Keep the time zone, or fully refresh the tables that compute days or hours.' },
    documentation: 'https://spark.apache.org/docs/latest/configuration.html',
  }),
  'configuration/kafka.min_partitions': ({ name }) =>
    safe(`Pipeline ${name} splits batches of Kafka messages differently among its tasks.`, KAFKA_OPTIONS),
  'configuration/pipelines.trigger.interval': ({ name, after }) =>
    safe(
      after === undefined
        ? `Pipeline ${name} looks for new rows at Databricks' own interval.`
        : `Pipeline ${name} looks for new rows every ${after}.`,
      'https://docs.databricks.com/aws/en/ldp/pipeline-mode',
    ),
  'configuration/medallion.code': ({ name }) =>
    safe(`The setting of pipeline ${name} that restarts it follows its notebooks.`, PROPERTIES),
  'configuration/pipelines.numUpdateRetryAttempts': ({ name, after }) =>
    safe(
      after === undefined
        ? `Pipeline ${name} retries a failed update as often as Databricks does by default.`
        : `Pipeline ${name} retries a failed update ${after} times.`,
      PROPERTIES,
    ),
  'configuration/pipelines.maxFlowRetryAttempts': ({ name, after }) =>
    safe(
      after === undefined
        ? `Pipeline ${name} retries a flow as often as Databricks does by default.`
        : `Pipeline ${name} retries a flow up to ${after} times after a retryable failure.`,
      PROPERTIES,
    ),
  'configuration/spark.sql.shuffle.partitions': ({ name }) =>
    safe(
      `Shuffles of pipeline ${name} have a different number of partitions. State of a streaming table keeps its number until a full refresh.`,
      STATEFUL,
    ),
  'configuration/spark.sql.streaming.stateStore.providerClass': ({ name, after }) =>
    either(
      after !== undefined,
      {
        kind: 'unknown-change',
        what: `Pipeline ${name} keeps state of streaming tables in a different store: the review cannot tell which store existing state is in.`,
        otherwise:
          'Spark continues with the store that a checkpoint names, and uses the new one for new tables.',
        todo: { sentence: 'Watch the first update after the deployment.' },
      },
      {
        what: `Databricks chooses where pipeline ${name} keeps state of new streaming tables. Existing state stays where it is.`,
      },
      STATE_STORE,
    ),
  'configuration/spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled': ({ name, after }) =>
    safe(
      after === 'true'
        ? `Pipeline ${name} stores only the changes of state with each batch.`
        : `Pipeline ${name} stores all state with each batch.`,
      STATE_STORE,
    ),
  'configuration/*': ({ name, path }) => ({
    kind: 'unknown-change',
    what: `Pipeline ${name} has a different value for \`${path.slice(1).join('.')}\`: the review does not know its effect.`,
  }),
};
