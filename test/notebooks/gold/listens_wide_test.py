"""Listens with song, artist, session, and the user's profile at that moment."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from small_frames import Frame, Row, rows_of

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

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
TEN, ELEVEN, NOON = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))
A_MILLISECOND = timedelta(milliseconds=1)
LONG_AGO = datetime(2018, 10, 1, tzinfo=timezone.utc)

YELLOW = ("yellow-id", "coldplay-id", "Yellow", "Coldplay", 266.0, LONG_AGO, NOON)
COLDPLAY = ("coldplay-id", "Coldplay", LONG_AGO, NOON)
REGISTERED = datetime(2018, 10, 20, 8, 30, 0, 125_000, timezone.utc)
REGISTERED_MS = 1_540_024_200_125

# Anna is on the free level from ten to eleven and pays ever after; Ben has no profile any more.
PROFILES = [
    ("anna", "free", "F", "OR", REGISTERED_MS, TEN, ELEVEN),
    ("anna", "paid", "F", "ME", REGISTERED_MS, ELEVEN, None),
    ("ben", "free", "M", "OR", REGISTERED_MS, TEN, ELEVEN),
    ("cleo", None, None, None, None, TEN, None),
]
# A session that changed hands.
SESSIONS = [
    ("s1", "anna", NINE, NOON, 10_800.0, 12, "iPhone"),
    ("s1", "ben", TEN, NOON, 7200.0, 3, "Mac"),
]

Wide = Callable[..., Any]


def listen(time: datetime, user: str = "anna", session: str = "s1", event: str = "e1") -> Row:
    song = ("yellow-id", "coldplay-id", "Yellow", "Coldplay", 266.0)
    return (event, time, user, session, "level of the event", "state of the event", *song)


@pytest.fixture(scope="module")
def wide(frame: Frame) -> Wide:
    return lambda *listens: listens_wide(
        frame(LISTEN, listens),
        frame(PROFILE, PROFILES),
        frame(SONG, [YELLOW]),
        frame(ARTIST, [COLDPLAY]),
        frame(SESSION, SESSIONS),
    )


def test_a_listen_has_user_song_artist_and_session(wide: Wide) -> None:
    assert rows_of(wide(listen(NOON))) == [
        (
            *("e1", NOON, "anna", "s1"),
            *("paid", "F", "ME", REGISTERED),
            *("yellow-id", "Yellow", "coldplay-id", "Coldplay", 266.0, LONG_AGO),
            *(NINE, 10_800.0, 12, "iPhone"),
        )
    ]


# User, time of the listen, and the level and state of the profile that was valid then.
PROFILE_AT = {
    "before the first version": ("anna", NINE, None, None),
    "a millisecond before it begins": ("anna", TEN - A_MILLISECOND, None, None),
    "as it begins": ("anna", TEN, "free", "OR"),
    "a millisecond before it ends": ("anna", ELEVEN - A_MILLISECOND, "free", "OR"),
    "as it ends and the next begins": ("anna", ELEVEN, "paid", "ME"),
    "years later": ("anna", NOON + timedelta(days=1000), "paid", "ME"),
    "after the last version ended": ("ben", ELEVEN, None, None),
    "of a profile without values": ("cleo", NOON, None, None),
    "of a user without profile": ("dora", NOON, None, None),
}


def test_a_listen_has_the_profile_that_was_valid_at_its_time(wide: Wide) -> None:
    listens = [listen(time, user, event=case) for case, (user, time, *_) in PROFILE_AT.items()]
    found = wide(*listens).select("event_id", "user_level", "user_state").collect()
    assert {row.event_id: (row.user_level, row.user_state) for row in found} == {
        case: (level, state) for case, (*_, level, state) in PROFILE_AT.items()
    }
    assert len(found) == len(listens)


def test_a_listen_has_the_session_of_its_user(wide: Wide) -> None:
    listens = [listen(NOON), listen(NOON, "ben"), listen(NOON, session="s2")]
    columns = ["sessionId", "userId", "session_start", "session_songs_played", "device_family"]
    assert rows_of(wide(*listens).select(*columns)) == [
        ("s1", "anna", NINE, 12, "iPhone"),
        ("s1", "ben", TEN, 3, "Mac"),
        ("s2", "anna", None, None, None),
    ]


def test_no_listens_give_no_rows(wide: Wide) -> None:
    assert rows_of(wide()) == []
