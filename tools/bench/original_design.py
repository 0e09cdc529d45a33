"""The replaced design: updates read whole topics and recompute all tables.

It keeps the faults of the original, which comments name. Faults are fixed only where it would not
run otherwise; these comments begin with 'Fixed'. The tables of a layer are computed in parallel,
as many at once as on the platform.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from tools.local.runtime.state_directory import StateDirectory

TABLES_AT_ONCE = 3

# 2000-01-01 and 2100-01-01 UTC, in milliseconds.
EARLIEST_TS = 946_684_800_000
LATEST_TS = 4_102_444_800_000


def bring_up_to_date(
    session: SparkSession, bootstrap_servers: str, fields: dict[str, str], state: StateDirectory
) -> None:
    """Recompute raw, bronze, silver and gold, one layer after the other."""

    def read(table: str) -> DataFrame:
        # Fault: everything is recomputed, even if nothing has changed since the last update.
        return session.read.format("delta").load(str(state.table(table)))

    def write(tables: dict[str, Callable[[], DataFrame]]) -> None:
        def overwrite(table: str) -> None:
            rows = tables[table]()
            rows.write.format("delta").mode("overwrite").save(str(state.table(table)))

        with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
            list(pool.map(overwrite, tables))

    write({f"raw_{topic}": lambda t=topic: raw(session, bootstrap_servers, t) for topic in fields})
    write({f"bronze_{t}": lambda t=t: bronze(read(f"raw_{t}"), fields[t]) for t in fields})
    write(
        {
            "silver_user_sessions": lambda: user_sessions(read("bronze_page_view_events")),
            "silver_user_profiles": lambda: user_profiles(read("bronze_page_view_events")),
        }
    )
    # Fault: a temporary view exists only while the pipeline runs, so it can never be queried.
    active_users(read("silver_user_sessions")).createOrReplaceTempView("active_users")
    write(
        {"gold_daily_user_metrics": lambda: daily_user_metrics(read("silver_user_sessions"))},
    )


def raw(session: SparkSession, bootstrap_servers: str, topic: str) -> DataFrame:
    """Read all messages of a topic."""
    # Fixed: the broker address was hard-coded.
    messages = (
        session.read.format("kafka")
        .option("kafka.bootstrap.servers", bootstrap_servers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
    )
    return messages.select(
        F.col("value").cast("string").alias("value"),
        "topic",
        "partition",
        "offset",
        F.col("timestamp").alias("kafka_timestamp"),
    )


def bronze(messages: DataFrame, fields: str) -> DataFrame:
    """Select events with a user and a time."""
    # Fault: a message that is not JSON becomes a row of NULLs, which the filter drops silently.
    events = messages.select(F.from_json("value", fields).alias("event"), "kafka_timestamp")
    return (
        events.select("event.*", "kafka_timestamp")
        # Fault: the expectation with the same condition follows this filter, so it counts nothing.
        .where(F.col("userId").isNotNull() & F.col("sessionId").isNotNull())
        # Fixed: with ANSI mode, the default since Spark 4, a date in the year 57970 is an error in
        # gold, so implausible times are dropped here.
        .where(F.col("ts").between(EARLIEST_TS, LATEST_TS))
        # Fault: the time is a string without milliseconds.
        # Fixed: in ANSI mode, from_unixtime accepts no fractions.
        .withColumn("event_time", F.from_unixtime((F.col("ts") / 1000).cast("bigint")))
    )


def user_sessions(page_views: DataFrame) -> DataFrame:
    """Aggregate page views to sessions."""
    # Fault: an event that was delivered twice is counted twice.
    # Fixed: sessions were grouped by sessionId only, but gold groups them by user.
    sessions = page_views.groupBy("sessionId", "userId").agg(
        F.count(F.lit(1)).alias("page_views"),
        F.min("event_time").alias("session_start"),
        F.max("event_time").alias("session_end"),
    )
    duration = F.unix_timestamp("session_end") - F.unix_timestamp("session_start")
    return sessions.withColumn("duration_seconds", duration)


def user_profiles(page_views: DataFrame) -> DataFrame:
    """Select all distinct profiles."""
    # Fault: neither the latest profile nor a history, because there is no time.
    return page_views.select(
        "userId", "firstName", "lastName", "gender", "level", "city", "state", "registration"
    ).distinct()


def active_users(sessions: DataFrame) -> DataFrame:
    """Select users whose last session ended within 30 minutes before the update."""
    recent = F.current_timestamp() - F.expr("INTERVAL 30 MINUTES")
    return (
        sessions.where(F.col("session_end").cast("timestamp") >= recent).select("userId").distinct()
    )


def daily_user_metrics(sessions: DataFrame) -> DataFrame:
    """Aggregate sessions per user and day."""
    return sessions.groupBy(F.to_date("session_start").alias("date"), "userId").agg(
        F.count("sessionId").alias("total_sessions"),
        F.sum("page_views").alias("total_page_views"),
        F.sum("duration_seconds").alias("total_duration_seconds"),
    )
