"""Changes of users' subscription levels, one row per event."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def level_changes(status_change_events: DataFrame) -> DataFrame:
    """Changes with the level before and after: there are two levels, so one tells the other."""
    return status_change_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        F.when(F.col("level") == "paid", "free").otherwise("paid").alias("previous_level"),
        F.col("level").alias("new_level"),
    )
