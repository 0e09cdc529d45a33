"""Songs of each day by plays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from pyspark.sql import DataFrame
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_song_popularity import daily_song_popularity

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Popularity = Callable[..., DataFrame]


def play(
    title: str,
    user: str = "anna",
    time: datetime = NINE,
    seconds: float = 200.0,
    artist: str = "Coldplay",
) -> Row:
    return ("e", time, user, f"{artist} {title}", f"{artist}-id", title, artist, seconds)


@pytest.fixture(scope="module")
def popularity(frame: Frame) -> Popularity:
    return lambda *plays: daily_song_popularity(frame(LISTEN, plays))


def ranks(songs: DataFrame) -> list[Row]:
    return rows_of(songs.select("date", "rank", "title"))


def test_counts_plays_listeners_and_seconds_of_each_song(popularity: Popularity) -> None:
    songs = popularity(
        play("Yellow", "anna", seconds=266.5),
        play("Yellow", "anna", seconds=266.5),
        play("Yellow", "ben", seconds=267.0),
        play("Clocks", seconds=0.1),
        play("Clocks", seconds=0.2),
    )
    assert rows_of(songs) == [
        (FIRST, "Coldplay Clocks", "Coldplay-id", "Clocks", "Coldplay", 2, 1, 0.3, 2),
        (FIRST, "Coldplay Yellow", "Coldplay-id", "Yellow", "Coldplay", 3, 2, 800.0, 1),
    ]


def test_days_begin_at_midnight_utc(popularity: Popularity) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    songs = popularity(
        play("Yellow", time=just_before), play("Yellow", time=MIDNIGHT), play("Yellow")
    )
    assert rows_of(songs.select("date", "plays")) == [(FIRST, 2), (SECOND, 1)]


def test_songs_with_equal_plays_share_a_rank_and_the_next_rank_is_skipped(
    popularity: Popularity,
) -> None:
    twice_each = [play("Yellow"), play("Yellow"), play("Clocks"), play("Clocks")]
    assert ranks(popularity(*twice_each, play("Fix You"))) == [
        (FIRST, 1, "Clocks"),
        (FIRST, 1, "Yellow"),
        (FIRST, 3, "Fix You"),
    ]


def test_rank_follows_plays_not_listeners_or_seconds_within_each_day(
    popularity: Popularity,
) -> None:
    two_listeners_for_long = [play("Clocks", "ben", seconds=900.0), play("Clocks", "cleo")]
    three_plays = [play("Yellow", seconds=1.0)] * 3
    next_day = play("Clocks", time=MIDNIGHT)
    assert ranks(popularity(*two_listeners_for_long, *three_plays, next_day)) == [
        (FIRST, 1, "Yellow"),
        (FIRST, 2, "Clocks"),
        (SECOND, 1, "Clocks"),
    ]


def test_the_same_title_by_two_artists_is_two_songs(popularity: Popularity) -> None:
    songs = popularity(
        play("Hallelujah", artist="Leonard Cohen"), play("Hallelujah", artist="Jeff Buckley")
    )
    assert rows_of(songs.select("artist", "plays")) == [("Jeff Buckley", 1), ("Leonard Cohen", 1)]


def test_no_listens_give_no_songs(popularity: Popularity) -> None:
    assert rows_of(popularity()) == []
