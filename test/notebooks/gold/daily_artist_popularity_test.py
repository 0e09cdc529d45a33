"""Whom people listen to most, day by day."""

from datetime import date, datetime, timedelta, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_artist_popularity import daily_artist_popularity

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
ARTIST_OF_A_DAY = (
    "date DATE, artist_id STRING, artist STRING, plays BIGINT, listeners BIGINT, songs BIGINT,"
    " listening_seconds DOUBLE, rank INT"
)

FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Play = tuple[str, str, str, datetime, float]


def play(
    artist: str,
    title: str = "a song",
    user: str = "anna",
    time: datetime = NINE,
    seconds: float = 200.0,
) -> Play:
    return (artist, title, user, time, seconds)


def popularity(spark: SparkSession, *plays: Play) -> DataFrame:
    listens = [
        (f"e{number}", time, user, f"{artist} {title}", f"{artist}-id", title, artist, seconds)
        for number, (artist, title, user, time, seconds) in enumerate(plays)
    ]
    return daily_artist_popularity(spark.createDataFrame(listens, LISTEN))


def ranks(spark: SparkSession, *plays: Play) -> dict[tuple[date, str], int]:
    rows = popularity(spark, *plays).select("date", "artist", "rank").collect()
    return {(row.date, row.artist): row["rank"] for row in rows}


def test_an_artist_of_a_day_has_the_plays_of_all_songs(spark: SparkSession) -> None:
    assertDataFrameEqual(
        popularity(
            spark,
            play("Coldplay", "Yellow", "anna", seconds=266.5),
            play("Coldplay", "Yellow", "ben", seconds=266.5),
            play("Coldplay", "Clocks", "ben", seconds=307.0),
        ),
        spark.createDataFrame(
            [(FIRST, "Coldplay-id", "Coldplay", 3, 2, 2, 840.0, 1)], ARTIST_OF_A_DAY
        ),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    plays = [play("Björk", time=just_before), play("Björk", time=MIDNIGHT), play("Björk")]
    assertDataFrameEqual(
        popularity(spark, *plays).select("date", "plays"),
        spark.createDataFrame([(FIRST, 2), (SECOND, 1)], "date DATE, plays BIGINT"),
    )


def test_artists_of_equal_plays_share_a_rank_and_the_next_rank_is_left_out(
    spark: SparkSession,
) -> None:
    twice_each = [play("Coldplay"), play("Coldplay"), play("Björk"), play("Björk")]
    assert ranks(spark, *twice_each, play("Muse")) == {
        (FIRST, "Coldplay"): 1,
        (FIRST, "Björk"): 1,
        (FIRST, "Muse"): 3,
    }


def test_plays_decide_and_not_songs_or_listeners(spark: SparkSession) -> None:
    two_songs_for_two = [play("Björk", "Jóga", "ben"), play("Björk", "Hunter", "cleo")]
    one_song_three_times = [play("Coldplay", "Yellow")] * 3
    assert ranks(spark, *two_songs_for_two, *one_song_three_times) == {
        (FIRST, "Coldplay"): 1,
        (FIRST, "Björk"): 2,
    }


def test_each_day_has_its_own_ranks(spark: SparkSession) -> None:
    plays = [play("Coldplay"), play("Coldplay"), play("Björk"), play("Björk", time=MIDNIGHT)]
    assert ranks(spark, *plays) == {
        (FIRST, "Coldplay"): 1,
        (FIRST, "Björk"): 2,
        (SECOND, "Björk"): 1,
    }


def test_listening_is_rounded_to_the_millisecond(spark: SparkSession) -> None:
    (artist,) = popularity(spark, play("Björk", seconds=0.1), play("Björk", seconds=0.2)).collect()
    assert artist.listening_seconds == 0.3


def test_without_listens_there_are_no_artists(spark: SparkSession) -> None:
    assert popularity(spark).isEmpty()
