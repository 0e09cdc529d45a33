"""Daily changes in active and paying users, which add up to running metrics."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# Lookback in days, including the current day.
WEEK, MONTH = 7, 30

SUMMED = (
    *("active_users", "weekly_change", "monthly_change", "new_users"),
    *("users", "upgrades", "downgrades", "upgrade_page_users", "converted_users", "paid_change"),
)


def daily_changes(
    user_activity: DataFrame, user_days: DataFrame, user_profiles: DataFrame
) -> DataFrame:
    """Sum activity, level changes and changes in running metrics per UTC day."""
    one, minus_one = F.lit(1), F.lit(-1)
    is_first_day = F.col("date") == F.col("first_active_on")
    active = user_activity.select(
        "date",
        one.alias("active_users"),
        one.alias("weekly_change"),
        one.alias("monthly_change"),
        is_first_day.cast("int").alias("new_users"),
    )
    # A user counts from an active day until the lookback ends or the next active day takes over.
    weekly_end = user_activity.select(first_day_not_counted(WEEK), minus_one.alias("weekly_change"))
    monthly_end = user_activity.select(
        first_day_not_counted(MONTH), minus_one.alias("monthly_change")
    )
    converted = F.col("saw_upgrade_page") & (F.col("upgrades") > 0)
    totals = user_days.select(
        "date",
        one.alias("users"),
        "upgrades",
        "downgrades",
        F.col("saw_upgrade_page").cast("int").alias("upgrade_page_users"),
        converted.cast("int").alias("converted_users"),
    )
    # Each paid version adds a user on its first day and removes one on the day it ends.
    paid = user_profiles.where("level = 'paid'")
    begun = paid.select(F.to_date("__START_AT").alias("date"), one.alias("paid_change"))
    ended = paid.where("__END_AT IS NOT NULL").select(
        F.to_date("__END_AT").alias("date"), minus_one.alias("paid_change")
    )
    changes = active
    for part in (weekly_end, monthly_end, totals, begun, ended):
        changes = changes.unionByName(part, allowMissingColumns=True)
    # A single aggregation of sums over a union can be refreshed incrementally.
    return changes.groupBy("date").agg(
        *[F.coalesce(F.sum(name), F.lit(0)).alias(name) for name in SUMMED]
    )


def first_day_not_counted(days: int) -> Column:
    """Return the first day on which an active day no longer counts its user."""
    return F.least("next_active_on", F.date_add("date", days)).alias("date")
