"""Daily usage by state."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_location_metrics(page_views: DataFrame, listens: DataFrame) -> DataFrame:
    """Count users, page views and songs per state and UTC day."""
    views = page_views.select(
        "event_timestamp", "state", "userId", "level", F.col("event_id").alias("page_view")
    )
    songs = listens.select(
        "event_timestamp", "state", F.col("event_id").alias("listen"), "listened_seconds"
    )
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    is_paid = F.col("level") == "paid"
    known_state = F.nullif("state", F.lit(""))
    return (
        # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
        views.unionByName(songs, allowMissingColumns=True)
        .groupBy(
            F.to_date("event_timestamp").alias("date"),
            F.coalesce(known_state, F.lit("unknown")).alias("state"),
        )
        .agg(
            F.count_distinct("userId").alias("active_users"),
            F.count_distinct(F.when(is_paid, F.col("userId"))).alias("paid_users"),
            F.count("page_view").alias("page_views"),
            F.count("listen").alias("songs_played"),
            F.coalesce(F.round(F.sum(seconds), 3).cast("double"), F.lit(0.0)).alias(
                "listening_seconds"
            ),
        )
    )
