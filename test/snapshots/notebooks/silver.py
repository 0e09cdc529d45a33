# Databricks notebook source
# MAGIC %md
# MAGIC # Silver
# MAGIC
# MAGIC Sessions and users. An event that was delivered twice counts once.
# MAGIC
# MAGIC Generated for the pipeline `music-streaming`. What is changed here is lost with the next
# MAGIC deployment: change the project that it was deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## Quarantine
# MAGIC
# MAGIC What a rule turns away is kept, with the reasons.

# COMMAND ----------


def rejected_rows(
    rows: DataFrame, dropped_by: dict[str, str], also_reported: dict[str, str]
) -> DataFrame:
    """Rows that fail a rule of `dropped_by`, with the names of all rules that they fail.

    No rule is ever NULL, so these rows and those that the table keeps are all rows.
    """
    rules = {**dropped_by, **also_reported}
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in rules.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_sessions
# MAGIC
# MAGIC One row a session of a user, from the first to the last page view.
# MAGIC
# MAGIC Materialized view. Reads `bronze_page_view_events`. Written in
# MAGIC `notebooks/silver/user_sessions.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | session_present | dropped and counted | `sessionId IS NOT NULL` |
# MAGIC | session_of_a_user | the update fails | `userId IS NOT NULL` |
# MAGIC | duration_not_negative | the update fails | `duration_seconds >= 0` |

# COMMAND ----------


def user_sessions(page_views: DataFrame) -> DataFrame:
    """Sessions of signed-in users, from their first to their last page view.

    A session that signs out and in again as somebody else is one session of each.
    """
    sessions = page_views.groupBy("sessionId", "userId").agg(
        F.countDistinct("event_id").alias("page_views"),
        F.min("event_timestamp").alias("session_start"),
        F.max("event_timestamp").alias("session_end"),
    )
    duration = F.unix_millis("session_end") - F.unix_millis("session_start")
    return sessions.withColumn("duration_seconds", duration / 1000)


# COMMAND ----------

SILVER_USER_SESSIONS_DROPPED_BY = {
    "session_present": "coalesce((sessionId IS NOT NULL), false)",
}


@dp.materialized_view(
    name="silver_user_sessions",
    comment="One row a session of a user, from the first to the last page view.",
    schema="""
        sessionId STRING COMMENT 'Session; with userId the key of the row',
        userId STRING COMMENT 'User; a session that changes hands is one session of each user',
        page_views BIGINT COMMENT 'Pages that were shown, songs included',
        session_start TIMESTAMP COMMENT 'Time of the first page view',
        session_end TIMESTAMP COMMENT 'Time of the last page view',
        duration_seconds DOUBLE COMMENT 'From the first to the last page view, in seconds'
    """,
    table_properties={
        "quality": "silver",
    },
    cluster_by=["session_start"],
)
@dp.expect_all_or_drop(SILVER_USER_SESSIONS_DROPPED_BY)
@dp.expect_all_or_fail(
    {
        "session_of_a_user": "coalesce((userId IS NOT NULL), false)",
        "duration_not_negative": "coalesce((duration_seconds >= 0), false)",
    }
)
def silver_user_sessions() -> DataFrame:
    return user_sessions(page_views=spark.read.table("bronze_page_view_events"))


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_sessions_quarantine
# MAGIC
# MAGIC Rows that silver_user_sessions turned away, with the rules they fail.
# MAGIC
# MAGIC Materialized view. Reads `bronze_page_view_events`. Written in
# MAGIC `notebooks/silver/user_sessions.py`.

# COMMAND ----------


@dp.materialized_view(
    name="silver_user_sessions_quarantine",
    comment="Rows that silver_user_sessions turned away, with the rules they fail.",
    schema="""
        sessionId STRING COMMENT 'Session; with userId the key of the row',
        userId STRING COMMENT 'User; a session that changes hands is one session of each user',
        page_views BIGINT COMMENT 'Pages that were shown, songs included',
        session_start TIMESTAMP COMMENT 'Time of the first page view',
        session_end TIMESTAMP COMMENT 'Time of the last page view',
        duration_seconds DOUBLE COMMENT 'From the first to the last page view, in seconds',
        failed_expectations ARRAY<STRING> COMMENT 'Names of all rules that the row fails'
    """,
    table_properties={
        "quality": "silver",
    },
)
def silver_user_sessions_quarantine() -> DataFrame:
    return rejected_rows(
        user_sessions(page_views=spark.read.table("bronze_page_view_events")),
        dropped_by=SILVER_USER_SESSIONS_DROPPED_BY,
        also_reported={
            "session_of_a_user": "coalesce((userId IS NOT NULL), false)",
            "duration_not_negative": "coalesce((duration_seconds >= 0), false)",
        },
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## silver_user_profiles
# MAGIC
# MAGIC One row a version of a user: how a profile was from one moment to another.
# MAGIC
# MAGIC AUTO CDC table, SCD type 2. Reads `bronze_page_view_events`. Written in
# MAGIC `notebooks/silver/user_profiles.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | profile_of_a_user | the update fails | `userId IS NOT NULL AND event_timestamp IS NOT NULL` |

# COMMAND ----------


def user_profiles(page_views: DataFrame) -> DataFrame:
    """The profile that each page view carries, with the time at which it was seen."""
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
    comment="Changes that silver_user_profiles follows.",
)
@dp.expect_all_or_fail(
    {
        "profile_of_a_user": "coalesce((userId IS NOT NULL AND event_timestamp IS NOT NULL), false)",
    }
)
def silver_user_profiles_changes() -> DataFrame:
    return user_profiles(page_views=spark.readStream.table("bronze_page_view_events"))


# COMMAND ----------

dp.create_streaming_table(
    name="silver_user_profiles",
    comment="One row a version of a user: how a profile was from one moment to another.",
    schema="""
        userId STRING COMMENT 'User; the key',
        firstName STRING COMMENT 'First name',
        lastName STRING COMMENT 'Last name',
        gender STRING COMMENT 'Gender: F or M',
        level STRING COMMENT 'Subscription level: free or paid',
        city STRING COMMENT 'City',
        state STRING COMMENT 'State, two letters',
        registration BIGINT COMMENT 'Time of registration, in milliseconds since 1970 UTC',
        __START_AT TIMESTAMP COMMENT 'event_timestamp of the change that began this version',
        __END_AT TIMESTAMP COMMENT 'event_timestamp of the change that ended it; NULL while it holds'
    """,
    table_properties={
        "quality": "silver",
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
