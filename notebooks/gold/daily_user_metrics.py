"""What each user did on each day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_user_metrics(user_sessions: DataFrame) -> DataFrame:
    """Sessions, page views and time of a user on the UTC day on which the sessions began."""
    return user_sessions.groupBy(F.to_date("session_start").alias("date"), "userId").agg(
        F.count("sessionId").alias("total_sessions"),
        F.sum("page_views").alias("total_page_views"),
        # Sessions are exact to the millisecond, and so is their sum.
        F.round(F.sum("duration_seconds"), 3).alias("total_duration_seconds"),
    )
