import { KAFKA_READER_OPTIONS } from '../kafka-settings';
import { pythonDict } from './python-code';

/** Python of a notebook that reads Kafka: the reader and the parsing of a payload. */
export const KAFKA_FUNCTIONS = `# Options of the Kafka reader, by key of the pipeline's configuration.
KAFKA_READER_OPTIONS = ${pythonDict(KAFKA_READER_OPTIONS)}


def read_topic(topic: str) -> DataFrame:
    """Messages of a topic: their position in Kafka and the payload as text."""
    settings = {name: spark.conf.get(key, None) for key, name in KAFKA_READER_OPTIONS.items()}
    options = {name: value for name, value in settings.items() if value is not None}
    messages = spark.readStream.format("kafka").options(subscribe=topic, **options).load()
    return messages.select(
        F.col("timestamp").alias("kafka_timestamp"),
        F.col("topic").alias("kafka_topic"),
        F.col("partition").alias("kafka_partition"),
        F.col("offset").alias("kafka_offset"),
        F.col("key").cast("string").alias("kafka_key"),
        F.col("value").cast("string").alias("value"),
    )


def parse_payload(messages: DataFrame, fields: dict[str, str]) -> DataFrame:
    """Messages with the fields of their JSON payload; one that is missing or mistyped is NULL.

    Fields that the payload has besides are named in \`unknown_fields\`.
    """
    schema = ", ".join(f"{name} {type_}" for name, type_ in fields.items())
    # Spark also takes 'text' in single quotes, which is not JSON.
    payload = F.from_json("value", schema, {"allowSingleQuotes": "false"})
    known = F.array(*[F.lit(name) for name in fields])
    unknown = F.sort_array(F.array_except(F.json_object_keys("value"), known))
    parsed = messages.withColumn("__payload", payload)
    return parsed.select("*", "__payload.*", unknown.alias("unknown_fields")).drop("__payload")`;

/** Python of a notebook whose streaming tables take each row once. */
export const DEDUPLICATION_FUNCTIONS = `def read_once(table: str, keys: list[str], time: str, within: str) -> DataFrame:
    """New rows of a table without those that repeat the keys of an earlier one.

    Rows whose \`time\` is more than \`within\` behind are left out: nobody remembers their keys.
    """
    # Databricks reads a table from its start in this order, or older rows would count as late.
    rows = spark.readStream.option("withEventTimeOrder", "true").table(table)
    return rows.withWatermark(time, within).dropDuplicatesWithinWatermark(keys)`;

/** Python of a notebook whose tables keep a quarantine. */
export const QUARANTINE_FUNCTIONS = `def rejected_rows(
    rows: DataFrame, dropped_by: dict[str, str], also_reported: dict[str, str]
) -> DataFrame:
    """Rows that fail a rule of \`dropped_by\`, with the names of all rules that they fail.

    No rule is ever NULL, so these rows and those that the table keeps are all rows.
    """
    rules = {**dropped_by, **also_reported}
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in rules.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))`;
