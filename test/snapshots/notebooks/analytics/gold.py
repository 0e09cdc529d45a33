# Databricks notebook source
# MAGIC %md
# MAGIC # Gold
# MAGIC
# MAGIC Metrics for analysts and dashboards. Hours, days and weeks are in UTC.
# MAGIC
# MAGIC Generated for the pipeline `analytics`. Changes made here are lost with the next deployment:
# MAGIC edit the project it is deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_user_metrics
# MAGIC
# MAGIC One row per user per day, counted by the UTC day the session started.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_sessions`, `silver_listens`, `silver_user_profiles`.
# MAGIC Source: `notebooks/gold/daily_user_metrics.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | day_of_a_user | the update fails | `date IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | at_least_one_session | the update fails | `total_sessions >= 1` |
# MAGIC | no_more_artists_than_songs | the update fails | `distinct_artists <= songs_played` |

# COMMAND ----------


def daily_user_metrics(
    user_sessions: DataFrame, listens: DataFrame, user_profiles: DataFrame
) -> DataFrame:
    """Aggregate sessions per user and UTC start day, with the level at the end of the day."""
    sessions = user_sessions.withColumn("date", F.to_date("session_start"))
    profiles = user_profiles.select("userId", "level", "__START_AT", "__END_AT")
    days_end = F.date_add("date", 1).cast("timestamp")
    held_at_days_end = (F.col("__START_AT") < days_end) & (
        F.col("__END_AT").isNull() | (F.col("__END_AT") >= days_end)
    )
    of_the_user = F.col("session.userId") == F.col("profile.userId")
    with_level = (
        sessions.alias("session")
        .join(profiles.alias("profile"), of_the_user & held_at_days_end, "left")
        .select("session.*", "profile.level")
    )
    played = listens.join(
        sessions.select("sessionId", "userId", "date"), ["sessionId", "userId"]
    ).select("date", "userId", "artist_id")
    # The sum of decimals does not depend on their order, unlike that of doubles.
    duration_seconds = F.col("duration_seconds").cast("decimal(18, 6)")
    listening_seconds = F.col("listening_seconds").cast("decimal(18, 6)")
    # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
    return (
        with_level.unionByName(played, allowMissingColumns=True)
        .groupBy("date", "userId")
        .agg(
            F.count("session_start").alias("total_sessions"),
            F.sum("page_views").alias("total_page_views"),
            F.round(F.sum(duration_seconds), 3).cast("double").alias("total_duration_seconds"),
            F.sum("songs_played").alias("songs_played"),
            F.round(F.sum(listening_seconds), 3).cast("double").alias("listening_seconds"),
            F.count_distinct("artist_id").alias("distinct_artists"),
            F.max("level").alias("level"),
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_user_metrics",
    comment="One row per user per day, counted by the UTC day the session started.",
    schema="""
        date DATE COMMENT 'UTC day on which the sessions started',
        userId STRING COMMENT 'User ID',
        total_sessions BIGINT COMMENT 'Sessions that started on the day',
        total_page_views BIGINT COMMENT 'Page views in these sessions, including songs',
        total_duration_seconds DOUBLE COMMENT 'Total length of these sessions, in seconds',
        songs_played BIGINT COMMENT 'Songs played in these sessions',
        listening_seconds DOUBLE COMMENT 'Total length of these songs, in seconds',
        distinct_artists BIGINT COMMENT 'Distinct artists of these songs',
        level STRING COMMENT 'Subscription level at the end of the day: free or paid'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "day_of_a_user": "coalesce((date IS NOT NULL AND userId IS NOT NULL), false)",
        "at_least_one_session": "coalesce((total_sessions >= 1), false)",
        "no_more_artists_than_songs": "coalesce((distinct_artists <= songs_played), false)",
    }
)
def gold_daily_user_metrics() -> DataFrame:
    return daily_user_metrics(
        user_sessions=spark.read.table("silver_user_sessions"),
        listens=spark.read.table("silver_listens"),
        user_profiles=spark.read.table("silver_user_profiles"),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_activity
# MAGIC
# MAGIC One row per UTC day, including days without activity. A user is active on a day with a page
# MAGIC view.
# MAGIC
# MAGIC Materialized view. Reads `silver_daily_changes`, `silver_daily_sessions`. Source:
# MAGIC `notebooks/gold/daily_activity.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | longer_spans_have_more_users | the update fails | `daily_active_users <= weekly_active_users AND weekly_active_users <= monthly_active_users` |
# MAGIC | share_of_users | the update fails | `monthly_active_users = 0 OR stickiness BETWEEN 0 AND 1` |

# COMMAND ----------


def so_far(change: str) -> Column:
    """Add up a daily change up to the current day."""
    until_now = Window.orderBy("date").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    return F.sum(change).over(until_now)


def daily_activity(daily_changes: DataFrame, daily_sessions: DataFrame) -> DataFrame:
    """Count active users and sessions per UTC day, including days without activity."""
    all_days = (
        daily_changes.where("active_users > 0")
        .agg(F.min("date").alias("first_day"), F.max("date").alias("last_day"))
        .select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    )
    nothing = F.lit(0)
    # Nothing changes before the first day, so the running sums may begin there.
    users = all_days.join(daily_changes, "date", "left").select(
        "date",
        F.coalesce("active_users", nothing).alias("daily_active_users"),
        F.coalesce("new_users", nothing).alias("new_users"),
        so_far("weekly_change").alias("weekly_active_users"),
        so_far("monthly_change").alias("monthly_active_users"),
    )
    return users.join(daily_sessions, "date", "left").select(
        *["date", "daily_active_users", "weekly_active_users", "monthly_active_users"],
        "new_users",
        (F.col("daily_active_users") - F.col("new_users")).alias("returning_users"),
        F.coalesce("sessions", nothing).alias("sessions"),
        "median_session_seconds",
        "p95_session_seconds",
        # NULL if there are no monthly active users.
        F.try_divide("daily_active_users", "monthly_active_users").alias("stickiness"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_activity",
    comment=(
        "One row per UTC day, including days without activity. A user is active on a day with a "
        "page view."
    ),
    schema="""
        date DATE COMMENT 'UTC day',
        daily_active_users BIGINT COMMENT 'Users active on the day',
        weekly_active_users BIGINT COMMENT 'Users active on the day or in the 6 days before',
        monthly_active_users BIGINT COMMENT 'Users active on the day or in the 29 days before',
        new_users BIGINT COMMENT 'Active users for whom this is the first active day',
        returning_users BIGINT COMMENT 'Active users with an earlier active day',
        sessions BIGINT COMMENT 'Sessions that started on the day',
        median_session_seconds DOUBLE COMMENT 'Median length of these sessions, in seconds; NULL without sessions',
        p95_session_seconds DOUBLE COMMENT '95th percentile of the length of these sessions, in seconds; NULL without sessions',
        stickiness DOUBLE COMMENT 'Daily active users divided by monthly active users, 0 to 1; NULL without monthly active users'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "longer_spans_have_more_users": "coalesce((daily_active_users <= weekly_active_users AND weekly_active_users <= monthly_active_users), false)",
        "share_of_users": "coalesce((monthly_active_users = 0 OR stickiness BETWEEN 0 AND 1), false)",
    }
)
def gold_daily_activity() -> DataFrame:
    return daily_activity(
        daily_changes=spark.read.table("silver_daily_changes"),
        daily_sessions=spark.read.table("silver_daily_sessions"),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_song_popularity
# MAGIC
# MAGIC One row per song per UTC day on which it was played.
# MAGIC
# MAGIC Materialized view. Reads `silver_listens`. Source:
# MAGIC `notebooks/gold/daily_song_popularity.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | played_by_somebody | the update fails | `plays >= 1 AND listeners BETWEEN 1 AND plays` |

# COMMAND ----------


def daily_song_popularity(listens: DataFrame) -> DataFrame:
    """Count plays and listeners per song and UTC day."""
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    return listens.groupBy(
        F.to_date("event_timestamp").alias("date"),
        "song_id",
        "artist_id",
        F.col("song").alias("title"),
        "artist",
    ).agg(
        F.count("event_id").alias("plays"),
        F.count_distinct("userId").alias("listeners"),
        F.round(F.sum(seconds), 3).cast("double").alias("listening_seconds"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_song_popularity",
    comment="One row per song per UTC day on which it was played.",
    schema="""
        date DATE COMMENT 'UTC day',
        song_id STRING COMMENT 'Song ID',
        artist_id STRING COMMENT 'Artist ID',
        title STRING COMMENT 'Song title',
        artist STRING COMMENT 'Artist name',
        plays BIGINT COMMENT 'Times the song was played',
        listeners BIGINT COMMENT 'Distinct users who played it',
        listening_seconds DOUBLE COMMENT 'Total length of the plays, in seconds'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "played_by_somebody": "coalesce((plays >= 1 AND listeners BETWEEN 1 AND plays), false)",
    }
)
def gold_daily_song_popularity() -> DataFrame:
    return daily_song_popularity(listens=spark.read.table("silver_listens"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_artist_popularity
# MAGIC
# MAGIC One row per artist per UTC day on which the artist was played.
# MAGIC
# MAGIC Materialized view. Reads `silver_listens`. Source:
# MAGIC `notebooks/gold/daily_artist_popularity.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | played_by_somebody | the update fails | `plays >= 1 AND listeners BETWEEN 1 AND plays` |
# MAGIC | no_more_songs_than_plays | the update fails | `songs BETWEEN 1 AND plays` |

# COMMAND ----------


def daily_artist_popularity(listens: DataFrame) -> DataFrame:
    """Count plays and listeners per artist and UTC day."""
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    return listens.groupBy(F.to_date("event_timestamp").alias("date"), "artist_id", "artist").agg(
        F.count("event_id").alias("plays"),
        F.count_distinct("userId").alias("listeners"),
        F.count_distinct("song_id").alias("songs"),
        F.round(F.sum(seconds), 3).cast("double").alias("listening_seconds"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_artist_popularity",
    comment="One row per artist per UTC day on which the artist was played.",
    schema="""
        date DATE COMMENT 'UTC day',
        artist_id STRING COMMENT 'Artist ID',
        artist STRING COMMENT 'Artist name',
        plays BIGINT COMMENT 'Times songs of the artist were played',
        listeners BIGINT COMMENT 'Distinct users who played the artist',
        songs BIGINT COMMENT 'Distinct songs played',
        listening_seconds DOUBLE COMMENT 'Total length of the plays, in seconds'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "played_by_somebody": "coalesce((plays >= 1 AND listeners BETWEEN 1 AND plays), false)",
        "no_more_songs_than_plays": "coalesce((songs BETWEEN 1 AND plays), false)",
    }
)
def gold_daily_artist_popularity() -> DataFrame:
    return daily_artist_popularity(listens=spark.read.table("silver_listens"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_location_metrics
# MAGIC
# MAGIC One row per state per UTC day on which the service was used there.
# MAGIC
# MAGIC Materialized view. Reads `silver_page_views`, `silver_listens`. Source:
# MAGIC `notebooks/gold/daily_location_metrics.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | day_of_a_state | the update fails | `date IS NOT NULL AND state IS NOT NULL` |
# MAGIC | payers_are_active | the update fails | `paid_users <= active_users` |

# COMMAND ----------


def daily_location_metrics(page_views: DataFrame, listens: DataFrame) -> DataFrame:
    """Count users, page views and songs per state and UTC day."""
    views = page_views.select(
        "event_timestamp", "state", "userId", "level", F.col("event_id").alias("page_view")
    )
    songs = listens.select(
        "event_timestamp", "state", F.col("event_id").alias("listen"), "listened_seconds"
    )
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    is_paid = F.col("level") == "paid"
    known_state = F.nullif("state", F.lit(""))
    return (
        # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
        views.unionByName(songs, allowMissingColumns=True)
        .groupBy(
            F.to_date("event_timestamp").alias("date"),
            F.coalesce(known_state, F.lit("unknown")).alias("state"),
        )
        .agg(
            F.count_distinct("userId").alias("active_users"),
            F.count_distinct(F.when(is_paid, F.col("userId"))).alias("paid_users"),
            F.count("page_view").alias("page_views"),
            F.count("listen").alias("songs_played"),
            F.coalesce(F.round(F.sum(seconds), 3).cast("double"), F.lit(0.0)).alias(
                "listening_seconds"
            ),
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_location_metrics",
    comment="One row per state per UTC day on which the service was used there.",
    schema="""
        date DATE COMMENT 'UTC day',
        state STRING COMMENT 'State, two-letter code; \\'unknown\\' if the event has none',
        active_users BIGINT COMMENT 'Distinct users who viewed a page',
        paid_users BIGINT COMMENT 'Of these, users on the paid level',
        page_views BIGINT COMMENT 'Pages shown, including songs',
        songs_played BIGINT COMMENT 'Songs played',
        listening_seconds DOUBLE COMMENT 'Total length of these songs, in seconds'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "day_of_a_state": "coalesce((date IS NOT NULL AND state IS NOT NULL), false)",
        "payers_are_active": "coalesce((paid_users <= active_users), false)",
    }
)
def gold_daily_location_metrics() -> DataFrame:
    return daily_location_metrics(
        page_views=spark.read.table("silver_page_views"),
        listens=spark.read.table("silver_listens"),
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_subscriptions
# MAGIC
# MAGIC One row per UTC day, including days without activity: subscription changes and paying users.
# MAGIC
# MAGIC Materialized view. Reads `silver_daily_changes`. Source:
# MAGIC `notebooks/gold/daily_subscriptions.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | no_more_converted_than_offered | the update fails | `converted_users <= upgrade_page_users` |
# MAGIC | payers_not_negative | the update fails | `paid_users >= 0` |

# COMMAND ----------


def daily_subscriptions(daily_changes: DataFrame) -> DataFrame:
    """Count level changes and paying users per UTC day, including days without activity."""
    all_days = (
        daily_changes.where("users > 0")
        .agg(F.min("date").alias("first_day"), F.max("date").alias("last_day"))
        .select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    )
    so_far = Window.orderBy("date").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    nothing = F.lit(0)
    return all_days.join(daily_changes, "date", "left").select(
        "date",
        F.coalesce("upgrades", nothing).alias("upgrades"),
        F.coalesce("downgrades", nothing).alias("downgrades"),
        F.coalesce(F.sum("paid_change").over(so_far), nothing).alias("paid_users"),
        F.coalesce("upgrade_page_users", nothing).alias("upgrade_page_users"),
        F.coalesce("converted_users", nothing).alias("converted_users"),
        F.try_divide("converted_users", "upgrade_page_users").alias("conversion_rate"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_subscriptions",
    comment=(
        "One row per UTC day, including days without activity: subscription changes and paying "
        "users."
    ),
    schema="""
        date DATE COMMENT 'UTC day',
        upgrades BIGINT COMMENT 'Changes from free to paid',
        downgrades BIGINT COMMENT 'Changes from paid to free',
        paid_users BIGINT COMMENT 'Users on the paid level at the end of the day',
        upgrade_page_users BIGINT COMMENT 'Distinct users who saw the Upgrade page',
        converted_users BIGINT COMMENT 'Of these, users who upgraded on the same day',
        conversion_rate DOUBLE COMMENT 'Converted users divided by Upgrade-page users, 0 to 1; NULL if no user saw the page'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "no_more_converted_than_offered": "coalesce((converted_users <= upgrade_page_users), false)",
        "payers_not_negative": "coalesce((paid_users >= 0), false)",
    }
)
def gold_daily_subscriptions() -> DataFrame:
    return daily_subscriptions(daily_changes=spark.read.table("silver_daily_changes"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_hourly_login_health
# MAGIC
# MAGIC One row per UTC hour with at least one login attempt.
# MAGIC
# MAGIC Materialized view. Reads `silver_auth_attempts`. Source:
# MAGIC `notebooks/gold/hourly_login_health.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | at_least_one_attempt | the update fails | `attempts >= 1` |
# MAGIC | share_of_attempts | the update fails | `failure_rate BETWEEN 0 AND 1` |

# COMMAND ----------


def hourly_login_health(auth_attempts: DataFrame) -> DataFrame:
    """Count login attempts and failures per UTC hour with at least one attempt."""
    failures = F.count_if(~F.col("success"))
    return (
        auth_attempts.where("action = 'login'")
        .groupBy(F.date_trunc("hour", "event_timestamp").alias("hour"))
        .agg(
            F.count("event_id").alias("attempts"),
            failures.alias("failures"),
            (failures / F.count("event_id")).alias("failure_rate"),
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_hourly_login_health",
    comment="One row per UTC hour with at least one login attempt.",
    schema="""
        hour TIMESTAMP COMMENT 'Start of the UTC hour',
        attempts BIGINT COMMENT 'Login attempts',
        failures BIGINT COMMENT 'Failed login attempts',
        failure_rate DOUBLE COMMENT 'Failed attempts divided by all attempts, 0 to 1'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["hour"],
)
@dp.expect_all_or_fail(
    {
        "at_least_one_attempt": "coalesce((attempts >= 1), false)",
        "share_of_attempts": "coalesce((failure_rate BETWEEN 0 AND 1), false)",
    }
)
def gold_hourly_login_health() -> DataFrame:
    return hourly_login_health(auth_attempts=spark.read.table("silver_auth_attempts"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_weekly_retention
# MAGIC
# MAGIC One row per cohort per week. A cohort is the users first active in the same UTC week.
# MAGIC
# MAGIC Materialized view. Reads `silver_weekly_cohorts`. Source:
# MAGIC `notebooks/gold/weekly_retention.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | all_of_the_cohort_at_first | the update fails | `weeks_since > 0 OR retained_users = cohort_users` |
# MAGIC | share_of_users | the update fails | `retention_rate BETWEEN 0 AND 1` |

# COMMAND ----------


def weekly_retention(weekly_cohorts: DataFrame) -> DataFrame:
    """Count retained users per cohort and UTC week, up to the last week of all cohorts."""
    sizes = weekly_cohorts.where("week = cohort_week").select(
        "cohort_week", F.col("users").alias("cohort_users")
    )
    retained = weekly_cohorts.select("cohort_week", "week", F.col("users").alias("retained_users"))
    last_week = weekly_cohorts.agg(F.max("week").alias("last_week"))
    every_week = F.explode(F.expr("sequence(cohort_week, last_week, INTERVAL 7 DAYS)"))
    retained_users = F.coalesce("retained_users", F.lit(0))
    return (
        sizes.crossJoin(last_week)
        .select("cohort_week", "cohort_users", every_week.alias("week"))
        .join(retained, ["cohort_week", "week"], "left")
        .select(
            "cohort_week",
            (F.date_diff("week", "cohort_week") / 7).cast("int").alias("weeks_since"),
            "cohort_users",
            retained_users.alias("retained_users"),
            (retained_users / F.col("cohort_users")).alias("retention_rate"),
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_weekly_retention",
    comment="One row per cohort per week. A cohort is the users first active in the same UTC week.",
    schema="""
        cohort_week DATE COMMENT 'Monday of the UTC week in which the users were first active',
        weeks_since INT COMMENT 'Weeks since the cohort week, starting at 0',
        cohort_users BIGINT COMMENT 'Users in the cohort',
        retained_users BIGINT COMMENT 'Of these, users active in this week',
        retention_rate DOUBLE COMMENT 'Retained users divided by cohort users, 0 to 1'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["cohort_week"],
)
@dp.expect_all_or_fail(
    {
        "all_of_the_cohort_at_first": "coalesce((weeks_since > 0 OR retained_users = cohort_users), false)",
        "share_of_users": "coalesce((retention_rate BETWEEN 0 AND 1), false)",
    }
)
def gold_weekly_retention() -> DataFrame:
    return weekly_retention(weekly_cohorts=spark.read.table("silver_weekly_cohorts"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_listens_wide
# MAGIC
# MAGIC One row per listen, with song, artist, session and the user profile valid at event time.
# MAGIC
# MAGIC Materialized view. Reads `silver_listens`, `silver_user_profiles`, `silver_songs`,
# MAGIC `silver_artists`, `silver_user_sessions`. Source: `notebooks/gold/listens_wide.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | song_known | the update fails | `title IS NOT NULL AND artist IS NOT NULL` |

# COMMAND ----------


def listens_wide(
    listens: DataFrame,
    user_profiles: DataFrame,
    songs: DataFrame,
    artists: DataFrame,
    user_sessions: DataFrame,
) -> DataFrame:
    """Join listens with song, artist, session and the user profile valid at event time."""
    profiles = user_profiles.select(
        F.col("userId").alias("profile_user"),
        F.col("level").alias("user_level"),
        F.col("gender").alias("user_gender"),
        F.col("state").alias("user_state"),
        F.timestamp_millis("registration").alias("user_registered_at"),
        "__START_AT",
        "__END_AT",
    )
    # A version is valid from its start (inclusive) to its end (exclusive).
    held_then = (
        (F.col("userId") == F.col("profile_user"))
        & (F.col("event_timestamp") >= F.col("__START_AT"))
        & (F.col("__END_AT").isNull() | (F.col("event_timestamp") < F.col("__END_AT")))
    )
    sessions = user_sessions.select(
        "sessionId",
        "userId",
        "session_start",
        F.col("duration_seconds").alias("session_duration_seconds"),
        F.col("songs_played").alias("session_songs_played"),
        "device_family",
    )
    return (
        listens.select(
            *["event_id", "event_timestamp", "userId", "sessionId"],
            *["song_id", "artist_id", "listened_seconds"],
        )
        .join(profiles, held_then, "left")
        .join(
            songs.select("song_id", "title", F.col("first_seen").alias("song_first_seen")),
            "song_id",
            "left",
        )
        .join(artists.select("artist_id", F.col("name").alias("artist")), "artist_id", "left")
        .join(sessions, ["sessionId", "userId"], "left")
        .select(
            *["event_id", "event_timestamp", "userId", "sessionId"],
            *["user_level", "user_gender", "user_state", "user_registered_at"],
            *["song_id", "title", "artist_id", "artist", "listened_seconds", "song_first_seen"],
            *["session_start", "session_duration_seconds", "session_songs_played"],
            "device_family",
        )
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_listens_wide",
    comment=(
        "One row per listen, with song, artist, session and the user profile valid at event time."
    ),
    schema="""
        event_id STRING COMMENT 'Event ID, the key',
        event_timestamp TIMESTAMP COMMENT 'Time the song started',
        userId STRING COMMENT 'User ID',
        sessionId STRING COMMENT 'Session ID',
        user_level STRING COMMENT 'Subscription level at event time: free or paid',
        user_gender STRING COMMENT 'Gender: F or M',
        user_state STRING COMMENT 'User state at event time, two-letter code',
        user_registered_at TIMESTAMP COMMENT 'Registration time',
        song_id STRING COMMENT 'Song ID',
        title STRING COMMENT 'Song title',
        artist_id STRING COMMENT 'Artist ID',
        artist STRING COMMENT 'Artist name',
        listened_seconds DOUBLE COMMENT 'Song length, in seconds; events do not record when playback stopped',
        song_first_seen TIMESTAMP COMMENT 'Time the song was first played by any user',
        session_start TIMESTAMP COMMENT 'Time of the first page view of the session; NULL if unknown',
        session_duration_seconds DOUBLE COMMENT 'Session length, in seconds',
        session_songs_played BIGINT COMMENT 'Songs played in the session',
        device_family STRING COMMENT 'Device family or, failing that, operating system'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["event_timestamp"],
)
@dp.expect_all_or_fail(
    {
        "song_known": "coalesce((title IS NOT NULL AND artist IS NOT NULL), false)",
    }
)
def gold_listens_wide() -> DataFrame:
    return listens_wide(
        listens=spark.read.table("silver_listens"),
        user_profiles=spark.read.table("silver_user_profiles"),
        songs=spark.read.table("silver_songs"),
        artists=spark.read.table("silver_artists"),
        user_sessions=spark.read.table("silver_user_sessions"),
    )
