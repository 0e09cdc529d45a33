# Databricks notebook source
# MAGIC %md
# MAGIC # Bronze
# MAGIC
# MAGIC Typed events with event time and event ID. Malformed events and events without a user go to
# MAGIC the quarantine of their table: for each topic, bronze rows plus quarantined rows equal raw
# MAGIC rows.
# MAGIC
# MAGIC Generated for the pipeline `ingestion`. Changes made here are lost with the next deployment:
# MAGIC edit the project it is deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## Quarantine
# MAGIC
# MAGIC Dropped rows are kept, with the names of the rules they failed.

# COMMAND ----------


def rejected_rows(
    rows: DataFrame, dropped_by: dict[str, str], also_reported: dict[str, str]
) -> DataFrame:
    """Return rows that fail a rule of `dropped_by`, with the names of all rules they fail.

    Rules are never NULL, so each row is either returned here or kept in the table.
    """
    rules = {**dropped_by, **also_reported}
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in rules.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_page_view_events
# MAGIC
# MAGIC One row per delivery of an event: a page shown to a signed-in user.
# MAGIC
# MAGIC Streaming table. Reads `raw_page_view_events`. Source: `notebooks/bronze/events.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | valid_json | dropped and counted | `is_valid_utf8(value) AND ltrim(' \t\r\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{"":', value, '}')) = array('')` |
# MAGIC | ts_present | dropped and counted | `ts IS NOT NULL` |
# MAGIC | ts_in_range | dropped and counted | `ts IS NULL OR event_timestamp IS NOT NULL` |
# MAGIC | user_present | dropped and counted | `userId IS NOT NULL AND userId <> ''` |
# MAGIC | session_present | dropped and counted | `sessionId IS NOT NULL AND sessionId <> ''` |

# COMMAND ----------

# 2000-01-01 UTC, in milliseconds: older than any event of a streaming service.
EARLIEST_TS = 946_684_800_000

# Tolerated clock skew of producers relative to the broker: one day, in milliseconds.
CLOCK_SKEW = 86_400_000


def events(raw_events: DataFrame) -> DataFrame:
    """Add `event_timestamp` and `event_id` to raw messages.

    `event_timestamp` is NULL if `ts` is missing or out of range. The payload identifies the event:
    a repeated delivery has the same bytes.
    """
    latest_ts = F.unix_millis("kafka_timestamp") + CLOCK_SKEW
    is_sane = F.col("ts").between(F.lit(EARLIEST_TS), latest_ts)
    return raw_events.withColumns(
        {
            "event_timestamp": F.when(is_sane, F.timestamp_millis("ts")),
            "event_id": F.sha2("value", 256),
        }
    )


# COMMAND ----------

BRONZE_PAGE_VIEW_EVENTS_DROPPED_BY = {
    "valid_json": "coalesce((is_valid_utf8(value) AND ltrim(' \\t\\r\\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{\"\":', value, '}')) = array('')), false)",
    "ts_present": "coalesce((ts IS NOT NULL), false)",
    "ts_in_range": "coalesce((ts IS NULL OR event_timestamp IS NOT NULL), false)",
    "user_present": "coalesce((userId IS NOT NULL AND userId <> ''), false)",
    "session_present": "coalesce((sessionId IS NOT NULL AND sessionId <> ''), false)",
}


@dp.table(
    name="bronze_page_view_events",
    comment="One row per delivery of an event: a page shown to a signed-in user.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event'
    """,
    table_properties={
        "quality": "bronze",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_drop(BRONZE_PAGE_VIEW_EVENTS_DROPPED_BY)
def bronze_page_view_events() -> DataFrame:
    return events(raw_events=spark.readStream.table("raw_page_view_events"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_page_view_events_quarantine
# MAGIC
# MAGIC Rows rejected by bronze_page_view_events, with the names of the rules they fail.
# MAGIC
# MAGIC Streaming table. Reads `raw_page_view_events`. Source: `notebooks/bronze/events.py`.

# COMMAND ----------


@dp.table(
    name="bronze_page_view_events_quarantine",
    comment="Rows rejected by bronze_page_view_events, with the names of the rules they fail.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event',
        failed_expectations ARRAY<STRING> COMMENT 'Names of all rules the row failed'
    """,
    table_properties={
        "quality": "bronze",
    },
)
def bronze_page_view_events_quarantine() -> DataFrame:
    return rejected_rows(
        events(raw_events=spark.readStream.table("raw_page_view_events")),
        dropped_by=BRONZE_PAGE_VIEW_EVENTS_DROPPED_BY,
        also_reported={},
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_listen_events
# MAGIC
# MAGIC One row per delivery of an event: a song played by a signed-in user.
# MAGIC
# MAGIC Streaming table. Reads `raw_listen_events`. Source: `notebooks/bronze/events.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | valid_json | dropped and counted | `is_valid_utf8(value) AND ltrim(' \t\r\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{"":', value, '}')) = array('')` |
# MAGIC | ts_present | dropped and counted | `ts IS NOT NULL` |
# MAGIC | ts_in_range | dropped and counted | `ts IS NULL OR event_timestamp IS NOT NULL` |
# MAGIC | user_present | dropped and counted | `userId IS NOT NULL AND userId <> ''` |
# MAGIC | session_present | dropped and counted | `sessionId IS NOT NULL AND sessionId <> ''` |
# MAGIC | song_present | dropped and counted | `artist <> '' AND song <> ''` |
# MAGIC | duration_plausible | dropped and counted | `duration > 0 AND duration < 86400` |

# COMMAND ----------

BRONZE_LISTEN_EVENTS_DROPPED_BY = {
    "valid_json": "coalesce((is_valid_utf8(value) AND ltrim(' \\t\\r\\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{\"\":', value, '}')) = array('')), false)",
    "ts_present": "coalesce((ts IS NOT NULL), false)",
    "ts_in_range": "coalesce((ts IS NULL OR event_timestamp IS NOT NULL), false)",
    "user_present": "coalesce((userId IS NOT NULL AND userId <> ''), false)",
    "session_present": "coalesce((sessionId IS NOT NULL AND sessionId <> ''), false)",
    "song_present": "coalesce((artist <> '' AND song <> ''), false)",
    "duration_plausible": "coalesce((duration > 0 AND duration < 86400), false)",
}


@dp.table(
    name="bronze_listen_events",
    comment="One row per delivery of an event: a song played by a signed-in user.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event'
    """,
    table_properties={
        "quality": "bronze",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_drop(BRONZE_LISTEN_EVENTS_DROPPED_BY)
def bronze_listen_events() -> DataFrame:
    return events(raw_events=spark.readStream.table("raw_listen_events"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_listen_events_quarantine
# MAGIC
# MAGIC Rows rejected by bronze_listen_events, with the names of the rules they fail.
# MAGIC
# MAGIC Streaming table. Reads `raw_listen_events`. Source: `notebooks/bronze/events.py`.

# COMMAND ----------


@dp.table(
    name="bronze_listen_events_quarantine",
    comment="Rows rejected by bronze_listen_events, with the names of the rules they fail.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event',
        failed_expectations ARRAY<STRING> COMMENT 'Names of all rules the row failed'
    """,
    table_properties={
        "quality": "bronze",
    },
)
def bronze_listen_events_quarantine() -> DataFrame:
    return rejected_rows(
        events(raw_events=spark.readStream.table("raw_listen_events")),
        dropped_by=BRONZE_LISTEN_EVENTS_DROPPED_BY,
        also_reported={},
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_auth_events
# MAGIC
# MAGIC One row per delivery of an event: a login or logout attempt.
# MAGIC
# MAGIC Streaming table. Reads `raw_auth_events`. Source: `notebooks/bronze/events.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | valid_json | dropped and counted | `is_valid_utf8(value) AND ltrim(' \t\r\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{"":', value, '}')) = array('')` |
# MAGIC | ts_present | dropped and counted | `ts IS NOT NULL` |
# MAGIC | ts_in_range | dropped and counted | `ts IS NULL OR event_timestamp IS NOT NULL` |
# MAGIC | success_present | dropped and counted | `success IS NOT NULL` |

# COMMAND ----------

BRONZE_AUTH_EVENTS_DROPPED_BY = {
    "valid_json": "coalesce((is_valid_utf8(value) AND ltrim(' \\t\\r\\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{\"\":', value, '}')) = array('')), false)",
    "ts_present": "coalesce((ts IS NOT NULL), false)",
    "ts_in_range": "coalesce((ts IS NULL OR event_timestamp IS NOT NULL), false)",
    "success_present": "coalesce((success IS NOT NULL), false)",
}


@dp.table(
    name="bronze_auth_events",
    comment="One row per delivery of an event: a login or logout attempt.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event'
    """,
    table_properties={
        "quality": "bronze",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_drop(BRONZE_AUTH_EVENTS_DROPPED_BY)
def bronze_auth_events() -> DataFrame:
    return events(raw_events=spark.readStream.table("raw_auth_events"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_auth_events_quarantine
# MAGIC
# MAGIC Rows rejected by bronze_auth_events, with the names of the rules they fail.
# MAGIC
# MAGIC Streaming table. Reads `raw_auth_events`. Source: `notebooks/bronze/events.py`.

# COMMAND ----------


@dp.table(
    name="bronze_auth_events_quarantine",
    comment="Rows rejected by bronze_auth_events, with the names of the rules they fail.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event',
        failed_expectations ARRAY<STRING> COMMENT 'Names of all rules the row failed'
    """,
    table_properties={
        "quality": "bronze",
    },
)
def bronze_auth_events_quarantine() -> DataFrame:
    return rejected_rows(
        events(raw_events=spark.readStream.table("raw_auth_events")),
        dropped_by=BRONZE_AUTH_EVENTS_DROPPED_BY,
        also_reported={},
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_status_change_events
# MAGIC
# MAGIC One row per delivery of an event: a user changed subscription level.
# MAGIC
# MAGIC Streaming table. Reads `raw_status_change_events`. Source: `notebooks/bronze/events.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | valid_json | dropped and counted | `is_valid_utf8(value) AND ltrim(' \t\r\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{"":', value, '}')) = array('')` |
# MAGIC | ts_present | dropped and counted | `ts IS NOT NULL` |
# MAGIC | ts_in_range | dropped and counted | `ts IS NULL OR event_timestamp IS NOT NULL` |
# MAGIC | user_present | dropped and counted | `userId IS NOT NULL AND userId <> ''` |
# MAGIC | session_present | dropped and counted | `sessionId IS NOT NULL AND sessionId <> ''` |
# MAGIC | level_known | dropped and counted | `level IN ('free', 'paid')` |

# COMMAND ----------

BRONZE_STATUS_CHANGE_EVENTS_DROPPED_BY = {
    "valid_json": "coalesce((is_valid_utf8(value) AND ltrim(' \\t\\r\\n', value) LIKE '{%' AND json_array_length(concat('[', value, ']')) = 1 AND json_object_keys(concat('{\"\":', value, '}')) = array('')), false)",
    "ts_present": "coalesce((ts IS NOT NULL), false)",
    "ts_in_range": "coalesce((ts IS NULL OR event_timestamp IS NOT NULL), false)",
    "user_present": "coalesce((userId IS NOT NULL AND userId <> ''), false)",
    "session_present": "coalesce((sessionId IS NOT NULL AND sessionId <> ''), false)",
    "level_known": "coalesce((level IN ('free', 'paid')), false)",
}


@dp.table(
    name="bronze_status_change_events",
    comment="One row per delivery of an event: a user changed subscription level.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event'
    """,
    table_properties={
        "quality": "bronze",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_drop(BRONZE_STATUS_CHANGE_EVENTS_DROPPED_BY)
def bronze_status_change_events() -> DataFrame:
    return events(raw_events=spark.readStream.table("raw_status_change_events"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## bronze_status_change_events_quarantine
# MAGIC
# MAGIC Rows rejected by bronze_status_change_events, with the names of the rules they fail.
# MAGIC
# MAGIC Streaming table. Reads `raw_status_change_events`. Source: `notebooks/bronze/events.py`.

# COMMAND ----------


@dp.table(
    name="bronze_status_change_events_quarantine",
    comment="Rows rejected by bronze_status_change_events, with the names of the rules they fail.",
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
        unknown_fields ARRAY<STRING> COMMENT 'Names of payload fields without a column in this table, sorted; NULL if the payload is not a JSON object',
        event_timestamp TIMESTAMP COMMENT 'Event time, to the millisecond; NULL if ts is missing or out of range',
        event_id STRING COMMENT 'Event ID: equal for repeated deliveries of the same event',
        failed_expectations ARRAY<STRING> COMMENT 'Names of all rules the row failed'
    """,
    table_properties={
        "quality": "bronze",
    },
)
def bronze_status_change_events_quarantine() -> DataFrame:
    return rejected_rows(
        events(raw_events=spark.readStream.table("raw_status_change_events")),
        dropped_by=BRONZE_STATUS_CHANGE_EVENTS_DROPPED_BY,
        also_reported={},
    )
