"""Songs as of their latest listen, with the times of the first and the last."""

from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.silver.songs import songs

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING, listened_seconds DOUBLE"
)
YELLOW = ("yellow-id", "coldplay-id", "Yellow", "Coldplay")
CLOCKS = ("clocks-id", "coldplay-id", "Clocks", "Coldplay")

Songs = Callable[..., list[Row]]


def at(day: int) -> datetime:
    """Nine o'clock on a day of November 2018, in UTC."""
    return datetime(2018, 11, day, 9, tzinfo=timezone.utc)


def listen(song: Row, event: str, day: int, seconds: float, user: str = "anna") -> Row:
    return (event, at(day), user, *song, seconds)


@pytest.fixture(scope="module")
def songs_of(frame: Frame) -> Songs:
    return lambda *listens: rows_of(songs(frame(LISTEN, listens)))


def test_a_song_is_seen_from_the_first_to_the_last_listen_of_anybody(songs_of: Songs) -> None:
    late_event = listen(YELLOW, "e4", 1, 111.0)
    listens = [
        *(listen(YELLOW, "e1", 3, 266.0), listen(YELLOW, "e2", 5, 267.5, "ben")),
        *(listen(CLOCKS, "e3", 2, 307.0), late_event),
    ]
    assert songs_of(*listens) == [
        (*CLOCKS, 307.0, at(2), at(2)),
        (*YELLOW, 267.5, at(1), at(5)),
    ]


def test_of_two_listens_at_the_same_time_the_greater_event_id_decides(songs_of: Songs) -> None:
    listens = [listen(YELLOW, "e2", 1, 266.0), listen(YELLOW, "e1", 1, 267.5)]
    assert songs_of(*listens) == [(*YELLOW, 266.0, at(1), at(1))]


def test_no_listens_give_no_songs(songs_of: Songs) -> None:
    assert songs_of() == []
