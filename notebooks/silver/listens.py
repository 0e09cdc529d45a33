"""Songs that users played, one row per event."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def listens(listen_events: DataFrame) -> DataFrame:
    """Listens with the identities of song and artist: hashes of what names them.

    Events do not tell when a song was left: it counts with its whole length.
    """
    # The separator is a character that no name has.
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
