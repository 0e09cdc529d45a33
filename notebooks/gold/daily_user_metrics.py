"""Daily activity of each user."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def daily_user_metrics(
    user_sessions: DataFrame, listens: DataFrame, user_profiles: DataFrame
) -> DataFrame:
    """Aggregate sessions per user and UTC start day, with the level at the end of the day."""
    sessions = user_sessions.withColumn("date", F.to_date("session_start"))
    profiles = user_profiles.select("userId", "level", "__START_AT", "__END_AT")
    days_end = F.date_add("date", 1).cast("timestamp")
    held_at_days_end = (F.col("__START_AT") < days_end) & (
        F.col("__END_AT").isNull() | (F.col("__END_AT") >= days_end)
    )
    of_the_user = F.col("session.userId") == F.col("profile.userId")
    with_level = (
        sessions.alias("session")
        .join(profiles.alias("profile"), of_the_user & held_at_days_end, "left")
        .select("session.*", "profile.level")
    )
    played = listens.join(
        sessions.select("sessionId", "userId", "date"), ["sessionId", "userId"]
    ).select("date", "userId", "artist_id")
    # The sum of decimals does not depend on their order, unlike that of doubles.
    duration_seconds = F.col("duration_seconds").cast("decimal(18, 6)")
    listening_seconds = F.col("listening_seconds").cast("decimal(18, 6)")
    # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
    return (
        with_level.unionByName(played, allowMissingColumns=True)
        .groupBy("date", "userId")
        .agg(
            F.count("session_start").alias("total_sessions"),
            F.sum("page_views").alias("total_page_views"),
            F.round(F.sum(duration_seconds), 3).cast("double").alias("total_duration_seconds"),
            F.sum("songs_played").alias("songs_played"),
            F.round(F.sum(listening_seconds), 3).cast("double").alias("listening_seconds"),
            F.count_distinct("artist_id").alias("distinct_artists"),
            F.max("level").alias("level"),
        )
    )
