"""Daily activity of each user."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def user_days(page_views: DataFrame, level_changes: DataFrame) -> DataFrame:
    """Count page views and level changes per user and UTC day."""
    views = page_views.withColumn("is_view", F.lit(True))
    events = views.unionByName(level_changes, allowMissingColumns=True)
    return events.groupBy(F.to_date("event_timestamp").alias("date"), "userId").agg(
        F.count("is_view").alias("page_views"),
        (F.count_if(F.col("page") == "Upgrade") > 0).alias("saw_upgrade_page"),
        F.count_if(F.col("new_level") == "paid").alias("upgrades"),
        F.count_if(F.col("new_level") == "free").alias("downgrades"),
    )
