"""Changes of subscription level, one row per event."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def level_changes(status_change_events: DataFrame) -> DataFrame:
    """Add the previous level: there are only two levels."""
    return status_change_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        F.when(F.col("level") == "paid", "free").otherwise("paid").alias("previous_level"),
        F.col("level").alias("new_level"),
    )
