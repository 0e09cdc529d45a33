"""Daily song ranking."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def daily_song_popularity(listens: DataFrame) -> DataFrame:
    """Count plays and listeners per song and UTC day; ties share a rank."""
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    songs = listens.groupBy(
        F.to_date("event_timestamp").alias("date"),
        "song_id",
        "artist_id",
        F.col("song").alias("title"),
        "artist",
    ).agg(
        F.count("event_id").alias("plays"),
        F.count_distinct("userId").alias("listeners"),
        F.round(F.sum(seconds), 3).cast("double").alias("listening_seconds"),
    )
    most_played_first = Window.partitionBy("date").orderBy(F.desc("plays"))
    return songs.withColumn("rank", F.rank().over(most_played_first))
