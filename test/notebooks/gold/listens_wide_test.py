"""Every listen with all that is known of it, the user as the profile was at that moment."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.listens_wide import listens_wide

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING, level STRING,"
    " state STRING, song_id STRING, artist_id STRING, song STRING, artist STRING,"
    " listened_seconds DOUBLE"
)
PROFILE = (
    "userId STRING, level STRING, gender STRING, state STRING, registration BIGINT,"
    " __START_AT TIMESTAMP, __END_AT TIMESTAMP"
)
SONG = (
    "song_id STRING, artist_id STRING, title STRING, artist STRING, duration_seconds DOUBLE,"
    " first_seen TIMESTAMP, last_seen TIMESTAMP"
)
ARTIST = "artist_id STRING, name STRING, first_seen TIMESTAMP, last_seen TIMESTAMP"
SESSION = (
    "sessionId STRING, userId STRING, session_start TIMESTAMP, session_end TIMESTAMP,"
    " duration_seconds DOUBLE, songs_played BIGINT, device_family STRING"
)
WIDE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " user_level STRING, user_gender STRING, user_state STRING, user_registered_at TIMESTAMP,"
    " song_id STRING, title STRING, artist_id STRING, artist STRING, listened_seconds DOUBLE,"
    " song_first_seen TIMESTAMP, session_start TIMESTAMP, session_duration_seconds DOUBLE,"
    " session_songs_played BIGINT, device_family STRING"
)

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))
A_MILLISECOND = timedelta(milliseconds=1)
LONG_AGO = datetime(2018, 10, 1, tzinfo=timezone.utc)

YELLOW = ("yellow-id", "coldplay-id", "Yellow", "Coldplay", 266.0, LONG_AGO, NOON)
COLDPLAY = ("coldplay-id", "Coldplay", LONG_AGO, NOON)
ANNAS_SESSION = ("s1", "anna", NINE, NOON, 10_800.0, 12, "iPhone")

# Free from ten to eleven, paid ever since.
REGISTERED = datetime(2018, 10, 20, 8, 30, 0, 125_000, timezone.utc)
REGISTERED_MS = 1_540_024_200_125
FREE = ("anna", "free", "F", "OR", REGISTERED_MS, TEN, ELEVEN)
PAID = ("anna", "paid", "F", "ME", REGISTERED_MS, ELEVEN, None)

Row = tuple[Any, ...]


def listen(time: datetime, user: str = "anna", session: str = "s1", event: str = "e1") -> Row:
    song = ("yellow-id", "coldplay-id", "Yellow", "Coldplay", 266.0)
    return (event, time, user, session, "level then", "state then", *song)


def wide(
    spark: SparkSession,
    listens: list[Row],
    profiles: tuple[Row, ...] = (FREE, PAID),
    sessions: tuple[Row, ...] = (ANNAS_SESSION,),
) -> DataFrame:
    return listens_wide(
        spark.createDataFrame(listens, LISTEN),
        spark.createDataFrame(list(profiles), PROFILE),
        spark.createDataFrame([YELLOW], SONG),
        spark.createDataFrame([COLDPLAY], ARTIST),
        spark.createDataFrame(list(sessions), SESSION),
    )


def test_a_listen_has_user_song_artist_and_session(spark: SparkSession) -> None:
    assertDataFrameEqual(
        wide(spark, [listen(NOON)]),
        spark.createDataFrame(
            [
                (
                    *("e1", NOON, "anna", "s1"),
                    *("paid", "F", "ME", REGISTERED),
                    *("yellow-id", "Yellow", "coldplay-id", "Coldplay", 266.0, LONG_AGO),
                    *(NINE, 10_800.0, 12, "iPhone"),
                )
            ],
            WIDE,
        ),
    )


@pytest.mark.parametrize(
    ("time", "level"),
    [
        pytest.param(NINE, None, id="before the first version"),
        pytest.param(TEN - A_MILLISECOND, None, id="a millisecond before it begins"),
        pytest.param(TEN, "free", id="as it begins"),
        pytest.param(ELEVEN - A_MILLISECOND, "free", id="a millisecond before it ends"),
        pytest.param(ELEVEN, "paid", id="as it ends and the next begins"),
        pytest.param(NOON + timedelta(days=1000), "paid", id="ever after"),
    ],
)
def test_a_listen_has_the_profile_of_its_moment(
    spark: SparkSession, time: datetime, level: str | None
) -> None:
    state = {None: None, "free": "OR", "paid": "ME"}[level]
    assertDataFrameEqual(
        wide(spark, [listen(time)]).select("event_id", "user_level", "user_state"),
        spark.createDataFrame(
            [("e1", level, state)], "event_id STRING, user_level STRING, user_state STRING"
        ),
    )


def test_a_version_that_ended_without_another_holds_no_more(spark: SparkSession) -> None:
    (row,) = wide(spark, [listen(ELEVEN)], profiles=(FREE,)).collect()
    assert (row.user_level, row.user_gender, row.user_registered_at) == (None, None, None)


def test_a_user_of_whom_there_is_no_profile_is_unknown(spark: SparkSession) -> None:
    (row,) = wide(spark, [listen(NOON, user="ben")]).collect()
    assert (row.userId, row.user_level, row.user_state) == ("ben", None, None)


def test_a_profile_may_leave_everything_open(spark: SparkSession) -> None:
    unknown = ("anna", None, None, None, None, TEN, None)
    (row,) = wide(spark, [listen(NOON)], profiles=(unknown,)).collect()
    assert (row.user_level, row.user_gender, row.user_registered_at) == (None, None, None)


def test_a_session_of_which_no_page_view_is_known_is_unknown(spark: SparkSession) -> None:
    (row,) = wide(spark, [listen(NOON, session="s2")]).collect()
    assert (row.sessionId, row.session_start, row.session_duration_seconds) == ("s2", None, None)
    assert (row.session_songs_played, row.device_family) == (None, None)


def test_a_session_that_changes_hands_is_known_for_each_user(spark: SparkSession) -> None:
    bens_session = ("s1", "ben", TEN, NOON, 7200.0, 3, "Mac")
    found = wide(
        spark,
        [listen(NOON, "anna", event="e1"), listen(NOON, "ben", event="e2")],
        sessions=(ANNAS_SESSION, bens_session),
    )
    assertDataFrameEqual(
        found.select("event_id", "session_songs_played", "device_family"),
        spark.createDataFrame(
            [("e1", 12, "iPhone"), ("e2", 3, "Mac")],
            "event_id STRING, session_songs_played BIGINT, device_family STRING",
        ),
    )


def test_every_listen_is_one_row(spark: SparkSession) -> None:
    listens = [
        listen(NINE, event="before there was a profile"),
        listen(TEN, event="free"),
        listen(TEN, event="free, at the same moment"),
        listen(NOON, event="paid"),
        listen(NOON, "ben", "s9", event="nobody's"),
    ]
    found = wide(spark, listens).select("event_id").collect()
    assert sorted(row.event_id for row in found) == sorted(event for event, *_ in listens)


def test_without_listens_there_is_nothing(spark: SparkSession) -> None:
    assert wide(spark, []).isEmpty()
