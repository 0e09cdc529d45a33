"""Daily artist popularity."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_artist_popularity(listens: DataFrame) -> DataFrame:
    """Count plays and listeners per artist and UTC day."""
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    return listens.groupBy(F.to_date("event_timestamp").alias("date"), "artist_id", "artist").agg(
        F.count("event_id").alias("plays"),
        F.count_distinct("userId").alias("listeners"),
        F.count_distinct("song_id").alias("songs"),
        F.round(F.sum(seconds), 3).cast("double").alias("listening_seconds"),
    )
