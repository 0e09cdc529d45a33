"""Hourly login failure rate."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def hourly_login_health(auth_attempts: DataFrame) -> DataFrame:
    """Count login attempts and failures per UTC hour with at least one attempt."""
    failures = F.count_if(~F.col("success"))
    return (
        auth_attempts.where("action = 'login'")
        .groupBy(F.date_trunc("hour", "event_timestamp").alias("hour"))
        .agg(
            F.count("event_id").alias("attempts"),
            failures.alias("failures"),
            (failures / F.count("event_id")).alias("failure_rate"),
        )
    )
