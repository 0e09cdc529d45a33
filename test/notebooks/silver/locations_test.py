"""Places: one row each, as the latest page view shows it, and when it was first and last seen."""

from datetime import datetime, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.locations import locations

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, location_id STRING, city STRING,"
    " state STRING, zip STRING, lon DOUBLE, lat DOUBLE"
)
PLACE = (
    "location_id STRING, city STRING, state STRING, zip STRING, lon DOUBLE, lat DOUBLE,"
    " first_seen TIMESTAMP, last_seen TIMESTAMP"
)
OSLO = ("oslo-id", "Oslo", "NO", "0150", 10.75, 59.91)
BERGEN = ("bergen-id", "Bergen", "NO", "5003", 5.32, 60.39)


def at(day: int) -> datetime:
    """Nine o'clock on a day of November 2018, in UTC."""
    return datetime(2018, 11, day, 9, tzinfo=timezone.utc)


def assert_places(
    spark: SparkSession, page_views: list[tuple[object, ...]], *expected: tuple[object, ...]
) -> None:
    assertDataFrameEqual(
        locations(spark.createDataFrame(page_views, PAGE_VIEW)),
        spark.createDataFrame(list(expected), PLACE),
    )


def test_a_place_is_one_place_whoever_is_there(spark: SparkSession) -> None:
    assert_places(
        spark,
        [("e1", at(1), "anna", *OSLO), ("e2", at(3), "ben", *OSLO)],
        (*OSLO, at(1), at(3)),
    )


def test_each_place_has_its_own_times(spark: SparkSession) -> None:
    assert_places(
        spark,
        [
            ("e1", at(1), "anna", *OSLO),
            ("e2", at(2), "anna", *BERGEN),
            ("e3", at(3), "anna", *OSLO),
        ],
        (*OSLO, at(1), at(3)),
        (*BERGEN, at(2), at(2)),
    )


def test_a_place_is_as_it_was_seen_last(spark: SparkSession) -> None:
    harbour = ("oslo-id", "Oslo", "NO", "0250", 10.73, 59.90)
    assert_places(
        spark,
        [
            ("e1", at(1), "anna", *OSLO),
            ("e2", at(5), "anna", *harbour),
            ("e3", at(3), "anna", *OSLO),
        ],
        (*harbour, at(1), at(5)),
    )


def test_of_two_looks_at_the_same_moment_the_greater_event_counts(spark: SparkSession) -> None:
    harbour = ("oslo-id", "Oslo", "NO", "0250", 10.73, 59.90)
    assert_places(
        spark,
        [("e2", at(1), "anna", *OSLO), ("e1", at(1), "anna", *harbour)],
        (*OSLO, at(1), at(1)),
    )


def test_what_the_latest_page_view_does_not_say_is_unknown(spark: SparkSession) -> None:
    vague = ("oslo-id", "Oslo", "NO", None, None, None)
    assert_places(
        spark,
        [("e1", at(1), "anna", *OSLO), ("e2", at(2), "anna", *vague)],
        (*vague, at(1), at(2)),
    )


def test_a_state_that_is_unknown_once_and_empty_once_is_one_place(spark: SparkSession) -> None:
    assert_places(
        spark,
        [
            ("e1", at(1), "anna", "oslo-id", "Oslo", None, "0150", 10.75, 59.91),
            ("e2", at(2), "anna", "oslo-id", "Oslo", "", "0150", 10.75, 59.91),
        ],
        ("oslo-id", "Oslo", "", "0150", 10.75, 59.91, at(1), at(2)),
    )


def test_a_late_event_moves_first_seen_back(spark: SparkSession) -> None:
    assert_places(
        spark,
        [("e1", at(5), "anna", *OSLO), ("e2", at(6), "anna", *OSLO), ("e3", at(1), "ben", *OSLO)],
        (*OSLO, at(1), at(6)),
    )


def test_nowhere_is_no_place(spark: SparkSession) -> None:
    assert_places(spark, [("e1", at(1), "anna", None, None, None, "0150", 10.75, 59.91)])


def test_without_page_views_there_are_no_places(spark: SparkSession) -> None:
    assert_places(spark, [])
