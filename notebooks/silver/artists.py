"""Artists that were ever played."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def artists(listens: DataFrame) -> DataFrame:
    """Return one row per artist, with the time of the first and the last listen."""
    return listens.groupBy("artist_id", F.col("artist").alias("name")).agg(
        F.min("event_timestamp").alias("first_seen"),
        F.max("event_timestamp").alias("last_seen"),
    )
