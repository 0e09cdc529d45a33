"""Artists: one row each, with the times of the first and the last listen."""

from datetime import datetime, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.artists import artists

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING"
)
ARTIST = "artist_id STRING, name STRING, first_seen TIMESTAMP, last_seen TIMESTAMP"

Listen = tuple[str, datetime, str, str, str, str, str]


def at(day: int) -> datetime:
    """Nine o'clock on a day of November 2018, in UTC."""
    return datetime(2018, 11, day, 9, tzinfo=timezone.utc)


def coldplay(song: str, day: int, user: str = "anna") -> Listen:
    return (f"{song} {day}", at(day), user, f"{song}-id", "coldplay-id", song, "Coldplay")


def bjork(song: str, day: int) -> Listen:
    return (f"{song} {day}", at(day), "anna", f"{song}-id", "björk-id", song, "Björk")


def assert_artists(
    spark: SparkSession, listens: list[Listen], *expected: tuple[str, str, datetime, datetime]
) -> None:
    assertDataFrameEqual(
        artists(spark.createDataFrame(listens, LISTEN)),
        spark.createDataFrame(list(expected), ARTIST),
    )


def test_an_artist_is_seen_with_every_song_whoever_plays_it(spark: SparkSession) -> None:
    assert_artists(
        spark,
        [coldplay("Yellow", 1), coldplay("Clocks", 3, user="ben"), coldplay("Yellow", 2)],
        ("coldplay-id", "Coldplay", at(1), at(3)),
    )


def test_each_artist_has_its_own_times(spark: SparkSession) -> None:
    assert_artists(
        spark,
        [coldplay("Yellow", 1), bjork("Jóga", 2), coldplay("Clocks", 3)],
        ("coldplay-id", "Coldplay", at(1), at(3)),
        ("björk-id", "Björk", at(2), at(2)),
    )


def test_a_late_event_moves_first_seen_back(spark: SparkSession) -> None:
    assert_artists(
        spark,
        [coldplay("Yellow", 5), coldplay("Yellow", 6), coldplay("Yellow", 1)],
        ("coldplay-id", "Coldplay", at(1), at(6)),
    )


def test_without_listens_there_are_no_artists(spark: SparkSession) -> None:
    assert_artists(spark, [])
