"""Places where users were ever seen."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def locations(page_views: DataFrame) -> DataFrame:
    """Return one row per city and state, with details from the latest page view."""
    latest = F.struct("event_timestamp", "event_id")
    return (
        page_views.where("location_id IS NOT NULL")
        # The hash treats NULL and empty as the same place, unlike grouping by city and state.
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
