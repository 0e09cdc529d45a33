"""Daily subscription changes, paying users and conversion."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def daily_subscriptions(user_days: DataFrame, user_profiles: DataFrame) -> DataFrame:
    """Count level changes and paying users per UTC day, including days without activity."""
    was_offered = F.col("saw_upgrade_page")
    totals = user_days.groupBy("date").agg(
        F.sum("upgrades").alias("upgrades"),
        F.sum("downgrades").alias("downgrades"),
        F.count_if(was_offered).alias("upgrade_page_users"),
        F.count_if(was_offered & (F.col("upgrades") > 0)).alias("converted_users"),
    )
    # Each paid version adds a user on its first day and removes one on the day it ends.
    paid = user_profiles.where("level = 'paid'")
    begun = paid.select(F.to_date("__START_AT").alias("date"), F.lit(1).alias("change"))
    ended = paid.select(F.to_date("__END_AT").alias("date"), F.lit(-1).alias("change"))
    changes = begun.unionAll(ended).groupBy("date").agg(F.sum("change").alias("change"))
    so_far = Window.orderBy("date").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    all_days = F.explode(F.sequence("first_day", "last_day"))
    return (
        user_days.agg(F.min("date").alias("first_day"), F.max("date").alias("last_day"))
        .select(all_days.alias("date"))
        .join(totals, "date", "left")
        .join(changes, "date", "left")
        .select(
            "date",
            F.coalesce("upgrades", F.lit(0)).alias("upgrades"),
            F.coalesce("downgrades", F.lit(0)).alias("downgrades"),
            F.coalesce(F.sum("change").over(so_far), F.lit(0)).alias("paid_users"),
            F.coalesce("upgrade_page_users", F.lit(0)).alias("upgrade_page_users"),
            F.coalesce("converted_users", F.lit(0)).alias("converted_users"),
            F.try_divide("converted_users", "upgrade_page_users").alias("conversion_rate"),
        )
    )
