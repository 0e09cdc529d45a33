# Databricks notebook source
# MAGIC %md
# MAGIC # Raw
# MAGIC
# MAGIC Every message of every topic, unchanged, with its Kafka position. No message is dropped
# MAGIC here, so later layers can be recomputed even after Kafka has expired it.
# MAGIC
# MAGIC Generated for the pipeline `ingestion`. Changes made here are lost with the next deployment:
# MAGIC edit the project it is deployed from.

# COMMAND ----------

import re

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## Reading from Kafka
# MAGIC
# MAGIC Connection settings and limits come from the pipeline's configuration, and passwords from
# MAGIC the secrets that it names.

# COMMAND ----------

# Options of the Kafka reader, by key of the pipeline's configuration.
KAFKA_READER_OPTIONS = {
    "kafka.bootstrap_servers": "kafka.bootstrap.servers",
    "kafka.service_credential": "databricks.serviceCredential",
    "kafka.service_credential_scope": "databricks.serviceCredential.scope",
    "kafka.security_protocol": "kafka.security.protocol",
    "kafka.ssl_truststore_location": "kafka.ssl.truststore.location",
    "kafka.ssl_truststore_password": "kafka.ssl.truststore.password",
    "kafka.ssl_keystore_location": "kafka.ssl.keystore.location",
    "kafka.ssl_keystore_password": "kafka.ssl.keystore.password",
    "kafka.ssl_key_password": "kafka.ssl.key.password",
    "kafka.sasl_mechanism": "kafka.sasl.mechanism",
    "kafka.sasl_jaas_config": "kafka.sasl.jaas.config",
    "kafka.sasl_oauthbearer_token_endpoint_url": "kafka.sasl.oauthbearer.token.endpoint.url",
    "kafka.sasl_login_callback_handler_class": "kafka.sasl.login.callback.handler.class",
    "kafka.sasl_client_callback_handler_class": "kafka.sasl.client.callback.handler.class",
    "kafka.group_id_prefix": "groupIdPrefix",
    "kafka.starting_offsets": "startingOffsets",
    "kafka.max_offsets_per_trigger": "maxOffsetsPerTrigger",
    "kafka.min_partitions": "minPartitions",
    "kafka.fail_on_data_loss": "failOnDataLoss",
}


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


# COMMAND ----------

# MAGIC %md
# MAGIC ## raw_page_view_events
# MAGIC
# MAGIC One row per Kafka message: a page shown to a user.
# MAGIC
# MAGIC Kafka stream. Reads topic `page_view_events`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | no_unknown_fields | kept and counted | `unknown_fields IS NULL OR array_size(unknown_fields) = 0` |

# COMMAND ----------

RAW_PAGE_VIEW_EVENTS_FIELDS = {
    "ts": "BIGINT",
    "sessionId": "STRING",
    "userId": "STRING",
    "auth": "STRING",
    "level": "STRING",
    "itemInSession": "INT",
    "city": "STRING",
    "zip": "STRING",
    "state": "STRING",
    "userAgent": "STRING",
    "lon": "DOUBLE",
    "lat": "DOUBLE",
    "firstName": "STRING",
    "lastName": "STRING",
    "gender": "STRING",
    "registration": "BIGINT",
    "page": "STRING",
    "method": "STRING",
    "status": "INT",
    "artist": "STRING",
    "song": "STRING",
    "duration": "DOUBLE",
}


@dp.table(
    name="raw_page_view_events",
    comment="One row per Kafka message: a page shown to a user.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'Message payload, unmodified',
        ts BIGINT COMMENT 'Event time, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session ID',
        userId STRING COMMENT 'User ID; NULL for guests and logged-out users',
        auth STRING COMMENT 'Login state: Logged In, Logged Out, Guest or Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'User city',
        zip STRING COMMENT 'User postal code',
        state STRING COMMENT 'User state, two-letter code',
        userAgent STRING COMMENT 'Browser user agent',
        lon DOUBLE COMMENT 'User longitude, in degrees',
        lat DOUBLE COMMENT 'User latitude, in degrees',
        firstName STRING COMMENT 'User first name',
        lastName STRING COMMENT 'User last name',
        gender STRING COMMENT 'User gender: F or M',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        page STRING COMMENT 'Page shown; NextSong when a song starts',
        method STRING COMMENT 'HTTP request method',
        status INT COMMENT 'HTTP response status',
        artist STRING COMMENT 'Artist name',
        song STRING COMMENT 'Song title',
        duration DOUBLE COMMENT 'Song length, in seconds',
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object'
    """,
    table_properties={
        "quality": "raw",
        "pipelines.reset.allowed": "false",
    },
)
@dp.expect_all(
    {
        "no_unknown_fields": "coalesce((unknown_fields IS NULL OR array_size(unknown_fields) = 0), false)",
    }
)
def raw_page_view_events() -> DataFrame:
    return parse_payload(read_topic("page_view_events"), RAW_PAGE_VIEW_EVENTS_FIELDS)


# COMMAND ----------

# MAGIC %md
# MAGIC ## raw_listen_events
# MAGIC
# MAGIC One row per Kafka message: a song played by a user.
# MAGIC
# MAGIC Kafka stream. Reads topic `listen_events`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | no_unknown_fields | kept and counted | `unknown_fields IS NULL OR array_size(unknown_fields) = 0` |

# COMMAND ----------

RAW_LISTEN_EVENTS_FIELDS = {
    "ts": "BIGINT",
    "sessionId": "STRING",
    "userId": "STRING",
    "auth": "STRING",
    "level": "STRING",
    "itemInSession": "INT",
    "city": "STRING",
    "zip": "STRING",
    "state": "STRING",
    "userAgent": "STRING",
    "lon": "DOUBLE",
    "lat": "DOUBLE",
    "firstName": "STRING",
    "lastName": "STRING",
    "gender": "STRING",
    "registration": "BIGINT",
    "artist": "STRING",
    "song": "STRING",
    "duration": "DOUBLE",
}


@dp.table(
    name="raw_listen_events",
    comment="One row per Kafka message: a song played by a user.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'Message payload, unmodified',
        ts BIGINT COMMENT 'Event time, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session ID',
        userId STRING COMMENT 'User ID; NULL for guests and logged-out users',
        auth STRING COMMENT 'Login state: Logged In, Logged Out, Guest or Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'User city',
        zip STRING COMMENT 'User postal code',
        state STRING COMMENT 'User state, two-letter code',
        userAgent STRING COMMENT 'Browser user agent',
        lon DOUBLE COMMENT 'User longitude, in degrees',
        lat DOUBLE COMMENT 'User latitude, in degrees',
        firstName STRING COMMENT 'User first name',
        lastName STRING COMMENT 'User last name',
        gender STRING COMMENT 'User gender: F or M',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        artist STRING COMMENT 'Artist name',
        song STRING COMMENT 'Song title',
        duration DOUBLE COMMENT 'Song length, in seconds',
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object'
    """,
    table_properties={
        "quality": "raw",
        "pipelines.reset.allowed": "false",
    },
)
@dp.expect_all(
    {
        "no_unknown_fields": "coalesce((unknown_fields IS NULL OR array_size(unknown_fields) = 0), false)",
    }
)
def raw_listen_events() -> DataFrame:
    return parse_payload(read_topic("listen_events"), RAW_LISTEN_EVENTS_FIELDS)


# COMMAND ----------

# MAGIC %md
# MAGIC ## raw_auth_events
# MAGIC
# MAGIC One row per Kafka message: a login or logout attempt.
# MAGIC
# MAGIC Kafka stream. Reads topic `auth_events`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | no_unknown_fields | kept and counted | `unknown_fields IS NULL OR array_size(unknown_fields) = 0` |

# COMMAND ----------

RAW_AUTH_EVENTS_FIELDS = {
    "ts": "BIGINT",
    "sessionId": "STRING",
    "userId": "STRING",
    "auth": "STRING",
    "level": "STRING",
    "itemInSession": "INT",
    "city": "STRING",
    "zip": "STRING",
    "state": "STRING",
    "userAgent": "STRING",
    "lon": "DOUBLE",
    "lat": "DOUBLE",
    "firstName": "STRING",
    "lastName": "STRING",
    "gender": "STRING",
    "registration": "BIGINT",
    "success": "BOOLEAN",
}


@dp.table(
    name="raw_auth_events",
    comment="One row per Kafka message: a login or logout attempt.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'Message payload, unmodified',
        ts BIGINT COMMENT 'Event time, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session ID',
        userId STRING COMMENT 'User ID; NULL for guests and logged-out users',
        auth STRING COMMENT 'Login state: Logged In, Logged Out, Guest or Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'User city',
        zip STRING COMMENT 'User postal code',
        state STRING COMMENT 'User state, two-letter code',
        userAgent STRING COMMENT 'Browser user agent',
        lon DOUBLE COMMENT 'User longitude, in degrees',
        lat DOUBLE COMMENT 'User latitude, in degrees',
        firstName STRING COMMENT 'User first name',
        lastName STRING COMMENT 'User last name',
        gender STRING COMMENT 'User gender: F or M',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        success BOOLEAN COMMENT 'Whether the login succeeded',
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object'
    """,
    table_properties={
        "quality": "raw",
        "pipelines.reset.allowed": "false",
    },
)
@dp.expect_all(
    {
        "no_unknown_fields": "coalesce((unknown_fields IS NULL OR array_size(unknown_fields) = 0), false)",
    }
)
def raw_auth_events() -> DataFrame:
    return parse_payload(read_topic("auth_events"), RAW_AUTH_EVENTS_FIELDS)


# COMMAND ----------

# MAGIC %md
# MAGIC ## raw_status_change_events
# MAGIC
# MAGIC One row per Kafka message: a user changed subscription level.
# MAGIC
# MAGIC Kafka stream. Reads topic `status_change_events`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | no_unknown_fields | kept and counted | `unknown_fields IS NULL OR array_size(unknown_fields) = 0` |

# COMMAND ----------

RAW_STATUS_CHANGE_EVENTS_FIELDS = {
    "ts": "BIGINT",
    "sessionId": "STRING",
    "userId": "STRING",
    "auth": "STRING",
    "level": "STRING",
    "itemInSession": "INT",
    "city": "STRING",
    "zip": "STRING",
    "state": "STRING",
    "userAgent": "STRING",
    "lon": "DOUBLE",
    "lat": "DOUBLE",
    "firstName": "STRING",
    "lastName": "STRING",
    "gender": "STRING",
    "registration": "BIGINT",
}


@dp.table(
    name="raw_status_change_events",
    comment="One row per Kafka message: a user changed subscription level.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'Message payload, unmodified',
        ts BIGINT COMMENT 'Event time, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session ID',
        userId STRING COMMENT 'User ID; NULL for guests and logged-out users',
        auth STRING COMMENT 'Login state: Logged In, Logged Out, Guest or Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'User city',
        zip STRING COMMENT 'User postal code',
        state STRING COMMENT 'User state, two-letter code',
        userAgent STRING COMMENT 'Browser user agent',
        lon DOUBLE COMMENT 'User longitude, in degrees',
        lat DOUBLE COMMENT 'User latitude, in degrees',
        firstName STRING COMMENT 'User first name',
        lastName STRING COMMENT 'User last name',
        gender STRING COMMENT 'User gender: F or M',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object'
    """,
    table_properties={
        "quality": "raw",
        "pipelines.reset.allowed": "false",
    },
)
@dp.expect_all(
    {
        "no_unknown_fields": "coalesce((unknown_fields IS NULL OR array_size(unknown_fields) = 0), false)",
    }
)
def raw_status_change_events() -> DataFrame:
    return parse_payload(read_topic("status_change_events"), RAW_STATUS_CHANGE_EVENTS_FIELDS)
