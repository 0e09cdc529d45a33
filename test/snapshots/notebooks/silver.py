# Databricks notebook source
# MAGIC %md
# MAGIC # Silver
# MAGIC
# MAGIC Deduplicated events, and the sessions, users, songs and places derived from them.
# MAGIC
# MAGIC Generated for the pipeline `music-streaming`. Changes made here are lost with the next
# MAGIC deployment: edit the project it is deployed from.

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
# MAGIC ## silver_user_days
# MAGIC
# MAGIC One row per user per UTC day on which the user viewed a page or changed subscription level.
# MAGIC
# MAGIC Materialized view. Reads `silver_page_views`, `silver_level_changes`. Source:
# MAGIC `notebooks/silver/user_days.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | day_of_a_user | the update fails | `date IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | at_least_one_event | the update fails | `page_views + upgrades + downgrades >= 1` |

# COMMAND ----------


def user_days(page_views: DataFrame, level_changes: DataFrame) -> DataFrame:
    """Count page views and level changes per user and UTC day."""
    views = page_views.withColumn("is_view", F.lit(True))
    events = views.unionByName(level_changes, allowMissingColumns=True)
    return events.groupBy(F.to_date("event_timestamp").alias("date"), "userId").agg(
        F.count("is_view").alias("page_views"),
        F.coalesce(F.bool_or(F.col("page") == "Upgrade"), F.lit(False)).alias("saw_upgrade_page"),
        F.count_if(F.col("new_level") == "paid").alias("upgrades"),
        F.count_if(F.col("new_level") == "free").alias("downgrades"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_user_days",
    comment=(
        "One row per user per UTC day on which the user viewed a page or changed subscription "
        "level."
    ),
    schema="""
        date DATE COMMENT 'UTC day of the events',
        userId STRING COMMENT 'User ID',
        page_views BIGINT COMMENT 'Pages shown to the user',
        saw_upgrade_page BOOLEAN COMMENT 'Whether one of them was the Upgrade page',
        upgrades BIGINT COMMENT 'Changes from free to paid',
        downgrades BIGINT COMMENT 'Changes from paid to free'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "day_of_a_user": "coalesce((date IS NOT NULL AND userId IS NOT NULL), false)",
        "at_least_one_event": "coalesce((page_views + upgrades + downgrades >= 1), false)",
    }
)
def silver_user_days() -> DataFrame:
    return user_days(
        page_views=spark.read.table("silver_page_views"),
        level_changes=spark.read.table("silver_level_changes"),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_sessions
# MAGIC
# MAGIC One row per session per user, from the first to the last page view.
# MAGIC
# MAGIC Materialized view. Reads `silver_page_views`, `silver_listens`. Source:
# MAGIC `notebooks/silver/user_sessions.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | session_of_a_user | the update fails | `sessionId IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | duration_not_negative | the update fails | `duration_seconds >= 0` |

# COMMAND ----------


def user_sessions(page_views: DataFrame, listens: DataFrame) -> DataFrame:
    """Return sessions of signed-in users, from the first to the last page view.

    A session shared by several users yields one row per user.
    """
    # Page views in the same millisecond are ordered by their position in the session.
    views = page_views.withColumn("view", F.struct("event_timestamp", "itemInSession", "event_id"))
    # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
    events = views.unionByName(listens, allowMissingColumns=True)
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    milliseconds = F.unix_millis("view.event_timestamp")
    return (
        events.groupBy("sessionId", "userId")
        .agg(
            F.count("view").alias("page_views"),
            F.count("song_id").alias("songs_played"),
            F.coalesce(F.round(F.sum(seconds), 3).cast("double"), F.lit(0.0)).alias(
                "listening_seconds"
            ),
            F.array_sort(F.collect_set("page")).alias("pages"),
            F.min_by("page", "view").alias("first_page"),
            F.max_by("page", "view").alias("last_page"),
            F.min_by("level", "view").alias("level_at_start"),
            F.max_by("level", "view").alias("level_at_end"),
            F.max_by("device_family", "view").alias("device_family"),
            F.min("view.event_timestamp").alias("session_start"),
            F.max("view.event_timestamp").alias("session_end"),
            ((F.max(milliseconds) - F.min(milliseconds)) / 1000).alias("duration_seconds"),
        )
        # Songs without a usable page view do not make a session.
        .where("page_views > 0")
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_user_sessions",
    comment="One row per session per user, from the first to the last page view.",
    schema="""
        sessionId STRING COMMENT 'Session ID; together with userId, the key',
        userId STRING COMMENT 'User ID; a session used by several users counts once per user',
        page_views BIGINT COMMENT 'Pages shown, including songs',
        songs_played BIGINT COMMENT 'Songs played',
        listening_seconds DOUBLE COMMENT 'Total length of these songs, in seconds',
        pages ARRAY<STRING> COMMENT 'Distinct pages shown, sorted by name',
        first_page STRING COMMENT 'Page of the first page view',
        last_page STRING COMMENT 'Page of the last page view',
        level_at_start STRING COMMENT 'Subscription level at the first page view: free or paid',
        level_at_end STRING COMMENT 'Subscription level at the last page view: free or paid',
        device_family STRING COMMENT 'Device family or, failing that, operating system at the last page view',
        session_start TIMESTAMP COMMENT 'Time of the first page view',
        session_end TIMESTAMP COMMENT 'Time of the last page view',
        duration_seconds DOUBLE COMMENT 'Time from the first to the last page view, in seconds'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["session_start"],
)
@dp.expect_all_or_fail(
    {
        "session_of_a_user": "coalesce((sessionId IS NOT NULL AND userId IS NOT NULL), false)",
        "duration_not_negative": "coalesce((duration_seconds >= 0), false)",
    }
)
def silver_user_sessions() -> DataFrame:
    return user_sessions(
        page_views=spark.read.table("silver_page_views"),
        listens=spark.read.table("silver_listens"),
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

# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_songs
# MAGIC
# MAGIC One row per song ever played.
# MAGIC
# MAGIC Materialized view. Reads `silver_listens`. Source: `notebooks/silver/songs.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | seen_in_order | the update fails | `first_seen <= last_seen` |

# COMMAND ----------


def songs(listens: DataFrame) -> DataFrame:
    """Return one row per song, with its length from the latest listen."""
    return listens.groupBy("song_id", "artist_id", F.col("song").alias("title"), "artist").agg(
        F.max_by("listened_seconds", F.struct("event_timestamp", "event_id")).alias(
            "duration_seconds"
        ),
        F.min("event_timestamp").alias("first_seen"),
        F.max("event_timestamp").alias("last_seen"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_songs",
    comment="One row per song ever played.",
    schema="""
        song_id STRING COMMENT 'Song ID, a hash of artist and title; the key',
        artist_id STRING COMMENT 'Artist ID, a hash of the name',
        title STRING COMMENT 'Song title',
        artist STRING COMMENT 'Artist name',
        duration_seconds DOUBLE COMMENT 'Song length according to the latest event, in seconds',
        first_seen TIMESTAMP COMMENT 'Event time of the earliest event',
        last_seen TIMESTAMP COMMENT 'Event time of the latest event'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["song_id"],
)
@dp.expect_all_or_fail(
    {
        "seen_in_order": "coalesce((first_seen <= last_seen), false)",
    }
)
def silver_songs() -> DataFrame:
    return songs(listens=spark.read.table("silver_listens"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_artists
# MAGIC
# MAGIC One row per artist ever played.
# MAGIC
# MAGIC Materialized view. Reads `silver_listens`. Source: `notebooks/silver/artists.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | seen_in_order | the update fails | `first_seen <= last_seen` |

# COMMAND ----------


def artists(listens: DataFrame) -> DataFrame:
    """Return one row per artist, with the time of the first and the last listen."""
    return listens.groupBy("artist_id", F.col("artist").alias("name")).agg(
        F.min("event_timestamp").alias("first_seen"),
        F.max("event_timestamp").alias("last_seen"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_artists",
    comment="One row per artist ever played.",
    schema="""
        artist_id STRING COMMENT 'Artist ID, a hash of the name; the key',
        name STRING COMMENT 'Artist name',
        first_seen TIMESTAMP COMMENT 'Event time of the earliest event',
        last_seen TIMESTAMP COMMENT 'Event time of the latest event'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["artist_id"],
)
@dp.expect_all_or_fail(
    {
        "seen_in_order": "coalesce((first_seen <= last_seen), false)",
    }
)
def silver_artists() -> DataFrame:
    return artists(listens=spark.read.table("silver_listens"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_locations
# MAGIC
# MAGIC One row per city and state in which a user was ever seen.
# MAGIC
# MAGIC Materialized view. Reads `silver_page_views`. Source: `notebooks/silver/locations.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | seen_in_order | the update fails | `first_seen <= last_seen` |

# COMMAND ----------


def locations(page_views: DataFrame) -> DataFrame:
    """Return one row per city and state, with details from the latest page view."""
    latest = F.struct("event_timestamp", "event_id")
    return (
        page_views.where("location_id IS NOT NULL")
        # The hash treats NULL and empty as the same place, unlike grouping by city and state.
        .groupBy("location_id")
        .agg(
            F.max_by("city", latest).alias("city"),
            F.max_by("state", latest).alias("state"),
            F.max_by("zip", latest).alias("zip"),
            F.max_by("lon", latest).alias("lon"),
            F.max_by("lat", latest).alias("lat"),
            F.min("event_timestamp").alias("first_seen"),
            F.max("event_timestamp").alias("last_seen"),
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_locations",
    comment="One row per city and state in which a user was ever seen.",
    schema="""
        location_id STRING COMMENT 'Location ID, a hash of city and state; the key',
        city STRING COMMENT 'City',
        state STRING COMMENT 'State, two-letter code',
        zip STRING COMMENT 'Postal code according to the latest event',
        lon DOUBLE COMMENT 'Longitude according to the latest event, in degrees',
        lat DOUBLE COMMENT 'Latitude according to the latest event, in degrees',
        first_seen TIMESTAMP COMMENT 'Event time of the earliest event',
        last_seen TIMESTAMP COMMENT 'Event time of the latest event'
    """,
    table_properties={
        "quality": "silver",
    },
    cluster_by=["location_id"],
)
@dp.expect_all_or_fail(
    {
        "seen_in_order": "coalesce((first_seen <= last_seen), false)",
    }
)
def silver_locations() -> DataFrame:
    return locations(page_views=spark.read.table("silver_page_views"))
