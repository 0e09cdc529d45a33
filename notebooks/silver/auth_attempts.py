"""Login and logout attempts, one row per event."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


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
