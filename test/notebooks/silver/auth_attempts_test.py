"""Attempts to log in and out: what was attempted, by whom, and whether it worked."""

from datetime import datetime, timedelta, timezone

import pytest
from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.auth_attempts import auth_attempts

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, auth STRING, success BOOLEAN, level STRING, city STRING"
)
ATTEMPT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, action STRING, success BOOLEAN, level STRING"
)
SOMEBODY, ANNA = (None, "s1"), ("7", "s1")


def test_who_logs_in_is_nobody_yet(spark: SparkSession) -> None:
    event = ("e1", NINE, DELIVERED, *SOMEBODY, "Logged Out", True, "free", None)
    assertDataFrameEqual(
        auth_attempts(spark.createDataFrame([event], EVENT)),
        spark.createDataFrame([("e1", NINE, DELIVERED, *SOMEBODY, "login", True, "free")], ATTEMPT),
    )


def test_who_logs_out_is_known(spark: SparkSession) -> None:
    event = ("e1", NINE, DELIVERED, *ANNA, "Logged In", True, "paid", "Oslo")
    assertDataFrameEqual(
        auth_attempts(spark.createDataFrame([event], EVENT)),
        spark.createDataFrame([("e1", NINE, DELIVERED, *ANNA, "logout", True, "paid")], ATTEMPT),
    )


def test_an_attempt_that_failed_is_an_attempt(spark: SparkSession) -> None:
    event = ("e1", NINE, DELIVERED, *SOMEBODY, "Logged Out", False, "free", None)
    (attempt,) = auth_attempts(spark.createDataFrame([event], EVENT)).collect()
    assert (attempt.action, attempt.success) == ("login", False)


@pytest.mark.parametrize(
    ("auth", "action"),
    [
        ("Logged In", "logout"),
        ("Logged Out", "login"),
        ("Guest", "login"),
        ("Cancelled", "login"),
        pytest.param(None, "login", id="not said"),
    ],
)
def test_only_who_is_logged_in_can_log_out(
    spark: SparkSession, auth: str | None, action: str
) -> None:
    event = ("e1", NINE, DELIVERED, *SOMEBODY, auth, True, "free", None)
    (attempt,) = auth_attempts(spark.createDataFrame([event], EVENT)).collect()
    assert attempt.action == action
