"""Listens for analysts: the wide table without what says where a user lives."""

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

Listens = Callable[..., DataFrame]
Row = dict[str, Any]

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
TEN = datetime(2018, 11, 1, 10, tzinfo=timezone.utc)

WIDE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " user_level STRING, user_gender STRING, user_state STRING, user_registered_at TIMESTAMP,"
    " song_id STRING, title STRING, artist_id STRING, artist STRING, listened_seconds DOUBLE,"
    " song_first_seen TIMESTAMP, session_start TIMESTAMP, session_duration_seconds DOUBLE,"
    " session_songs_played BIGINT, device_family STRING"
)
PERSONAL = " user_state STRING,"

LISTEN: Row = {
    "event_id": "e1",
    "event_timestamp": TEN,
    "userId": "anna",
    "sessionId": "s1",
    "user_level": "paid",
    "user_gender": "F",
    "user_state": "ME",
    "user_registered_at": NINE,
    "song_id": "yellow-id",
    "title": "Yellow",
    "artist_id": "coldplay-id",
    "artist": "Coldplay",
    "listened_seconds": 266.0,
    "song_first_seen": NINE,
    "session_start": NINE,
    "session_duration_seconds": 10_800.0,
    "session_songs_played": 12,
    "device_family": "iPhone",
}


@pytest.fixture
def listens(spark: SparkSession, project_root: Path) -> Listens:
    """What analysts see of rows of the wide table."""
    query = (project_root / "notebooks/gold/listens.sql").read_text()

    def ask(*rows: Row) -> DataFrame:
        values = [tuple(row.values()) for row in rows]
        spark.createDataFrame(values, WIDE).createOrReplaceTempView("gold_listens_wide")
        return spark.sql(query)

    yield ask
    spark.catalog.dropTempView("gold_listens_wide")


def without_state(spark: SparkSession, *rows: Row) -> DataFrame:
    values = [tuple(value for name, value in row.items() if name != "user_state") for row in rows]
    return spark.createDataFrame(values, WIDE.replace(PERSONAL, ""))


def test_everything_is_shown_but_where_the_user_lives(
    spark: SparkSession, listens: Listens
) -> None:
    assertDataFrameEqual(listens(LISTEN), without_state(spark, LISTEN))


def test_every_listen_is_shown_whatever_is_known_of_it(
    spark: SparkSession, listens: Listens
) -> None:
    unknown = dict.fromkeys(LISTEN) | {"event_id": "e2"}
    again = LISTEN | {"event_id": "e3"}
    assertDataFrameEqual(
        listens(LISTEN, unknown, again), without_state(spark, LISTEN, unknown, again)
    )


def test_without_listens_nothing_is_shown(spark: SparkSession, listens: Listens) -> None:
    assertDataFrameEqual(listens(), without_state(spark))
