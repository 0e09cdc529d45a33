"""Sessions: whose they are, how long they last, and what is in them."""

from datetime import datetime, timedelta, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.user_sessions import user_sessions

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

PageView = tuple[str, str, str, datetime]
Session = tuple[str, str, int, datetime, datetime, float]


def page_views(spark: SparkSession, *rows: PageView) -> DataFrame:
    return spark.createDataFrame(
        list(rows), "sessionId STRING, userId STRING, event_id STRING, event_timestamp TIMESTAMP"
    )


def sessions(spark: SparkSession, *rows: Session) -> DataFrame:
    return spark.createDataFrame(
        list(rows),
        "sessionId STRING, userId STRING, page_views BIGINT, session_start TIMESTAMP,"
        " session_end TIMESTAMP, duration_seconds DOUBLE",
    )


def after(**time: float) -> datetime:
    return NINE + timedelta(**time)


def test_a_session_lasts_from_its_first_to_its_last_page_view(spark: SparkSession) -> None:
    viewed = page_views(
        spark,
        ("s1", "anna", "home", NINE),
        ("s1", "anna", "song", after(minutes=2)),
        ("s1", "anna", "logout", after(minutes=5)),
    )
    assertDataFrameEqual(
        user_sessions(viewed), sessions(spark, ("s1", "anna", 3, NINE, after(minutes=5), 300.0))
    )


def test_the_order_in_which_page_views_arrive_does_not_matter(spark: SparkSession) -> None:
    viewed = page_views(
        spark,
        ("s1", "anna", "logout", after(minutes=5)),
        ("s1", "anna", "home", NINE),
        ("s1", "anna", "song", after(minutes=2)),
    )
    assertDataFrameEqual(
        user_sessions(viewed), sessions(spark, ("s1", "anna", 3, NINE, after(minutes=5), 300.0))
    )


def test_a_page_view_delivered_twice_counts_once(spark: SparkSession) -> None:
    viewed = page_views(
        spark,
        ("s1", "anna", "home", NINE),
        ("s1", "anna", "home", NINE),
        ("s1", "anna", "song", after(minutes=2)),
        ("s1", "anna", "home", NINE),
    )
    assertDataFrameEqual(
        user_sessions(viewed), sessions(spark, ("s1", "anna", 2, NINE, after(minutes=2), 120.0))
    )


def test_two_page_views_of_the_same_moment_are_two(spark: SparkSession) -> None:
    viewed = page_views(spark, ("s1", "anna", "home", NINE), ("s1", "anna", "song", NINE))
    assertDataFrameEqual(user_sessions(viewed), sessions(spark, ("s1", "anna", 2, NINE, NINE, 0.0)))


def test_a_session_that_changes_hands_is_one_session_of_each_user(spark: SparkSession) -> None:
    viewed = page_views(
        spark,
        ("s1", "anna", "home", NINE),
        ("s1", "anna", "logout", after(minutes=1)),
        ("s1", "ben", "home", after(minutes=3)),
        ("s1", "ben", "song", after(minutes=7)),
    )
    assertDataFrameEqual(
        user_sessions(viewed),
        sessions(
            spark,
            ("s1", "anna", 2, NINE, after(minutes=1), 60.0),
            ("s1", "ben", 2, after(minutes=3), after(minutes=7), 240.0),
        ),
    )


def test_two_sessions_of_a_user_stay_two(spark: SparkSession) -> None:
    viewed = page_views(
        spark, ("s1", "anna", "home", NINE), ("s2", "anna", "home again", after(seconds=1))
    )
    assertDataFrameEqual(
        user_sessions(viewed),
        sessions(
            spark,
            ("s1", "anna", 1, NINE, NINE, 0.0),
            ("s2", "anna", 1, after(seconds=1), after(seconds=1), 0.0),
        ),
    )


def test_a_session_of_a_single_page_view_lasts_no_time(spark: SparkSession) -> None:
    viewed = page_views(spark, ("s1", "anna", "home", NINE))
    assertDataFrameEqual(user_sessions(viewed), sessions(spark, ("s1", "anna", 1, NINE, NINE, 0.0)))


def test_durations_are_exact_to_the_millisecond(spark: SparkSession) -> None:
    end = after(milliseconds=1234)
    viewed = page_views(spark, ("s1", "anna", "home", NINE), ("s1", "anna", "song", end))
    assertDataFrameEqual(
        user_sessions(viewed), sessions(spark, ("s1", "anna", 2, NINE, end, 1.234)), rtol=0, atol=0
    )


def test_without_page_views_there_are_no_sessions(spark: SparkSession) -> None:
    assertDataFrameEqual(user_sessions(page_views(spark)), sessions(spark))
