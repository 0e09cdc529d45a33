"""Events: when they happened, to the millisecond, and which ones they are."""

from datetime import datetime, timedelta, timezone

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.bronze.events import events

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_000

MILLENNIUM = datetime(2000, 1, 1, tzinfo=timezone.utc)
MILLENNIUM_TS = 946_684_800_000

ONE_DAY = 24 * 60 * 60 * 1000


def message(
    spark: SparkSession, *, ts: int | None = NOON_TS, value: str | None = "{}"
) -> DataFrame:
    """A message that the broker received at noon."""
    return spark.createDataFrame(
        [(NOON, value, ts)], "kafka_timestamp TIMESTAMP, value STRING, ts BIGINT"
    )


@pytest.mark.parametrize(
    ("ts", "event_timestamp"),
    [
        pytest.param(NOON_TS, NOON, id="the moment of arrival"),
        pytest.param(NOON_TS + 7, NOON + timedelta(milliseconds=7), id="milliseconds are kept"),
        pytest.param(MILLENNIUM_TS, MILLENNIUM, id="the earliest: the first moment of 2000"),
        pytest.param(NOON_TS + ONE_DAY, NOON + timedelta(days=1), id="the latest: a day ahead"),
    ],
)
def test_ts_is_the_time_of_the_event(
    spark: SparkSession, ts: int, event_timestamp: datetime
) -> None:
    assertDataFrameEqual(
        events(message(spark, ts=ts)).select("ts", "event_timestamp"),
        spark.createDataFrame([(ts, event_timestamp)], "ts BIGINT, event_timestamp TIMESTAMP"),
    )


@pytest.mark.parametrize(
    "ts",
    [
        pytest.param(None, id="missing"),
        pytest.param(MILLENNIUM_TS - 1, id="a millisecond before 2000"),
        pytest.param(NOON_TS + ONE_DAY + 1, id="a millisecond more than a day ahead"),
        pytest.param(0, id="zero"),
        pytest.param(-NOON_TS, id="negative"),
        pytest.param(NOON_TS // 1000, id="seconds instead of milliseconds"),
        pytest.param(NOON_TS * 1000, id="microseconds instead of milliseconds"),
        pytest.param(2**63 - 1, id="the largest number there is"),
        pytest.param(-(2**63), id="the smallest number there is"),
    ],
)
def test_an_impossible_ts_is_no_time_and_no_error(spark: SparkSession, ts: int | None) -> None:
    assertDataFrameEqual(
        events(message(spark, ts=ts)).select("ts", "event_timestamp"),
        spark.createDataFrame([(ts, None)], "ts BIGINT, event_timestamp TIMESTAMP"),
    )


def test_an_event_delivered_twice_has_the_same_identity_twice(spark: SparkSession) -> None:
    played = '{"song":"Yellow"}'
    twice = message(spark, value=played).union(message(spark, value=played))
    assert events(twice).select("event_id").distinct().count() == 1


def test_different_payloads_are_different_events(spark: SparkSession) -> None:
    payloads = ['{"song":"Yellow"}', '{"song":"Yellow" }', '{"song":"yellow"}', ""]
    messages = [message(spark, value=payload) for payload in payloads]
    different = messages[0].union(messages[1]).union(messages[2]).union(messages[3])
    assert events(different).select("event_id").distinct().count() == 4


def test_the_identity_stays_the_same_for_ever(spark: SparkSession) -> None:
    sha256_of_the_empty_object = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assertDataFrameEqual(
        events(message(spark, value="{}")).select("event_id"),
        spark.createDataFrame([(sha256_of_the_empty_object,)], "event_id STRING"),
    )


def test_a_message_without_payload_has_no_identity(spark: SparkSession) -> None:
    assertDataFrameEqual(
        events(message(spark, value=None)).select("event_id"),
        spark.createDataFrame([(None,)], "event_id STRING"),
    )


def test_what_the_message_had_before_it_still_has(spark: SparkSession) -> None:
    before = message(spark, value='{"song":"Yellow"}')
    assertDataFrameEqual(events(before).select(before.columns), before)
