"""Active users: those whose session ended within the last 30 minutes of the query."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.testing import assertDataFrameEqual

ActiveUsers = Callable[..., DataFrame]


@pytest.fixture
def active_users(spark: SparkSession, project_root: Path) -> ActiveUsers:
    """Asks who is active, given users and how long before the query each session of theirs ended.

    `current_timestamp()` is the same everywhere in a query, so an age of exactly 30 minutes is.
    """
    query = (project_root / "notebooks/silver/active_users.sql").read_text()

    def ask(*sessions: tuple[str, str]) -> DataFrame:
        ages = spark.createDataFrame(list(sessions), "userId STRING, age STRING")
        ended = F.expr("current_timestamp() - CAST(age AS INTERVAL DAY TO SECOND)")
        ages.withColumn("session_end", ended).createOrReplaceTempView("silver_user_sessions")
        age = F.col("current_timestamp") - F.col("last_session_end")
        return (
            spark.sql(query)
            .withColumn("current_timestamp", F.current_timestamp())
            .select("userId", age.cast("string").alias("age"))
        )

    yield ask
    spark.catalog.dropTempView("silver_user_sessions")


def users(spark: SparkSession, *rows: tuple[str, str]) -> DataFrame:
    ages = [(user, f"INTERVAL '{age}' DAY TO SECOND") for user, age in rows]
    return spark.createDataFrame(ages, "userId STRING, age STRING")


def test_a_user_whose_session_has_just_ended_is_active(
    spark: SparkSession, active_users: ActiveUsers
) -> None:
    assertDataFrameEqual(active_users(("anna", "0 00:00:00")), users(spark, ("anna", "0 00:00:00")))


def test_thirty_minutes_ago_is_active_and_a_microsecond_more_is_not(
    spark: SparkSession, active_users: ActiveUsers
) -> None:
    assertDataFrameEqual(
        active_users(("anna", "0 00:30:00"), ("ben", "0 00:30:00.000001")),
        users(spark, ("anna", "0 00:30:00")),
    )


def test_the_last_of_several_sessions_counts(
    spark: SparkSession, active_users: ActiveUsers
) -> None:
    assertDataFrameEqual(
        active_users(("anna", "2 00:00:00"), ("anna", "0 00:05:00"), ("anna", "0 00:20:00")),
        users(spark, ("anna", "0 00:05:00")),
    )


def test_nobody_is_active_after_a_quiet_night(
    spark: SparkSession, active_users: ActiveUsers
) -> None:
    assertDataFrameEqual(active_users(("anna", "0 08:00:00"), ("ben", "0 09:30:00")), users(spark))


def test_nobody_is_active_where_nobody_ever_was(
    spark: SparkSession, active_users: ActiveUsers
) -> None:
    assertDataFrameEqual(active_users(), users(spark))
