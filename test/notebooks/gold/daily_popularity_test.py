"""Songs and artists of each day, and their ranking by plays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_artist_popularity import daily_artist_popularity
from notebooks.gold.daily_song_popularity import daily_song_popularity

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)
JUST_BEFORE_MIDNIGHT = MIDNIGHT - timedelta(milliseconds=1)

Popularity = Callable[..., DataFrame]
Ranks = Callable[..., list[Row]]


def play(
    artist: str,
    title: str = "a song",
    user: str = "anna",
    time: datetime = NINE,
    seconds: float = 200.0,
) -> Row:
    return ("e", time, user, f"{artist} {title}", f"{artist}-id", title, artist, seconds)


@pytest.fixture(scope="module")
def songs(frame: Frame) -> Popularity:
    return lambda *plays: daily_song_popularity(frame(LISTEN, plays))


@pytest.fixture(scope="module")
def artists(frame: Frame) -> Popularity:
    return lambda *plays: daily_artist_popularity(frame(LISTEN, plays))


@pytest.fixture(params=["songs", "artists"])
def popularity(request: pytest.FixtureRequest) -> Popularity:
    """Of either; where each artist has one song, both say the same."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["song", "artist"])
def ranks(request: pytest.FixtureRequest, spark: SparkSession, project_root: Path) -> Ranks:
    """Ranks of either, as the published view shows them."""
    kind = request.param
    query = (project_root / f"notebooks/gold/daily_{kind}_ranking.sql").read_text()
    popularity = request.getfixturevalue(f"{kind}s")

    def ranks(*plays: Row) -> list[Row]:
        popularity(*plays).createOrReplaceTempView(f"gold_daily_{kind}_popularity")
        return rows_of(spark.sql(query).select("date", "rank", "artist"))

    return ranks


def test_counts_plays_listeners_and_seconds_of_each_song(songs: Popularity) -> None:
    found = songs(
        play("Coldplay", "Yellow", "anna", seconds=266.5),
        play("Coldplay", "Yellow", "anna", seconds=266.5),
        play("Coldplay", "Yellow", "ben", seconds=267.0),
        play("Coldplay", "Clocks", seconds=0.1),
        play("Coldplay", "Clocks", seconds=0.2),
    )
    assert rows_of(found) == [
        (FIRST, "Coldplay Clocks", "Coldplay-id", "Clocks", "Coldplay", 2, 1, 0.3),
        (FIRST, "Coldplay Yellow", "Coldplay-id", "Yellow", "Coldplay", 3, 2, 800.0),
    ]


def test_counts_plays_listeners_songs_and_seconds_of_each_artist(artists: Popularity) -> None:
    found = artists(
        play("Coldplay", "Yellow", "anna", seconds=266.5),
        play("Coldplay", "Yellow", "ben", seconds=266.5),
        play("Coldplay", "Clocks", "ben", seconds=307.0),
        play("Björk", seconds=0.1),
        play("Björk", seconds=0.2),
    )
    assert rows_of(found) == [
        (FIRST, "Björk-id", "Björk", 2, 1, 1, 0.3),
        (FIRST, "Coldplay-id", "Coldplay", 3, 2, 2, 840.0),
    ]


def test_days_begin_at_midnight_utc(popularity: Popularity) -> None:
    plays = [play("Björk", time=time) for time in (JUST_BEFORE_MIDNIGHT, MIDNIGHT, NINE)]
    assert rows_of(popularity(*plays).select("date", "plays")) == [(FIRST, 2), (SECOND, 1)]


def test_equal_plays_share_a_rank_and_the_next_rank_is_skipped(ranks: Ranks) -> None:
    twice_each = [play("Coldplay"), play("Coldplay"), play("Björk"), play("Björk")]
    assert ranks(*twice_each, play("Muse")) == [
        (FIRST, 1, "Björk"),
        (FIRST, 1, "Coldplay"),
        (FIRST, 3, "Muse"),
    ]


def test_rank_follows_plays_not_listeners_or_seconds_within_each_day(ranks: Ranks) -> None:
    two_listeners_for_long = [play("Björk", user="ben", seconds=900.0), play("Björk", user="cleo")]
    three_plays = [play("Coldplay", seconds=1.0)] * 3
    next_day = play("Björk", time=MIDNIGHT)
    assert ranks(*two_listeners_for_long, *three_plays, next_day) == [
        (FIRST, 1, "Coldplay"),
        (FIRST, 2, "Björk"),
        (SECOND, 1, "Björk"),
    ]


def test_the_same_title_by_two_artists_is_two_songs(songs: Popularity) -> None:
    found = songs(play("Leonard Cohen", "Hallelujah"), play("Jeff Buckley", "Hallelujah"))
    assert rows_of(found.select("artist", "plays")) == [("Jeff Buckley", 1), ("Leonard Cohen", 1)]


def test_no_listens_give_no_rows(popularity: Popularity) -> None:
    assert rows_of(popularity()) == []
