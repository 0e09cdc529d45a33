"""Sessions of each day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_sessions(user_sessions: DataFrame) -> DataFrame:
    """Count sessions per UTC day on which they started, with percentiles of their length."""
    return user_sessions.groupBy(F.to_date("session_start").alias("date")).agg(
        F.count("sessionId").alias("sessions"),
        F.percentile("duration_seconds", 0.5).alias("median_session_seconds"),
        F.percentile("duration_seconds", 0.95).alias("p95_session_seconds"),
    )
