"""Artists of each day by plays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from pyspark.sql import DataFrame
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_artist_popularity import daily_artist_popularity

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Popularity = Callable[..., DataFrame]


def play(
    artist: str,
    title: str = "a song",
    user: str = "anna",
    time: datetime = NINE,
    seconds: float = 200.0,
) -> Row:
    return ("e", time, user, f"{artist} {title}", f"{artist}-id", title, artist, seconds)


@pytest.fixture(scope="module")
def popularity(frame: Frame) -> Popularity:
    return lambda *plays: daily_artist_popularity(frame(LISTEN, plays))


def ranks(artists: DataFrame) -> list[Row]:
    return rows_of(artists.select("date", "rank", "artist"))


def test_counts_plays_listeners_songs_and_seconds_of_each_artist(popularity: Popularity) -> None:
    artists = popularity(
        play("Coldplay", "Yellow", "anna", seconds=266.5),
        play("Coldplay", "Yellow", "ben", seconds=266.5),
        play("Coldplay", "Clocks", "ben", seconds=307.0),
        play("Björk", seconds=0.1),
        play("Björk", seconds=0.2),
    )
    assert rows_of(artists) == [
        (FIRST, "Björk-id", "Björk", 2, 1, 1, 0.3, 2),
        (FIRST, "Coldplay-id", "Coldplay", 3, 2, 2, 840.0, 1),
    ]


def test_days_begin_at_midnight_utc(popularity: Popularity) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    artists = popularity(
        play("Björk", time=just_before), play("Björk", time=MIDNIGHT), play("Björk")
    )
    assert rows_of(artists.select("date", "plays")) == [(FIRST, 2), (SECOND, 1)]


def test_artists_with_equal_plays_share_a_rank_and_the_next_rank_is_skipped(
    popularity: Popularity,
) -> None:
    twice_each = [play("Coldplay"), play("Coldplay"), play("Björk"), play("Björk")]
    assert ranks(popularity(*twice_each, play("Muse"))) == [
        (FIRST, 1, "Björk"),
        (FIRST, 1, "Coldplay"),
        (FIRST, 3, "Muse"),
    ]


def test_rank_follows_plays_not_songs_or_listeners_within_each_day(
    popularity: Popularity,
) -> None:
    two_songs_for_two = [play("Björk", "Jóga", "ben"), play("Björk", "Hunter", "cleo")]
    one_song_three_times = [play("Coldplay", "Yellow")] * 3
    next_day = play("Björk", time=MIDNIGHT)
    assert ranks(popularity(*two_songs_for_two, *one_song_three_times, next_day)) == [
        (FIRST, 1, "Coldplay"),
        (FIRST, 2, "Björk"),
        (SECOND, 1, "Björk"),
    ]


def test_no_listens_give_no_artists(popularity: Popularity) -> None:
    assert rows_of(popularity()) == []
