# Databricks notebook source
# MAGIC %md
# MAGIC # Gold
# MAGIC
# MAGIC Figures for analysts and dashboards. Days are UTC.
# MAGIC
# MAGIC Generated for the pipeline `music-streaming`. What is changed here is lost with the next
# MAGIC deployment: change the project that it was deployed from.

# COMMAND ----------

from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

# MAGIC %md
# MAGIC ## gold_daily_user_metrics
# MAGIC
# MAGIC One row a user a day: the sessions that began on that day.
# MAGIC
# MAGIC Materialized view. Reads `silver_user_sessions`. Written in
# MAGIC `notebooks/gold/daily_user_metrics.py`.
# MAGIC
# MAGIC | rule | rows that fail | condition |
# MAGIC | --- | --- | --- |
# MAGIC | day_of_a_user | the update fails | `date IS NOT NULL AND userId IS NOT NULL` |
# MAGIC | at_least_one_session | the update fails | `total_sessions >= 1` |

# COMMAND ----------


def daily_user_metrics(user_sessions: DataFrame) -> DataFrame:
    """Sessions, page views and time of a user on the UTC day on which the sessions began."""
    return user_sessions.groupBy(F.to_date("session_start").alias("date"), "userId").agg(
        F.count("sessionId").alias("total_sessions"),
        F.sum("page_views").alias("total_page_views"),
        # Sessions are exact to the millisecond, and so is their sum.
        F.round(F.sum("duration_seconds"), 3).alias("total_duration_seconds"),
    )


# COMMAND ----------


@dp.materialized_view(
    name="gold_daily_user_metrics",
    comment="One row a user a day: the sessions that began on that day.",
    schema="""
        date DATE COMMENT 'UTC day on which the sessions began',
        userId STRING COMMENT 'User',
        total_sessions BIGINT COMMENT 'Sessions that began on the day',
        total_page_views BIGINT COMMENT 'Page views in these sessions, songs included',
        total_duration_seconds DOUBLE COMMENT 'Length of these sessions together, in seconds'
    """,
    table_properties={
        "quality": "gold",
    },
    cluster_by=["date"],
)
@dp.expect_all_or_fail(
    {
        "day_of_a_user": "coalesce((date IS NOT NULL AND userId IS NOT NULL), false)",
        "at_least_one_session": "coalesce((total_sessions >= 1), false)",
    }
)
def gold_daily_user_metrics() -> DataFrame:
    return daily_user_metrics(user_sessions=spark.read.table("silver_user_sessions"))
