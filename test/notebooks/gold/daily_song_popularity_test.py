"""What is played most, day by day."""

from datetime import date, datetime, timedelta, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_song_popularity import daily_song_popularity

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
SONG_OF_A_DAY = (
    "date DATE, song_id STRING, artist_id STRING, title STRING, artist STRING, plays BIGINT,"
    " listeners BIGINT, listening_seconds DOUBLE, rank INT"
)

FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Play = tuple[str, str, datetime, float]


def play(title: str, user: str = "anna", time: datetime = NINE, seconds: float = 200.0) -> Play:
    return (title, user, time, seconds)


def popularity(spark: SparkSession, *plays: Play) -> DataFrame:
    """Songs of days on which songs of Coldplay were played."""
    listens = [
        (f"e{number}", time, user, f"{title}-id", "coldplay-id", title, "Coldplay", seconds)
        for number, (title, user, time, seconds) in enumerate(plays)
    ]
    return daily_song_popularity(spark.createDataFrame(listens, LISTEN))


def ranks(spark: SparkSession, *plays: Play) -> dict[tuple[date, str], int]:
    rows = popularity(spark, *plays).select("date", "title", "rank").collect()
    return {(row.date, row.title): row["rank"] for row in rows}


def test_a_song_of_a_day_tells_how_often_and_by_how_many_it_was_played(spark: SparkSession) -> None:
    assertDataFrameEqual(
        popularity(
            spark,
            play("Yellow", "anna", seconds=266.5),
            play("Yellow", "anna", seconds=266.5),
            play("Yellow", "ben", seconds=267.0),
        ),
        spark.createDataFrame(
            [(FIRST, "Yellow-id", "coldplay-id", "Yellow", "Coldplay", 3, 2, 800.0, 1)],
            SONG_OF_A_DAY,
        ),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    plays = [play("Yellow", time=just_before), play("Yellow", time=MIDNIGHT), play("Yellow")]
    assertDataFrameEqual(
        popularity(spark, *plays).select("date", "plays"),
        spark.createDataFrame([(FIRST, 2), (SECOND, 1)], "date DATE, plays BIGINT"),
    )


def test_songs_of_equal_plays_share_a_rank_and_the_next_rank_is_left_out(
    spark: SparkSession,
) -> None:
    twice_each = [play("Yellow"), play("Yellow"), play("Clocks"), play("Clocks")]
    assert ranks(spark, *twice_each, play("Fix You")) == {
        (FIRST, "Yellow"): 1,
        (FIRST, "Clocks"): 1,
        (FIRST, "Fix You"): 3,
    }


def test_plays_decide_and_not_listeners_or_time(spark: SparkSession) -> None:
    heard_by_two_for_long = [play("Clocks", "ben", seconds=900.0), play("Clocks", "cleo")]
    heard_three_times = [play("Yellow", seconds=1.0)] * 3
    assert ranks(spark, *heard_by_two_for_long, *heard_three_times) == {
        (FIRST, "Yellow"): 1,
        (FIRST, "Clocks"): 2,
    }


def test_each_day_has_its_own_ranks(spark: SparkSession) -> None:
    plays = [play("Yellow"), play("Yellow"), play("Clocks"), play("Clocks", time=MIDNIGHT)]
    assert ranks(spark, *plays) == {
        (FIRST, "Yellow"): 1,
        (FIRST, "Clocks"): 2,
        (SECOND, "Clocks"): 1,
    }


def test_songs_of_one_title_by_two_artists_are_two_songs(spark: SparkSession) -> None:
    listens = [
        ("e1", NINE, "anna", "cohen's", "cohen-id", "Hallelujah", "Leonard Cohen", 280.0),
        ("e2", NINE, "anna", "buckley's", "buckley-id", "Hallelujah", "Jeff Buckley", 413.0),
    ]
    assertDataFrameEqual(
        daily_song_popularity(spark.createDataFrame(listens, LISTEN)),
        spark.createDataFrame(
            [
                (FIRST, "cohen's", "cohen-id", "Hallelujah", "Leonard Cohen", 1, 1, 280.0, 1),
                (FIRST, "buckley's", "buckley-id", "Hallelujah", "Jeff Buckley", 1, 1, 413.0, 1),
            ],
            SONG_OF_A_DAY,
        ),
    )


def test_listening_is_rounded_to_the_millisecond(spark: SparkSession) -> None:
    (song,) = popularity(spark, play("Yellow", seconds=0.1), play("Yellow", seconds=0.2)).collect()
    assert song.listening_seconds == 0.3


def test_without_listens_there_are_no_songs(spark: SparkSession) -> None:
    assert popularity(spark).isEmpty()
