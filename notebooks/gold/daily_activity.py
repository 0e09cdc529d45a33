"""Daily, weekly and monthly active users."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# Lookback in days, including the current day.
WEEK, MONTH = 7, 30


def users_where(condition: Column) -> Column:
    """Count distinct users with at least one row that meets the condition."""
    return F.count_distinct(F.when(condition, F.col("userId")))


def daily_activity(user_days: DataFrame, user_sessions: DataFrame) -> DataFrame:
    """Count active users and sessions per UTC day, including days without activity."""
    active = user_days.where("page_views > 0").select("userId", F.col("date").alias("active_on"))
    first = active.groupBy("userId").agg(F.min("active_on").alias("first_active_on"))
    span = active.agg(F.min("active_on").alias("first_day"), F.max("active_on").alias("last_day"))
    all_days = span.select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    # A user active on a day counts as monthly active on that day and the 29 days after it.
    counted_on = F.explode(F.sequence("active_on", F.date_add("active_on", MONTH - 1)))
    age = F.date_diff("date", "active_on")
    counted = active.join(first, "userId").select(
        "userId", "active_on", "first_active_on", counted_on.alias("date")
    )
    users = (
        all_days.join(counted, "date", "left")
        .groupBy("date")
        .agg(
            users_where(age == 0).alias("daily_active_users"),
            users_where(age < WEEK).alias("weekly_active_users"),
            F.count_distinct("userId").alias("monthly_active_users"),
            users_where(F.col("date") == F.col("first_active_on")).alias("new_users"),
        )
    )
    sessions = user_sessions.groupBy(F.to_date("session_start").alias("date")).agg(
        F.count("sessionId").alias("sessions"),
        F.percentile("duration_seconds", 0.5).alias("median_session_seconds"),
        F.percentile("duration_seconds", 0.95).alias("p95_session_seconds"),
    )
    return users.join(sessions, "date", "left").select(
        *["date", "daily_active_users", "weekly_active_users", "monthly_active_users"],
        "new_users",
        (F.col("daily_active_users") - F.col("new_users")).alias("returning_users"),
        F.coalesce("sessions", F.lit(0)).alias("sessions"),
        "median_session_seconds",
        "p95_session_seconds",
        # NULL if there are no monthly active users.
        F.try_divide("daily_active_users", "monthly_active_users").alias("stickiness"),
    )
