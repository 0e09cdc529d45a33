"""Where the service is used, day by day."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_location_metrics import daily_location_metrics

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, level STRING, city STRING,"
    " state STRING"
)
LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, level STRING, state STRING,"
    " listened_seconds DOUBLE"
)
STATE_OF_A_DAY = (
    "date DATE, state STRING, active_users BIGINT, paid_users BIGINT, page_views BIGINT,"
    " songs_played BIGINT, listening_seconds DOUBLE"
)

FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Event = tuple[Any, ...]


def view(
    state: str | None, user: str = "anna", level: str = "free", time: datetime = NINE
) -> Event:
    return ("e1", time, user, level, "Springfield", state)


def listen(
    state: str | None, seconds: float = 200.0, user: str = "anna", time: datetime = NINE
) -> Event:
    return ("e1", time, user, "paid", state, seconds)


def metrics(spark: SparkSession, views: list[Event], listens: list[Event]) -> DataFrame:
    return daily_location_metrics(
        spark.createDataFrame(views, PAGE_VIEW), spark.createDataFrame(listens, LISTEN)
    )


def assert_states(
    spark: SparkSession, views: list[Event], listens: list[Event], *expected: tuple[Any, ...]
) -> None:
    assertDataFrameEqual(
        metrics(spark, views, listens), spark.createDataFrame(list(expected), STATE_OF_A_DAY)
    )


def test_a_state_tells_of_its_users_and_what_they_did(spark: SparkSession) -> None:
    assert_states(
        spark,
        [view("OR", "anna", "free"), view("OR", "anna", "free"), view("OR", "ben", "paid")],
        [listen("OR", 200.5), listen("OR", 300.25)],
        (FIRST, "OR", 2, 1, 3, 2, 500.75),
    )


def test_states_are_counted_apart_a_user_in_each(spark: SparkSession) -> None:
    assert_states(
        spark,
        [view("OR", "anna"), view("ME", "anna"), view("ME", "ben")],
        [listen("ME", 200.0)],
        (FIRST, "OR", 1, 0, 1, 0, 0.0),
        (FIRST, "ME", 2, 0, 2, 1, 200.0),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    assert_states(
        spark,
        [view("OR", time=just_before), view("OR", time=MIDNIGHT)],
        [listen("OR", 200.0, time=just_before), listen("OR", 300.0, time=MIDNIGHT)],
        (FIRST, "OR", 1, 0, 1, 1, 200.0),
        (SECOND, "OR", 1, 0, 1, 1, 300.0),
    )


def test_an_empty_state_and_none_are_both_unknown(spark: SparkSession) -> None:
    assert_states(
        spark,
        [view(None, "anna"), view("", "ben")],
        [listen(None, 200.0), listen("", 300.0)],
        (FIRST, "unknown", 2, 0, 2, 2, 500.0),
    )


def test_who_pays_for_a_part_of_the_day_pays(spark: SparkSession) -> None:
    assert_states(
        spark,
        [view("OR", "anna", "free"), view("OR", "anna", "paid"), view("OR", "anna", "free")],
        [],
        (FIRST, "OR", 1, 1, 3, 0, 0.0),
    )


def test_a_state_in_which_songs_were_played_and_no_page_was_seen_has_no_active_users(
    spark: SparkSession,
) -> None:
    assert_states(spark, [], [listen("OR", 200.0)], (FIRST, "OR", 0, 0, 0, 1, 200.0))


def test_listening_is_rounded_to_the_millisecond(spark: SparkSession) -> None:
    (state,) = metrics(spark, [], [listen("OR", 0.1), listen("OR", 0.2)]).collect()
    assert state.listening_seconds == 0.3


def test_without_events_there_are_no_states(spark: SparkSession) -> None:
    assert_states(spark, [], [])
