"""How many users come back, week by week."""

from datetime import date, datetime, timedelta, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.weekly_retention import weekly_retention

PAGE_VIEW = "event_id STRING, event_timestamp TIMESTAMP, userId STRING"
WEEK_OF_A_COHORT = (
    "cohort_week DATE, weeks_since INT, cohort_users BIGINT, retained_users BIGINT,"
    " retention_rate DOUBLE"
)

# A Monday.
FIRST_WEEK = date(2018, 11, 5)
SECOND_WEEK, THIRD_WEEK = date(2018, 11, 12), date(2018, 11, 19)

Visit = tuple[str, datetime]


def in_week(number: int, weekday: int = 2) -> datetime:
    """Nine o'clock on a day of a week: by default a Wednesday."""
    monday = datetime(2018, 11, 5, 9, tzinfo=timezone.utc)
    return monday + timedelta(weeks=number - 1, days=weekday)


def assert_retention(
    spark: SparkSession, visits: list[Visit], *expected: tuple[date, int, int, int, float]
) -> None:
    viewed = [(f"e{number}", time, user) for number, (user, time) in enumerate(visits)]
    assertDataFrameEqual(
        weekly_retention(spark.createDataFrame(viewed, PAGE_VIEW)),
        spark.createDataFrame(list(expected), WEEK_OF_A_COHORT),
    )


def test_a_cohort_is_who_came_first_in_a_week(spark: SparkSession) -> None:
    assert_retention(
        spark,
        [
            ("anna", in_week(1)),
            ("ben", in_week(1)),
            ("ben", in_week(2)),
            ("cleo", in_week(2)),
        ],
        (FIRST_WEEK, 0, 2, 2, 1.0),
        (FIRST_WEEK, 1, 2, 1, 0.5),
        (SECOND_WEEK, 0, 1, 1, 1.0),
    )


def test_a_user_who_comes_often_counts_once_a_week(spark: SparkSession) -> None:
    assert_retention(
        spark,
        [("anna", in_week(1, weekday=0)), ("anna", in_week(1, weekday=6))],
        (FIRST_WEEK, 0, 1, 1, 1.0),
    )


def test_weeks_begin_on_monday_at_midnight_utc(spark: SparkSession) -> None:
    monday = datetime(2018, 11, 12, tzinfo=timezone.utc)
    just_before = monday - timedelta(milliseconds=1)
    assert_retention(
        spark,
        [("anna", just_before), ("ben", monday)],
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 0, 0.0),
        (SECOND_WEEK, 0, 1, 1, 1.0),
    )


def test_a_week_in_which_nobody_of_the_cohort_came_has_a_zero(spark: SparkSession) -> None:
    assert_retention(
        spark,
        [("anna", in_week(1)), ("anna", in_week(3))],
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 0, 0.0),
        (FIRST_WEEK, 2, 1, 1, 1.0),
    )


def test_a_cohort_that_never_came_back_has_zeros_to_the_last_week_of_all(
    spark: SparkSession,
) -> None:
    assert_retention(
        spark,
        [("anna", in_week(1)), ("ben", in_week(3))],
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 0, 0.0),
        (FIRST_WEEK, 2, 1, 0, 0.0),
        (THIRD_WEEK, 0, 1, 1, 1.0),
    )


def test_a_late_event_moves_a_user_to_an_earlier_cohort(spark: SparkSession) -> None:
    assert_retention(
        spark,
        [("anna", in_week(2)), ("anna", in_week(1))],
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 1, 1.0),
    )


def test_a_week_may_span_two_years(spark: SparkSession) -> None:
    new_years_eve = datetime(2018, 12, 31, 23, tzinfo=timezone.utc)
    new_year = datetime(2019, 1, 1, 1, tzinfo=timezone.utc)
    assert_retention(
        spark,
        [("anna", new_years_eve), ("ben", new_year)],
        (date(2018, 12, 31), 0, 2, 2, 1.0),
    )


def test_without_page_views_there_are_no_cohorts(spark: SparkSession) -> None:
    assert_retention(spark, [])
