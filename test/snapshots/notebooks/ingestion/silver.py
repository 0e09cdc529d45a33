# Databricks notebook source
# MAGIC %md
# MAGIC # Silver
# MAGIC
# MAGIC Deduplicated events, the history of user profiles, and the users who are active now.
# MAGIC
# MAGIC Generated for the pipeline `ingestion`. Changes made here are lost with the next deployment:
# MAGIC edit the project it is deployed from.

# COMMAND ----------

import pandas as pd
from pyspark import pipelines as dp
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from ua_parser import parse

# COMMAND ----------

# MAGIC %md
# MAGIC ## Deduplication
# MAGIC
# MAGIC Producers deliver at least once, so repeated deliveries are dropped.

# COMMAND ----------


def read_once(table: str, keys: list[str], time: str, within: str) -> DataFrame:
    """Read new rows of a table and drop those whose keys were already seen.

    Rows that are late by more than `within` are dropped too: their keys may be forgotten.
    """
    # With this option Databricks reads a backlog in event-time order, so older rows are not late.
    rows = spark.readStream.option("withEventTimeOrder", "true").table(table)
    return rows.withWatermark(time, within).dropDuplicatesWithinWatermark(keys)


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_page_views
# MAGIC
# MAGIC One row per event: a page shown to a signed-in user.
# MAGIC
# MAGIC Streaming table. Reads `bronze_page_view_events`. Source: `notebooks/silver/page_views.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | event_of_a_user | the update fails | `event_timestamp IS NOT NULL AND userId IS NOT NULL` |

# COMMAND ----------


@F.pandas_udf(StringType())
def device_family(user_agents: pd.Series) -> pd.Series:
    """Return the device family or, if the browser does not report it, the operating system."""
    families = {}
    for user_agent in user_agents.unique():
        found = parse(user_agent or "")
        named = found.device or found.os
        families[user_agent] = named.family if named else "Other"
    return user_agents.map(families)


def location_id(city: str, state: str) -> Column:
    """Return the location ID, a hash of city and state; NULL if neither is known."""
    # A separator that does not occur in names.
    key = F.concat_ws("\u001f", *[F.coalesce(part, F.lit("")) for part in (city, state)])
    return F.when(F.coalesce(city, state).isNotNull(), F.md5(key))


def page_views(page_view_events: DataFrame) -> DataFrame:
    """Add location and device family to page views."""
    return page_view_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        "itemInSession",
        "page",
        "method",
        "status",
        "level",
        "firstName",
        "lastName",
        "gender",
        "registration",
        location_id("city", "state").alias("location_id"),
        "city",
        "zip",
        "state",
        "lon",
        "lat",
        "userAgent",
        device_family("userAgent").alias("device_family"),
    )


# COMMAND ----------


@dp.table(
    name="silver_page_views",
    comment="One row per event: a page shown to a signed-in user.",
    schema="""
        event_id STRING COMMENT 'Event ID, the key',
        event_timestamp TIMESTAMP COMMENT 'Event time',
        kafka_timestamp TIMESTAMP COMMENT 'Kafka time of the first delivery',
        userId STRING COMMENT 'User ID',
        sessionId STRING COMMENT 'Session ID',
        itemInSession INT COMMENT 'Position of the event in its session, starting at 0',
        page STRING COMMENT 'Page shown; NextSong when a song starts',
        method STRING COMMENT 'HTTP request method',
        status INT COMMENT 'HTTP response status',
        level STRING COMMENT 'Subscription level at event time: free or paid',
        firstName STRING COMMENT 'User first name',
        lastName STRING COMMENT 'User last name',
        gender STRING COMMENT 'User gender: F or M',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        location_id STRING COMMENT 'Location ID, a hash of city and state; NULL if neither is known',
        city STRING COMMENT 'User city',
        zip STRING COMMENT 'User postal code',
        state STRING COMMENT 'User state, two-letter code',
        lon DOUBLE COMMENT 'User longitude, in degrees',
        lat DOUBLE COMMENT 'User latitude, in degrees',
        userAgent STRING COMMENT 'Browser user agent',
        device_family STRING COMMENT 'Device family or, failing that, operating system; Other if unknown'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_fail(
    {
        "event_of_a_user": "coalesce((event_timestamp IS NOT NULL AND userId IS NOT NULL), false)",
    }
)
def silver_page_views() -> DataFrame:
    return page_views(
        page_view_events=read_once(
            table="bronze_page_view_events",
            keys=["event_id"],
            time="kafka_timestamp",
            within="7 days",
        ),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_listens
# MAGIC
# MAGIC One row per event: a song played by a signed-in user.
# MAGIC
# MAGIC Streaming table. Reads `bronze_listen_events`. Source: `notebooks/silver/listens.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | event_of_a_user | the update fails | `event_timestamp IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | song_identified | the update fails | `song_id IS NOT NULL AND artist_id IS NOT NULL` |
# MAGIC | listened_for_a_time | the update fails | `listened_seconds > 0` |

# COMMAND ----------


def listens(listen_events: DataFrame) -> DataFrame:
    """Add song ID and artist ID, which are hashes of the names.

    Events do not record when playback stopped, so a listen counts the full song length.
    """
    # A separator that does not occur in names.
    song_key = F.concat_ws("\u001f", "artist", "song")
    return listen_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        "itemInSession",
        "level",
        "state",
        F.md5(song_key).alias("song_id"),
        F.md5("artist").alias("artist_id"),
        "song",
        "artist",
        F.col("duration").alias("listened_seconds"),
    )


# COMMAND ----------


@dp.table(
    name="silver_listens",
    comment="One row per event: a song played by a signed-in user.",
    schema="""
        event_id STRING COMMENT 'Event ID, the key',
        event_timestamp TIMESTAMP COMMENT 'Event time',
        kafka_timestamp TIMESTAMP COMMENT 'Kafka time of the first delivery',
        userId STRING COMMENT 'User ID',
        sessionId STRING COMMENT 'Session ID',
        itemInSession INT COMMENT 'Position of the event in its session, starting at 0',
        level STRING COMMENT 'Subscription level at event time: free or paid',
        state STRING COMMENT 'User state, two-letter code',
        song_id STRING COMMENT 'Song ID, a hash of artist and title',
        artist_id STRING COMMENT 'Artist ID, a hash of the name',
        song STRING COMMENT 'Song title',
        artist STRING COMMENT 'Artist name',
        listened_seconds DOUBLE COMMENT 'Song length, in seconds; events do not record when playback stopped'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_fail(
    {
        "event_of_a_user": "coalesce((event_timestamp IS NOT NULL AND userId IS NOT NULL), false)",
        "song_identified": "coalesce((song_id IS NOT NULL AND artist_id IS NOT NULL), false)",
        "listened_for_a_time": "coalesce((listened_seconds > 0), false)",
    }
)
def silver_listens() -> DataFrame:
    return listens(
        listen_events=read_once(
            table="bronze_listen_events",
            keys=["event_id"],
            time="kafka_timestamp",
            within="7 days",
        ),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_auth_attempts
# MAGIC
# MAGIC One row per event: a login or logout attempt.
# MAGIC
# MAGIC Streaming table. Reads `bronze_auth_events`. Source: `notebooks/silver/auth_attempts.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | attempt_with_outcome | the update fails | `event_timestamp IS NOT NULL AND success IS NOT NULL` |
# MAGIC | login_or_logout | the update fails | `action IN ('login', 'logout')` |

# COMMAND ----------


def auth_attempts(auth_events: DataFrame) -> DataFrame:
    """Add the attempted action: a user who is logged in can only log out."""
    is_logout = F.col("auth") == "Logged In"
    return auth_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        F.when(is_logout, "logout").otherwise("login").alias("action"),
        "success",
        "level",
    )


# COMMAND ----------


@dp.table(
    name="silver_auth_attempts",
    comment="One row per event: a login or logout attempt.",
    schema="""
        event_id STRING COMMENT 'Event ID, the key',
        event_timestamp TIMESTAMP COMMENT 'Event time',
        kafka_timestamp TIMESTAMP COMMENT 'Kafka time of the first delivery',
        userId STRING COMMENT 'User ID; NULL for login attempts, which have no user yet',
        sessionId STRING COMMENT 'Session ID',
        action STRING COMMENT 'Attempted action: login or logout',
        success BOOLEAN COMMENT 'Whether the attempt succeeded',
        level STRING COMMENT 'Subscription level at event time: free or paid'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_fail(
    {
        "attempt_with_outcome": "coalesce((event_timestamp IS NOT NULL AND success IS NOT NULL), false)",
        "login_or_logout": "coalesce((action IN ('login', 'logout')), false)",
    }
)
def silver_auth_attempts() -> DataFrame:
    return auth_attempts(
        auth_events=read_once(
            table="bronze_auth_events",
            keys=["event_id"],
            time="kafka_timestamp",
            within="7 days",
        ),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_level_changes
# MAGIC
# MAGIC One row per event: a user changed subscription level.
# MAGIC
# MAGIC Streaming table. Reads `bronze_status_change_events`. Source:
# MAGIC `notebooks/silver/level_changes.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | event_of_a_user | the update fails | `event_timestamp IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | from_one_level_to_the_other | the update fails | `(previous_level = 'free' AND new_level = 'paid') OR (previous_level = 'paid' AND new_level = 'free')` |

# COMMAND ----------


def level_changes(status_change_events: DataFrame) -> DataFrame:
    """Add the previous level: there are only two levels."""
    return status_change_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        F.when(F.col("level") == "paid", "free").otherwise("paid").alias("previous_level"),
        F.col("level").alias("new_level"),
    )


# COMMAND ----------


@dp.table(
    name="silver_level_changes",
    comment="One row per event: a user changed subscription level.",
    schema="""
        event_id STRING COMMENT 'Event ID, the key',
        event_timestamp TIMESTAMP COMMENT 'Event time',
        kafka_timestamp TIMESTAMP COMMENT 'Kafka time of the first delivery',
        userId STRING COMMENT 'User ID',
        sessionId STRING COMMENT 'Session ID',
        previous_level STRING COMMENT 'Subscription level before the change: free or paid',
        new_level STRING COMMENT 'Subscription level after the change: free or paid'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_fail(
    {
        "event_of_a_user": "coalesce((event_timestamp IS NOT NULL AND userId IS NOT NULL), false)",
        "from_one_level_to_the_other": "coalesce(((previous_level = 'free' AND new_level = 'paid') OR (previous_level = 'paid' AND new_level = 'free')), false)",
    }
)
def silver_level_changes() -> DataFrame:
    return level_changes(
        status_change_events=read_once(
            table="bronze_status_change_events",
            keys=["event_id"],
            time="kafka_timestamp",
            within="7 days",
        ),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_profiles
# MAGIC
# MAGIC One row per version of a user profile, with the period in which it was valid.
# MAGIC
# MAGIC AUTO CDC table, SCD type 2. Reads `silver_page_views`. Source:
# MAGIC `notebooks/silver/user_profiles.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | profile_of_a_user | the update fails | `userId IS NOT NULL AND event_timestamp IS NOT NULL` |

# COMMAND ----------


def user_profiles(page_views: DataFrame) -> DataFrame:
    """Return the profile of each page view, with its event time."""
    return page_views.select(
        "userId",
        "firstName",
        "lastName",
        "gender",
        "level",
        "city",
        "state",
        "registration",
        "event_timestamp",
    )


# COMMAND ----------


@dp.temporary_view(
    name="silver_user_profiles_changes",
    comment="Changes applied to silver_user_profiles.",
)
@dp.expect_all_or_fail(
    {
        "profile_of_a_user": "coalesce((userId IS NOT NULL AND event_timestamp IS NOT NULL), false)",
    }
)
def silver_user_profiles_changes() -> DataFrame:
    return user_profiles(page_views=spark.readStream.table("silver_page_views"))


# COMMAND ----------

dp.create_streaming_table(
    name="silver_user_profiles",
    comment="One row per version of a user profile, with the period in which it was valid.",
    schema="""
        userId STRING COMMENT 'User ID, the key',
        firstName STRING COMMENT 'First name',
        lastName STRING COMMENT 'Last name',
        gender STRING COMMENT 'Gender: F or M',
        level STRING COMMENT 'Subscription level: free or paid',
        city STRING COMMENT 'City',
        state STRING COMMENT 'State, two-letter code',
        registration BIGINT COMMENT 'Registration time, in milliseconds since 1970 UTC',
        __START_AT TIMESTAMP COMMENT 'event_timestamp of the change that started this version',
        __END_AT TIMESTAMP COMMENT 'event_timestamp of the change that ended this version; NULL for the current one'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["userId"],
)

dp.create_auto_cdc_flow(
    target="silver_user_profiles",
    source="silver_user_profiles_changes",
    keys=["userId"],
    sequence_by="event_timestamp",
    except_column_list=["event_timestamp"],
    stored_as_scd_type=2,
    track_history_column_list=[
        "firstName",
        "lastName",
        "gender",
        "level",
        "city",
        "state",
        "registration",
    ],
)
