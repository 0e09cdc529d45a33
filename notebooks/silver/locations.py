"""Places that users were ever seen at."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def locations(page_views: DataFrame) -> DataFrame:
    """One row per city of a state, as its latest page view shows it."""
    latest = F.struct("event_timestamp", "event_id")
    return (
        page_views.where("location_id IS NOT NULL")
        # Not by city and state: one that is unknown and one that is empty are the same place.
        .groupBy("location_id")
        .agg(
            F.max_by("city", latest).alias("city"),
            F.max_by("state", latest).alias("state"),
            F.max_by("zip", latest).alias("zip"),
            F.max_by("lon", latest).alias("lon"),
            F.max_by("lat", latest).alias("lat"),
            F.min("event_timestamp").alias("first_seen"),
            F.max("event_timestamp").alias("last_seen"),
        )
    )
