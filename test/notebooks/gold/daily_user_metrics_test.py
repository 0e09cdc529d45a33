"""Sessions, songs and subscription level of each user on each day."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timezone
from typing import Any

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_user_metrics import daily_user_metrics

SESSION = (
    "sessionId STRING, userId STRING, session_start TIMESTAMP, page_views BIGINT,"
    " duration_seconds DOUBLE, songs_played BIGINT, listening_seconds DOUBLE, level_at_end STRING"
)
LISTEN = (
    "sessionId STRING, userId STRING, artist_id STRING, event_timestamp TIMESTAMP, level STRING"
)
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"

Days = Callable[..., list[Row]]


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, millisecond: int = 0) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, minute, second, millisecond * 1000, timezone.utc)


FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
MIDNIGHT = at(2, hour=0)
JUST_BEFORE_MIDNIGHT = at(1, 23, 59, 59, 999)


def session(start: datetime, **more: Any) -> dict[str, Any]:
    """A session s1 of Anna with a single page view, unless stated otherwise."""
    return {
        **{"sessionId": "s1", "userId": "anna", "session_start": start, "page_views": 1},
        **{"duration_seconds": 0.0, "songs_played": 0, "listening_seconds": 0.0},
        **more,
    }


def listen(artist: str, time: datetime, session: str = "s1", user: str = "anna") -> Row:
    return (session, user, artist, time, "level of the event")


@pytest.fixture(scope="module")
def days(frame: Frame) -> Days:
    """The rows by day and user, given sessions, listens and versions of profiles."""

    def days(
        sessions: Sequence[dict[str, Any]],
        listens: Sequence[Row] = (),
        profiles: Sequence[Row] = (),
    ) -> list[Row]:
        return rows_of(
            daily_user_metrics(
                frame(SESSION, sessions), frame(LISTEN, listens), frame(PROFILE, profiles)
            )
        )

    return days


def test_a_day_adds_up_the_sessions_of_each_user(days: Days) -> None:
    morning = session(
        at(1, hour=8),
        **{"page_views": 12, "duration_seconds": 600.5, "songs_played": 2},
        listening_seconds=400.1,
    )
    evening = session(
        at(1, hour=20),
        **{"sessionId": "s2", "page_views": 3, "duration_seconds": 60.25, "songs_played": 1},
        listening_seconds=200.2,
    )
    # The same session, after the user signed out and another signed in.
    bens = session(at(1, hour=21), sessionId="s2", userId="ben", page_views=5, duration_seconds=0.1)
    next_day = session(at(2), sessionId="s3", page_views=2)
    listens = [
        listen("coldplay", at(1, hour=8)),
        listen("björk", at(1, hour=8)),
        listen("coldplay", at(1, hour=20), session="s2"),
    ]
    profiles = [("anna", "paid", at(1), None)]
    assert days([morning, evening, bens, next_day], listens, profiles) == [
        (FIRST, "anna", 2, 15, 660.75, 3, 600.3, 2, "paid"),
        (FIRST, "ben", 1, 5, 0.1, 0, 0.0, 0, None),
        (SECOND, "anna", 1, 2, 0.0, 0, 0.0, 0, "paid"),
    ]


def test_a_session_counts_on_the_utc_day_on_which_it_began(days: Days) -> None:
    over_midnight = session(JUST_BEFORE_MIDNIGHT, duration_seconds=7200.0)
    found = days([over_midnight, session(MIDNIGHT, sessionId="s2", duration_seconds=20.0)])
    assert [(row[0], row[2], row[4]) for row in found] == [(FIRST, 1, 7200.0), (SECOND, 1, 20.0)]


def test_an_artist_counts_on_the_day_on_which_the_session_began(days: Days) -> None:
    after_midnight = listen("coldplay", at(2, hour=0, minute=10))
    (day,) = days([session(at(1, hour=23))], [after_midnight])
    assert (day[0], day[7]) == (FIRST, 1)


def test_an_artist_of_another_user_of_the_same_session_does_not_count(days: Days) -> None:
    (day,) = days([session(at(1))], [listen("coldplay", at(1), user="ben")])
    assert (day[1], day[7]) == ("anna", 0)


# A user for each case, who has a session on the first of November.
LEVELS = {
    "changed at noon": [("free", at(1, hour=8), at(1, hour=12)), ("paid", at(1, hour=12), None)],
    "changes at midnight": [("free", at(1), MIDNIGHT), ("paid", MIDNIGHT, None)],
    "changed just before midnight": [
        ("free", at(1), JUST_BEFORE_MIDNIGHT),
        ("paid", JUST_BEFORE_MIDNIGHT, None),
    ],
    "changed on the next day": [("free", at(1), at(2, hour=12)), ("paid", at(2, hour=12), None)],
    "has no profile": [],
}


def test_the_level_is_that_of_the_profile_at_the_end_of_the_day(days: Days) -> None:
    sessions = [session(at(1), userId=user) for user in LEVELS]
    sessions.append(session(at(2), userId="changed on the next day"))
    profiles = [(user, *version) for user, versions in LEVELS.items() for version in versions]
    assert [(*row[:2], row[8]) for row in days(sessions, profiles=profiles)] == [
        (FIRST, "changed at noon", "paid"),
        (FIRST, "changed just before midnight", "paid"),
        (FIRST, "changed on the next day", "free"),
        (FIRST, "changes at midnight", "free"),
        (FIRST, "has no profile", None),
        (SECOND, "changed on the next day", "paid"),
    ]


def test_no_sessions_give_no_days(days: Days) -> None:
    assert days([], [listen("coldplay", at(1))], [("anna", "free", at(1), None)]) == []
