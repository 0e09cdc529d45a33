"""Figures of a user's day."""

from datetime import date, datetime, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_user_metrics import daily_user_metrics

Session = tuple[str, str, int, datetime, float]


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, millisecond: int = 0) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, minute, second, millisecond * 1000, timezone.utc)


def sessions(spark: SparkSession, *rows: Session) -> DataFrame:
    return spark.createDataFrame(
        list(rows),
        "sessionId STRING, userId STRING, page_views BIGINT, session_start TIMESTAMP,"
        " duration_seconds DOUBLE",
    )


def days(spark: SparkSession, *rows: tuple[date, str, int, int, float]) -> DataFrame:
    return spark.createDataFrame(
        list(rows),
        "date DATE, userId STRING, total_sessions BIGINT, total_page_views BIGINT,"
        " total_duration_seconds DOUBLE",
    )


def test_a_day_adds_up_the_sessions_of_a_user(spark: SparkSession) -> None:
    listened = sessions(
        spark, ("s1", "anna", 12, at(1, hour=8), 600.5), ("s2", "anna", 3, at(1, hour=20), 60.25)
    )
    assertDataFrameEqual(
        daily_user_metrics(listened), days(spark, (date(2018, 11, 1), "anna", 2, 15, 660.75))
    )


def test_users_and_days_are_counted_apart(spark: SparkSession) -> None:
    listened = sessions(
        spark,
        ("s1", "anna", 1, at(1), 10.0),
        ("s2", "anna", 2, at(2), 20.0),
        ("s3", "ben", 4, at(2), 40.0),
    )
    assertDataFrameEqual(
        daily_user_metrics(listened),
        days(
            spark,
            (date(2018, 11, 1), "anna", 1, 1, 10.0),
            (date(2018, 11, 2), "anna", 1, 2, 20.0),
            (date(2018, 11, 2), "ben", 1, 4, 40.0),
        ),
    )


def test_a_session_that_changed_hands_counts_for_both_users(spark: SparkSession) -> None:
    listened = sessions(spark, ("s1", "anna", 2, at(1), 60.0), ("s1", "ben", 5, at(1), 240.0))
    assertDataFrameEqual(
        daily_user_metrics(listened),
        days(
            spark,
            (date(2018, 11, 1), "anna", 1, 2, 60.0),
            (date(2018, 11, 1), "ben", 1, 5, 240.0),
        ),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    listened = sessions(
        spark,
        ("s1", "anna", 1, at(1, 23, 59, 59, 999), 10.0),
        ("s2", "anna", 2, at(2, 0), 20.0),
    )
    assertDataFrameEqual(
        daily_user_metrics(listened),
        days(
            spark,
            (date(2018, 11, 1), "anna", 1, 1, 10.0),
            (date(2018, 11, 2), "anna", 1, 2, 20.0),
        ),
    )


def test_a_session_over_midnight_belongs_to_the_day_on_which_it_began(spark: SparkSession) -> None:
    two_hours = 7200.0
    listened = sessions(spark, ("s1", "anna", 30, at(1, hour=23), two_hours))
    assertDataFrameEqual(
        daily_user_metrics(listened), days(spark, (date(2018, 11, 1), "anna", 1, 30, two_hours))
    )


def test_without_sessions_there_are_no_days(spark: SparkSession) -> None:
    assertDataFrameEqual(daily_user_metrics(sessions(spark)), days(spark))
