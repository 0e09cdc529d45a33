"""How many people use the service, day by day."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# Days that "weekly" and "monthly" look back on, today included.
WEEK, MONTH = 7, 30


def users_where(condition: Column) -> Column:
    """The number of users of whom any row meets a condition."""
    return F.count_distinct(F.when(condition, F.col("userId")))


def daily_activity(user_days: DataFrame, user_sessions: DataFrame) -> DataFrame:
    """Active users and sessions of each UTC day from the first to the last, quiet days included."""
    active = user_days.where("page_views > 0").select("userId", F.col("date").alias("active_on"))
    first = active.groupBy("userId").agg(F.min("active_on").alias("first_active_on"))
    span = active.agg(F.min("active_on").alias("first_day"), F.max("active_on").alias("last_day"))
    all_days = span.select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    # A user who is active on a day counts in the months that end on it and on the 29 days after.
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
        # In a month without anybody there is nothing to be a share of.
        F.try_divide("daily_active_users", "monthly_active_users").alias("stickiness"),
    )
