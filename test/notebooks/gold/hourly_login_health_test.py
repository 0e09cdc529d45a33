"""Whether people can log in, hour by hour."""

from datetime import datetime, timedelta, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.hourly_login_health import hourly_login_health

ATTEMPT = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, action STRING, success BOOLEAN"
)
HOUR = "hour TIMESTAMP, attempts BIGINT, failures BIGINT, failure_rate DOUBLE"

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
HALF_PAST_NINE = NINE + timedelta(minutes=30)
TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)

Attempt = tuple[str, datetime, str | None, str, bool]


def login(time: datetime, success: bool) -> Attempt:
    return ("e1", time, None, "login", success)


def logout(time: datetime, success: bool) -> Attempt:
    return ("e1", time, "anna", "logout", success)


def assert_hours(
    spark: SparkSession, attempts: list[Attempt], *expected: tuple[datetime, int, int, float]
) -> None:
    assertDataFrameEqual(
        hourly_login_health(spark.createDataFrame(attempts, ATTEMPT)),
        spark.createDataFrame(list(expected), HOUR),
    )


def test_an_hour_tells_which_share_of_attempts_failed(spark: SparkSession) -> None:
    attempts = [login(HALF_PAST_NINE, True)] * 3 + [login(HALF_PAST_NINE, False)]
    assert_hours(spark, attempts, (NINE, 4, 1, 0.25))


def test_hours_begin_on_the_hour(spark: SparkSession) -> None:
    just_before_ten = TEN - timedelta(milliseconds=1)
    assert_hours(
        spark,
        [login(NINE, True), login(just_before_ten, False), login(TEN, True)],
        (NINE, 2, 1, 0.5),
        (TEN, 1, 0, 0.0),
    )


def test_the_same_hour_of_two_days_is_two_hours(spark: SparkSession) -> None:
    next_day = NINE + timedelta(days=1)
    assert_hours(
        spark,
        [login(NINE, True), login(next_day, False)],
        (NINE, 1, 0, 0.0),
        (next_day, 1, 1, 1.0),
    )


def test_to_log_out_is_not_to_log_in(spark: SparkSession) -> None:
    attempts = [logout(NINE, True), logout(NINE, False), login(NINE, True), logout(TEN, False)]
    assert_hours(spark, attempts, (NINE, 1, 0, 0.0))


def test_an_hour_without_attempts_has_no_row(spark: SparkSession) -> None:
    assert_hours(
        spark, [login(NINE, True), login(ELEVEN, True)], (NINE, 1, 0, 0.0), (ELEVEN, 1, 0, 0.0)
    )


def test_without_attempts_there_are_no_hours(spark: SparkSession) -> None:
    assert_hours(spark, [])
