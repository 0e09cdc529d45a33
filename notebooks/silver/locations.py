"""Places where users were ever seen."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def locations(page_views: DataFrame) -> DataFrame:
    """Return one row per city and state, with details from the latest page view."""
    latest = F.max(F.struct("event_timestamp", "event_id", "city", "state", "zip", "lon", "lat"))
    return (
        page_views.where("location_id IS NOT NULL")
        # The hash treats NULL and empty as the same place, unlike grouping by city and state.
        .groupBy("location_id")
        .agg(
            latest["city"].alias("city"),
            latest["state"].alias("state"),
            latest["zip"].alias("zip"),
            latest["lon"].alias("lon"),
            latest["lat"].alias("lat"),
            F.min("event_timestamp").alias("first_seen"),
            F.max("event_timestamp").alias("last_seen"),
        )
    )
