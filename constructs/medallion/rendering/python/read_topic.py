"""Messages of a Kafka topic and the fields of their payload."""

import re

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def with_secrets(setting: str) -> str:
    """Replace each `<secret:scope/key>` of a setting with the value of the secret."""

    def value_of(secret: re.Match[str]) -> str:
        scope, key = secret.groups()
        value = dbutils.secrets.get(scope, key)
        # A part of a JAAS configuration is in double quotes.
        is_part = secret.group() != setting
        return value.replace("\\", "\\\\").replace('"', '\\"') if is_part else value

    return re.sub("<secret:([^/<>]+)/([^/<>]+)>", value_of, setting)


def read_topic(topic: str) -> DataFrame:
    """Read messages of a topic: their Kafka position and the payload as text."""
    settings = {name: spark.conf.get(key, None) for key, name in KAFKA_READER_OPTIONS.items()}
    options = {name: with_secrets(text) for name, text in settings.items() if text is not None}
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
    """Parse the JSON payload of messages; missing or mistyped fields are NULL.

    `unknown_fields` lists the names of all other fields of the payload.
    """
    schema = ", ".join(f"{name} {type_}" for name, type_ in fields.items())
    # By default Spark accepts 'text' in single quotes, which is not valid JSON.
    payload = F.from_json("value", schema, {"allowSingleQuotes": "false"})
    known = F.array(*[F.lit(name) for name in fields])
    unknown = F.sort_array(F.array_except(F.json_object_keys("value"), known))
    parsed = messages.withColumn("__payload", payload)
    return parsed.select("*", "__payload.*", unknown.alias("unknown_fields")).drop("__payload")
