"""Songs played by users, one row per event."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def listens(listen_events: DataFrame) -> DataFrame:
    """Add song ID and artist ID, which are hashes of the names.

    Events do not record when playback stopped, so a listen counts the full song length.
    """
    # A separator that does not occur in names.
    song_key = F.concat_ws("\u001f", "artist", "song")
    return listen_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        "itemInSession",
        "level",
        "state",
        F.md5(song_key).alias("song_id"),
        F.md5("artist").alias("artist_id"),
        "song",
        "artist",
        F.col("duration").alias("listened_seconds"),
    )
