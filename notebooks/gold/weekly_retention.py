"""Weekly retention by cohort."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def weekly_retention(user_days: DataFrame) -> DataFrame:
    """Count retained users per cohort and UTC week, from Monday to Sunday, up to the last week."""
    week = F.to_date(F.date_trunc("week", "date"))
    weeks = user_days.where("page_views > 0").groupBy("userId", week.alias("week"))
    active = weeks.agg(F.sum("page_views").alias("page_views"))
    cohorts = active.groupBy("userId").agg(F.min("week").alias("cohort_week"))
    retained = (
        active.join(cohorts, "userId")
        .groupBy("cohort_week", "week")
        .agg(F.count("userId").alias("retained_users"))
    )
    sizes = cohorts.groupBy("cohort_week").agg(F.count("userId").alias("cohort_users"))
    last_week = active.agg(F.max("week").alias("last_week"))
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
