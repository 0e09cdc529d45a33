"""What is played most, day by day."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def daily_song_popularity(listens: DataFrame) -> DataFrame:
    """Plays and listeners of each song on each UTC day; equal plays have equal rank."""
    # Unlike doubles, decimals add up to the same sum in any order.
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
