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
from pyspark.sql import Column, DataFrame, Window
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
        (F.count_if(F.col("page") == "Upgrade") > 0).alias("saw_upgrade_page"),
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
    view = F.struct(
        *["event_timestamp", "itemInSession", "event_id", "page", "level", "device_family"]
    )
    views = page_views.withColumn("view", view)
    # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
    events = views.unionByName(listens, allowMissingColumns=True)
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    milliseconds = F.unix_millis("view.event_timestamp")
    first, last = F.min("view"), F.max("view")
    return (
        events.groupBy("sessionId", "userId")
        .agg(
            F.count("view").alias("page_views"),
            F.count("song_id").alias("songs_played"),
            F.coalesce(F.round(F.sum(seconds), 3).cast("double"), F.lit(0.0)).alias(
                "listening_seconds"
            ),
            first["page"].alias("first_page"),
            last["page"].alias("last_page"),
            first["level"].alias("level_at_start"),
            last["level"].alias("level_at_end"),
            last["device_family"].alias("device_family"),
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
    latest = F.max(F.struct("event_timestamp", "event_id", "listened_seconds"))
    return listens.groupBy("song_id", "artist_id", F.col("song").alias("title"), "artist").agg(
        latest["listened_seconds"].alias("duration_seconds"),
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
    latest = F.max(F.struct("event_timestamp", "event_id", "city", "state", "zip", "lon", "lat"))
    return (
        page_views.where("location_id IS NOT NULL")
        # The hash treats NULL and empty as the same place, unlike grouping by city and state.
        .groupBy("location_id")
        .agg(
            latest["city"].alias("city"),
            latest["state"].alias("state"),
            latest["zip"].alias("zip"),
            latest["lon"].alias("lon"),
            latest["lat"].alias("lat"),
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


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_activity
# MAGIC
# MAGIC One row per user per UTC day on which the user viewed a page.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_days`. Source: `notebooks/silver/user_activity.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | active_from_the_first_day | the update fails | `first_active_on <= date` |

# COMMAND ----------


def user_activity(user_days: DataFrame) -> DataFrame:
    """Return the days on which users viewed a page, with the active days before and after."""
    of_the_user = Window.partitionBy("userId")
    in_order = of_the_user.orderBy("date")
    return user_days.where("page_views > 0").select(
        "userId",
        "date",
        F.min("date").over(of_the_user).alias("first_active_on"),
        F.lag("date").over(in_order).alias("previous_active_on"),
        F.lead("date").over(in_order).alias("next_active_on"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_user_activity",
    comment="One row per user per UTC day on which the user viewed a page.",
    schema="""
        userId STRING COMMENT 'User ID',
        date DATE COMMENT 'UTC day',
        first_active_on DATE COMMENT 'First day on which the user viewed a page',
        previous_active_on DATE COMMENT 'Nearest earlier day on which the user viewed a page; NULL if none',
        next_active_on DATE COMMENT 'Nearest later day on which the user viewed a page; NULL if none'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["userId"],
)
@dp.expect_all_or_fail(
    {
        "active_from_the_first_day": "coalesce((first_active_on <= date), false)",
    }
)
def silver_user_activity() -> DataFrame:
    return user_activity(user_days=spark.read.table("silver_user_days"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_daily_changes
# MAGIC
# MAGIC One row per UTC day on which the number of active or paying users may change.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_activity`, `silver_user_days`, `silver_user_profiles`.
# MAGIC Source: `notebooks/silver/daily_changes.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | new_users_are_active | the update fails | `new_users <= active_users` |

# COMMAND ----------

# Lookback in days, including the current day.
WEEK, MONTH = 7, 30

SUMMED = (
    *("active_users", "weekly_change", "monthly_change", "new_users"),
    *("users", "upgrades", "downgrades", "upgrade_page_users", "converted_users", "paid_change"),
)


def daily_changes(
    user_activity: DataFrame, user_days: DataFrame, user_profiles: DataFrame
) -> DataFrame:
    """Sum activity, level changes and changes in running metrics per UTC day."""
    one, minus_one = F.lit(1), F.lit(-1)
    is_first_day = F.col("date") == F.col("first_active_on")
    active = user_activity.select(
        "date",
        one.alias("active_users"),
        one.alias("weekly_change"),
        one.alias("monthly_change"),
        is_first_day.cast("int").alias("new_users"),
    )
    # A user counts from an active day until the lookback ends or the next active day takes over.
    weekly_end = user_activity.select(first_day_not_counted(WEEK), minus_one.alias("weekly_change"))
    monthly_end = user_activity.select(
        first_day_not_counted(MONTH), minus_one.alias("monthly_change")
    )
    converted = F.col("saw_upgrade_page") & (F.col("upgrades") > 0)
    totals = user_days.select(
        "date",
        one.alias("users"),
        "upgrades",
        "downgrades",
        F.col("saw_upgrade_page").cast("int").alias("upgrade_page_users"),
        converted.cast("int").alias("converted_users"),
    )
    # Each paid version adds a user on its first day and removes one on the day it ends.
    paid = user_profiles.where("level = 'paid'")
    begun = paid.select(F.to_date("__START_AT").alias("date"), one.alias("paid_change"))
    ended = paid.where("__END_AT IS NOT NULL").select(
        F.to_date("__END_AT").alias("date"), minus_one.alias("paid_change")
    )
    changes = active
    for part in (weekly_end, monthly_end, totals, begun, ended):
        changes = changes.unionByName(part, allowMissingColumns=True)
    # A single aggregation of sums over a union can be refreshed incrementally.
    return changes.groupBy("date").agg(
        *[F.coalesce(F.sum(name), F.lit(0)).alias(name) for name in SUMMED]
    )


def first_day_not_counted(days: int) -> Column:
    """Return the first day on which an active day no longer counts its user."""
    return F.least("next_active_on", F.date_add("date", days)).alias("date")


# COMMAND ----------


@dp.materialized_view(
    name="silver_daily_changes",
    comment="One row per UTC day on which the number of active or paying users may change.",
    schema="""
        date DATE COMMENT 'UTC day',
        active_users BIGINT COMMENT 'Users who viewed a page',
        weekly_change BIGINT COMMENT 'Change in users who viewed a page on the day or in the 6 days before',
        monthly_change BIGINT COMMENT 'Change in users who viewed a page on the day or in the 29 days before',
        new_users BIGINT COMMENT 'Users who viewed a page for the first time',
        users BIGINT COMMENT 'Users who viewed a page or changed subscription level',
        upgrades BIGINT COMMENT 'Changes from free to paid',
        downgrades BIGINT COMMENT 'Changes from paid to free',
        upgrade_page_users BIGINT COMMENT 'Users who saw the Upgrade page',
        converted_users BIGINT COMMENT 'Of these, users who upgraded on the same day',
        paid_change BIGINT COMMENT 'Change in users on the paid level at the end of the day'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "new_users_are_active": "coalesce((new_users <= active_users), false)",
    }
)
def silver_daily_changes() -> DataFrame:
    return daily_changes(
        user_activity=spark.read.table("silver_user_activity"),
        user_days=spark.read.table("silver_user_days"),
        user_profiles=spark.read.table("silver_user_profiles"),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_daily_sessions
# MAGIC
# MAGIC One row per UTC day on which a session started.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_sessions`. Source:
# MAGIC `notebooks/silver/daily_sessions.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | percentiles_in_order | the update fails | `median_session_seconds <= p95_session_seconds` |

# COMMAND ----------


def daily_sessions(user_sessions: DataFrame) -> DataFrame:
    """Count sessions per UTC day on which they started, with percentiles of their length."""
    return user_sessions.groupBy(F.to_date("session_start").alias("date")).agg(
        F.count("sessionId").alias("sessions"),
        F.percentile("duration_seconds", 0.5).alias("median_session_seconds"),
        F.percentile("duration_seconds", 0.95).alias("p95_session_seconds"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="silver_daily_sessions",
    comment="One row per UTC day on which a session started.",
    schema="""
        date DATE COMMENT 'UTC day on which the sessions started',
        sessions BIGINT COMMENT 'Sessions that started on the day',
        median_session_seconds DOUBLE COMMENT 'Median length of these sessions, in seconds',
        p95_session_seconds DOUBLE COMMENT '95th percentile of the length of these sessions, in seconds'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "percentiles_in_order": "coalesce((median_session_seconds <= p95_session_seconds), false)",
    }
)
def silver_daily_sessions() -> DataFrame:
    return daily_sessions(user_sessions=spark.read.table("silver_user_sessions"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_weekly_cohorts
# MAGIC
# MAGIC One row per cohort per week in which one of its users was active.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_activity`. Source:
# MAGIC `notebooks/silver/weekly_cohorts.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | active_from_the_first_week | the update fails | `cohort_week <= week` |

# COMMAND ----------


def weekly_cohorts(user_activity: DataFrame) -> DataFrame:
    """Count active users per cohort and UTC week, from Monday to Sunday."""
    week = week_of("date")
    # The first active day in a week stands for the user, so no user counts twice.
    is_first_in_week = week_of("previous_active_on").isNull() | (
        week_of("previous_active_on") < week
    )
    return (
        user_activity.where(is_first_in_week)
        .groupBy(week_of("first_active_on").alias("cohort_week"), week.alias("week"))
        .agg(F.count("userId").alias("users"))
    )


def week_of(day: str) -> Column:
    """Return the Monday of the week of a day."""
    return F.to_date(F.date_trunc("week", day))


# COMMAND ----------


@dp.materialized_view(
    name="silver_weekly_cohorts",
    comment="One row per cohort per week in which one of its users was active.",
    schema="""
        cohort_week DATE COMMENT 'Monday of the UTC week in which the users were first active',
        week DATE COMMENT 'Monday of the UTC week',
        users BIGINT COMMENT 'Users of the cohort who were active in the week'
    """,
    table_properties={
        "quality": "silver",
        "delta.enableRowTracking": "true",
    },
    cluster_by=["cohort_week"],
)
@dp.expect_all_or_fail(
    {
        "active_from_the_first_week": "coalesce((cohort_week <= week), false)",
    }
)
def silver_weekly_cohorts() -> DataFrame:
    return weekly_cohorts(user_activity=spark.read.table("silver_user_activity"))
