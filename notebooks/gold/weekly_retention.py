"""Weekly retention by cohort."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def weekly_retention(weekly_cohorts: DataFrame) -> DataFrame:
    """Count retained users per cohort and UTC week, up to the last week of all cohorts."""
    sizes = weekly_cohorts.where("week = cohort_week").select(
        "cohort_week", F.col("users").alias("cohort_users")
    )
    retained = weekly_cohorts.select("cohort_week", "week", F.col("users").alias("retained_users"))
    last_week = weekly_cohorts.agg(F.max("week").alias("last_week"))
    every_week = F.explode(F.expr("sequence(cohort_week, last_week, INTERVAL 7 DAYS)"))
    retained_users = F.coalesce("retained_users", F.lit(0))
    return (
        sizes.crossJoin(last_week)
        .select("cohort_week", "cohort_users", every_week.alias("week"))
        .join(retained, ["cohort_week", "week"], "left")
        .select(
            "cohort_week",
            (F.date_diff("week", "cohort_week") / 7).cast("int").alias("weeks_since"),
            "cohort_users",
            retained_users.alias("retained_users"),
            (retained_users / F.col("cohort_users")).alias("retention_rate"),
        )
    )
