"""Songs: one row each, as the latest listen shows it, and when it was first and last played."""

from datetime import datetime, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.songs import songs

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
SONG = (
    "song_id STRING, artist_id STRING, title STRING, artist STRING, duration_seconds DOUBLE,"
    " first_seen TIMESTAMP, last_seen TIMESTAMP"
)

Listen = tuple[str, datetime, str, str, str, str, str, float]


def at(day: int, hour: int = 9) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, tzinfo=timezone.utc)


def yellow(event: str, time: datetime, seconds: float = 266.0, user: str = "anna") -> Listen:
    return (event, time, user, "yellow-id", "coldplay-id", "Yellow", "Coldplay", seconds)


def clocks(event: str, time: datetime) -> Listen:
    return (event, time, "anna", "clocks-id", "coldplay-id", "Clocks", "Coldplay", 307.0)


def yellow_seen(first: datetime, last: datetime, seconds: float = 266.0) -> tuple[object, ...]:
    return ("yellow-id", "coldplay-id", "Yellow", "Coldplay", seconds, first, last)


def assert_songs(spark: SparkSession, listens: list[Listen], *expected: tuple[object, ...]) -> None:
    assertDataFrameEqual(
        songs(spark.createDataFrame(listens, LISTEN)), spark.createDataFrame(list(expected), SONG)
    )


def test_a_song_that_was_played_once_was_first_and_last_seen_then(spark: SparkSession) -> None:
    assert_songs(spark, [yellow("e1", at(1))], yellow_seen(at(1), at(1)))


def test_a_song_is_one_song_whoever_plays_it(spark: SparkSession) -> None:
    listens = [yellow("e1", at(1), user="anna"), yellow("e2", at(3), user="ben")]
    assert_songs(spark, listens, yellow_seen(at(1), at(3)))


def test_each_song_has_its_own_times(spark: SparkSession) -> None:
    assert_songs(
        spark,
        [yellow("e1", at(1)), clocks("e2", at(2)), yellow("e3", at(3))],
        yellow_seen(at(1), at(3)),
        ("clocks-id", "coldplay-id", "Clocks", "Coldplay", 307.0, at(2), at(2)),
    )


def test_of_two_lengths_the_one_that_was_played_last_counts(spark: SparkSession) -> None:
    listens = [yellow("e1", at(1), 266.0), yellow("e2", at(2), 267.5), yellow("e3", at(1), 268.0)]
    assert_songs(spark, listens, yellow_seen(at(1), at(2), 267.5))


def test_of_two_lengths_at_the_same_moment_the_greater_event_counts(spark: SparkSession) -> None:
    listens = [yellow("e2", at(1), 266.0), yellow("e1", at(1), 267.5)]
    assert_songs(spark, listens, yellow_seen(at(1), at(1), 266.0))


def test_a_late_event_moves_first_seen_back_and_changes_nothing_else(spark: SparkSession) -> None:
    delivered_last = yellow("e3", at(1), 111.0)
    assert_songs(
        spark,
        [yellow("e1", at(5)), yellow("e2", at(6)), delivered_last],
        yellow_seen(at(1), at(6)),
    )


def test_without_listens_there_are_no_songs(spark: SparkSession) -> None:
    assert_songs(spark, [])
