"""User sessions, one row per session per user."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def user_sessions(page_views: DataFrame, listens: DataFrame) -> DataFrame:
    """Return sessions of signed-in users, from the first to the last page view.

    A session shared by several users yields one row per user.
    """
    # Page views in the same millisecond are ordered by their position in the session.
    view = F.struct(
        *["event_timestamp", "itemInSession", "event_id", "page", "level", "device_family"]
    )
    views = page_views.withColumn("view", view)
    # A single aggregation over a union can be refreshed incrementally, a join of two cannot.
    events = views.unionByName(listens, allowMissingColumns=True)
    # The sum of decimals does not depend on their order, unlike that of doubles.
    seconds = F.col("listened_seconds").cast("decimal(18, 6)")
    milliseconds = F.unix_millis("view.event_timestamp")
    first, last = F.min("view"), F.max("view")
    return (
        events.groupBy("sessionId", "userId")
        .agg(
            F.count("view").alias("page_views"),
            F.count("song_id").alias("songs_played"),
            F.coalesce(F.round(F.sum(seconds), 3).cast("double"), F.lit(0.0)).alias(
                "listening_seconds"
            ),
            first["page"].alias("first_page"),
            last["page"].alias("last_page"),
            first["level"].alias("level_at_start"),
            last["level"].alias("level_at_end"),
            last["device_family"].alias("device_family"),
            F.min("view.event_timestamp").alias("session_start"),
            F.max("view.event_timestamp").alias("session_end"),
            ((F.max(milliseconds) - F.min(milliseconds)) / 1000).alias("duration_seconds"),
        )
        # Songs without a usable page view do not make a session.
        .where("page_views > 0")
    )
