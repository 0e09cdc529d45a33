"""Listening sessions: one row a session of a user."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


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
