"""Listening sessions: one row per session per user."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def user_sessions(page_views: DataFrame, listens: DataFrame) -> DataFrame:
    """Sessions of signed-in users, from their first to their last page view.

    A session that signs out and in again as somebody else is one session of each.
    """
    # Two page views of one millisecond follow each other by their place in the session.
    views = page_views.withColumn("view", F.struct("event_timestamp", "itemInSession", "event_id"))
    # One aggregation of both, and not a join of two, can be refreshed incrementally.
    events = views.unionByName(listens, allowMissingColumns=True)
    # Unlike doubles, decimals add up to the same sum in any order.
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
        # Songs alone, without a page view that could be used, do not make a session.
        .where("page_views > 0")
    )
