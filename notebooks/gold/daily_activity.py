"""Daily, weekly and monthly active users."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F


def so_far(change: str) -> Column:
    """Add up a daily change up to the current day."""
    until_now = Window.orderBy("date").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    return F.sum(change).over(until_now)


def daily_activity(daily_changes: DataFrame, daily_sessions: DataFrame) -> DataFrame:
    """Count active users and sessions per UTC day, including days without activity."""
    all_days = (
        daily_changes.where("active_users > 0")
        .agg(F.min("date").alias("first_day"), F.max("date").alias("last_day"))
        .select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    )
    nothing = F.lit(0)
    # Nothing changes before the first day, so the running sums may begin there.
    users = all_days.join(daily_changes, "date", "left").select(
        "date",
        F.coalesce("active_users", nothing).alias("daily_active_users"),
        F.coalesce("new_users", nothing).alias("new_users"),
        so_far("weekly_change").alias("weekly_active_users"),
        so_far("monthly_change").alias("monthly_active_users"),
    )
    return users.join(daily_sessions, "date", "left").select(
        *["date", "daily_active_users", "weekly_active_users", "monthly_active_users"],
        "new_users",
        (F.col("daily_active_users") - F.col("new_users")).alias("returning_users"),
        F.coalesce("sessions", nothing).alias("sessions"),
        "median_session_seconds",
        "p95_session_seconds",
        # NULL if there are no monthly active users.
        F.try_divide("daily_active_users", "monthly_active_users").alias("stickiness"),
    )
