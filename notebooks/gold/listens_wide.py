"""Listens joined with all their dimensions, for ad hoc analysis."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def listens_wide(
    listens: DataFrame,
    user_profiles: DataFrame,
    songs: DataFrame,
    artists: DataFrame,
    user_sessions: DataFrame,
) -> DataFrame:
    """Join listens with song, artist, session and the user profile valid at event time."""
    profiles = user_profiles.select(
        F.col("userId").alias("profile_user"),
        F.col("level").alias("user_level"),
        F.col("gender").alias("user_gender"),
        F.col("state").alias("user_state"),
        F.timestamp_millis("registration").alias("user_registered_at"),
        "__START_AT",
        "__END_AT",
    )
    # A version is valid from its start (inclusive) to its end (exclusive).
    held_then = (
        (F.col("userId") == F.col("profile_user"))
        & (F.col("event_timestamp") >= F.col("__START_AT"))
        & (F.col("__END_AT").isNull() | (F.col("event_timestamp") < F.col("__END_AT")))
    )
    sessions = user_sessions.select(
        "sessionId",
        "userId",
        "session_start",
        F.col("duration_seconds").alias("session_duration_seconds"),
        F.col("songs_played").alias("session_songs_played"),
        "device_family",
    )
    return (
        listens.select(
            *["event_id", "event_timestamp", "userId", "sessionId"],
            *["song_id", "artist_id", "listened_seconds"],
        )
        .join(profiles, held_then, "left")
        .join(
            songs.select("song_id", "title", F.col("first_seen").alias("song_first_seen")),
            "song_id",
            "left",
        )
        .join(artists.select("artist_id", F.col("name").alias("artist")), "artist_id", "left")
        .join(sessions, ["sessionId", "userId"], "left")
        .select(
            *["event_id", "event_timestamp", "userId", "sessionId"],
            *["user_level", "user_gender", "user_state", "user_registered_at"],
            *["song_id", "title", "artist_id", "artist", "listened_seconds", "song_first_seen"],
            *["session_start", "session_duration_seconds", "session_songs_played"],
            "device_family",
        )
    )
