# Databricks notebook source
# MAGIC %md
# MAGIC # Raw
# MAGIC
# MAGIC Every message of the four topics as it came, with its position in Kafka. Nothing is turned
# MAGIC away here: what Kafka no longer holds can be computed again from these tables.
# MAGIC
# MAGIC Generated for the pipeline `music-streaming`. What is changed here is lost with the next
# MAGIC deployment: change the project that it was deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## Reading from Kafka
# MAGIC
# MAGIC Connection and limits come from the pipeline's configuration.

# COMMAND ----------

# Options of the Kafka reader, by key of the pipeline's configuration.
KAFKA_READER_OPTIONS = {
    "kafka.bootstrap_servers": "kafka.bootstrap.servers",
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
    "kafka.starting_offsets": "startingOffsets",
    "kafka.max_offsets_per_trigger": "maxOffsetsPerTrigger",
    "kafka.fail_on_data_loss": "failOnDataLoss",
}


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

    Fields that the payload has besides are named in `unknown_fields`.
    """
    schema = ", ".join(f"{name} {type_}" for name, type_ in fields.items())
    # Spark also takes 'text' in single quotes, which is not JSON.
    payload = F.from_json("value", schema, {"allowSingleQuotes": "false"})
    known = F.array(*[F.lit(name) for name in fields])
    unknown = F.sort_array(F.array_except(F.json_object_keys("value"), known))
    parsed = messages.withColumn("__payload", payload)
    return parsed.select("*", "__payload.*", unknown.alias("unknown_fields")).drop("__payload")


# COMMAND ----------

# MAGIC %md
# MAGIC ## raw_page_view_events
# MAGIC
# MAGIC One row a message: a page that was shown to a user.
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
    comment="One row a message: a page that was shown to a user.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time at which the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'The payload as it came, byte for byte',
        ts BIGINT COMMENT 'Time of the event, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session that the event belongs to',
        userId STRING COMMENT 'User; NULL for guests and logged-out users',
        auth STRING COMMENT 'State of the login: Logged In, Logged Out, Guest, Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'City of the user',
        zip STRING COMMENT 'Postal code of the user',
        state STRING COMMENT 'State of the user, two letters',
        userAgent STRING COMMENT 'User agent of the browser',
        lon DOUBLE COMMENT 'Longitude of the user, in degrees',
        lat DOUBLE COMMENT 'Latitude of the user, in degrees',
        firstName STRING COMMENT 'First name of the user',
        lastName STRING COMMENT 'Last name of the user',
        gender STRING COMMENT 'Gender of the user: F or M',
        registration BIGINT COMMENT 'Time of registration, in milliseconds since 1970 UTC',
        page STRING COMMENT 'Page that was shown; NextSong for a song',
        method STRING COMMENT 'HTTP method of the request',
        status INT COMMENT 'HTTP status of the response',
        artist STRING COMMENT 'Artist of the song',
        song STRING COMMENT 'Title of the song',
        duration DOUBLE COMMENT 'Length of the song, in seconds',
        unknown_fields ARRAY<STRING> COMMENT 'Names of fields of the payload that are no columns here, sorted; NULL if the payload is not a JSON object'
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
# MAGIC One row a message: a song that a user played.
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
    comment="One row a message: a song that a user played.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time at which the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'The payload as it came, byte for byte',
        ts BIGINT COMMENT 'Time of the event, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session that the event belongs to',
        userId STRING COMMENT 'User; NULL for guests and logged-out users',
        auth STRING COMMENT 'State of the login: Logged In, Logged Out, Guest, Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'City of the user',
        zip STRING COMMENT 'Postal code of the user',
        state STRING COMMENT 'State of the user, two letters',
        userAgent STRING COMMENT 'User agent of the browser',
        lon DOUBLE COMMENT 'Longitude of the user, in degrees',
        lat DOUBLE COMMENT 'Latitude of the user, in degrees',
        firstName STRING COMMENT 'First name of the user',
        lastName STRING COMMENT 'Last name of the user',
        gender STRING COMMENT 'Gender of the user: F or M',
        registration BIGINT COMMENT 'Time of registration, in milliseconds since 1970 UTC',
        artist STRING COMMENT 'Artist of the song',
        song STRING COMMENT 'Title of the song',
        duration DOUBLE COMMENT 'Length of the song, in seconds',
        unknown_fields ARRAY<STRING> COMMENT 'Names of fields of the payload that are no columns here, sorted; NULL if the payload is not a JSON object'
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
# MAGIC One row a message: an attempt to log in.
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
    comment="One row a message: an attempt to log in.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time at which the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'The payload as it came, byte for byte',
        ts BIGINT COMMENT 'Time of the event, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session that the event belongs to',
        userId STRING COMMENT 'User; NULL for guests and logged-out users',
        auth STRING COMMENT 'State of the login: Logged In, Logged Out, Guest, Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'City of the user',
        zip STRING COMMENT 'Postal code of the user',
        state STRING COMMENT 'State of the user, two letters',
        userAgent STRING COMMENT 'User agent of the browser',
        lon DOUBLE COMMENT 'Longitude of the user, in degrees',
        lat DOUBLE COMMENT 'Latitude of the user, in degrees',
        firstName STRING COMMENT 'First name of the user',
        lastName STRING COMMENT 'Last name of the user',
        gender STRING COMMENT 'Gender of the user: F or M',
        registration BIGINT COMMENT 'Time of registration, in milliseconds since 1970 UTC',
        success BOOLEAN COMMENT 'Whether the login succeeded',
        unknown_fields ARRAY<STRING> COMMENT 'Names of fields of the payload that are no columns here, sorted; NULL if the payload is not a JSON object'
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
# MAGIC One row a message: a user who changed the subscription level.
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
    comment="One row a message: a user who changed the subscription level.",
    schema="""
        kafka_timestamp TIMESTAMP COMMENT 'Time at which the broker received the message',
        kafka_topic STRING COMMENT 'Topic that the message was read from',
        kafka_partition INT COMMENT 'Partition of the topic',
        kafka_offset BIGINT COMMENT 'Position of the message in its partition',
        kafka_key STRING COMMENT 'Key of the message; NULL if it has none',
        value STRING COMMENT 'The payload as it came, byte for byte',
        ts BIGINT COMMENT 'Time of the event, in milliseconds since 1970 UTC',
        sessionId STRING COMMENT 'Session that the event belongs to',
        userId STRING COMMENT 'User; NULL for guests and logged-out users',
        auth STRING COMMENT 'State of the login: Logged In, Logged Out, Guest, Cancelled',
        level STRING COMMENT 'Subscription level: free or paid',
        itemInSession INT COMMENT 'Position of the event in its session, from 0',
        city STRING COMMENT 'City of the user',
        zip STRING COMMENT 'Postal code of the user',
        state STRING COMMENT 'State of the user, two letters',
        userAgent STRING COMMENT 'User agent of the browser',
        lon DOUBLE COMMENT 'Longitude of the user, in degrees',
        lat DOUBLE COMMENT 'Latitude of the user, in degrees',
        firstName STRING COMMENT 'First name of the user',
        lastName STRING COMMENT 'Last name of the user',
        gender STRING COMMENT 'Gender of the user: F or M',
        registration BIGINT COMMENT 'Time of registration, in milliseconds since 1970 UTC',
        unknown_fields ARRAY<STRING> COMMENT 'Names of fields of the payload that are no columns here, sorted; NULL if the payload is not a JSON object'
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
