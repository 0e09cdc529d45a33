# Databricks notebook source
# MAGIC %md
# MAGIC # Silver
# MAGIC
# MAGIC Sessions, users, songs and places, derived from the events.
# MAGIC
# MAGIC Generated for the pipeline `analytics`. Changes made here are lost with the next deployment:
# MAGIC edit the project it is deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

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
