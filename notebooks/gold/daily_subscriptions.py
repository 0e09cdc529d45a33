"""Daily subscription changes, paying users and conversion."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def daily_subscriptions(daily_changes: DataFrame) -> DataFrame:
    """Count level changes and paying users per UTC day, including days without activity."""
    all_days = (
        daily_changes.where("users > 0")
        .agg(F.min("date").alias("first_day"), F.max("date").alias("last_day"))
        .select(F.explode(F.sequence("first_day", "last_day")).alias("date"))
    )
    so_far = Window.orderBy("date").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    nothing = F.lit(0)
    return all_days.join(daily_changes, "date", "left").select(
        "date",
        F.coalesce("upgrades", nothing).alias("upgrades"),
        F.coalesce("downgrades", nothing).alias("downgrades"),
        F.coalesce(F.sum("paid_change").over(so_far), nothing).alias("paid_users"),
        F.coalesce("upgrade_page_users", nothing).alias("upgrade_page_users"),
        F.coalesce("converted_users", nothing).alias("converted_users"),
        F.try_divide("converted_users", "upgrade_page_users").alias("conversion_rate"),
    )
