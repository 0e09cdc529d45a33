"""Songs that were ever played."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def songs(listens: DataFrame) -> DataFrame:
    """Return one row per song, with its length from the latest listen."""
    latest = F.max(F.struct("event_timestamp", "event_id", "listened_seconds"))
    return listens.groupBy("song_id", "artist_id", F.col("song").alias("title"), "artist").agg(
        latest["listened_seconds"].alias("duration_seconds"),
        F.min("event_timestamp").alias("first_seen"),
        F.max("event_timestamp").alias("last_seen"),
    )
