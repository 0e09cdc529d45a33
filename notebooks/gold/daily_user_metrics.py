"""What each user did on each day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_user_metrics(
    user_sessions: DataFrame, listens: DataFrame, user_profiles: DataFrame
) -> DataFrame:
    """Sessions of a user that began on a UTC day, and the subscription level at its end."""
    sessions = user_sessions.withColumn("date", F.to_date("session_start"))
    totals = sessions.groupBy("date", "userId").agg(
        F.count("sessionId").alias("total_sessions"),
        F.sum("page_views").alias("total_page_views"),
        # Sessions are exact to the millisecond, and so is their sum.
        F.round(F.sum("duration_seconds"), 3).alias("total_duration_seconds"),
        F.sum("songs_played").alias("songs_played"),
        F.round(F.sum("listening_seconds"), 3).alias("listening_seconds"),
    )
    played = listens.join(sessions.select("sessionId", "userId", "date"), ["sessionId", "userId"])
    artists = played.groupBy("date", "userId").agg(
        F.count_distinct("artist_id").alias("distinct_artists")
    )
    days_end = F.date_add("date", 1).cast("timestamp")
    held_at_days_end = (F.col("__START_AT") < days_end) & (
        F.col("__END_AT").isNull() | (F.col("__END_AT") >= days_end)
    )
    levels = (
        totals.select("date", "userId")
        .join(user_profiles.select("userId", "level", "__START_AT", "__END_AT"), "userId")
        .where(held_at_days_end)
        .select("date", "userId", "level")
    )
    return (
        totals.join(artists, ["date", "userId"], "left")
        .join(levels, ["date", "userId"], "left")
        .select(
            *["date", "userId", "total_sessions", "total_page_views", "total_duration_seconds"],
            *["songs_played", "listening_seconds"],
            F.coalesce("distinct_artists", F.lit(0)).alias("distinct_artists"),
            "level",
        )
    )
