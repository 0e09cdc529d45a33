"""Changes of level: from which to which."""

from datetime import datetime, timedelta, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.level_changes import level_changes

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, level STRING, city STRING"
)
CHANGE = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, previous_level STRING, new_level STRING"
)
ANNA = ("e1", NINE, DELIVERED, "7", "s1")


def test_who_is_paid_now_was_free(spark: SparkSession) -> None:
    assertDataFrameEqual(
        level_changes(spark.createDataFrame([(*ANNA, "paid", "Oslo")], EVENT)),
        spark.createDataFrame([(*ANNA, "free", "paid")], CHANGE),
    )


def test_who_is_free_now_was_paid(spark: SparkSession) -> None:
    assertDataFrameEqual(
        level_changes(spark.createDataFrame([(*ANNA, "free", "Oslo")], EVENT)),
        spark.createDataFrame([(*ANNA, "paid", "free")], CHANGE),
    )


def test_two_upgrades_without_a_downgrade_between_are_two_changes(spark: SparkSession) -> None:
    events = [(*ANNA, "paid", "Oslo"), (*ANNA, "paid", "Oslo")]
    assertDataFrameEqual(
        level_changes(spark.createDataFrame(events, EVENT)),
        spark.createDataFrame([(*ANNA, "free", "paid")] * 2, CHANGE),
    )
