"""Sessions of users: how long they last, and what was viewed and played."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from small_frames import Frame, rows_of

from notebooks.silver.user_sessions import user_sessions

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " itemInSession INT, page STRING, level STRING, device_family STRING"
)
LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " itemInSession INT, level STRING, state STRING, song_id STRING, listened_seconds DOUBLE"
)
Event = dict[str, Any]
Sessions = Callable[..., list[Event]]


def after(**time: float) -> datetime:
    return NINE + timedelta(**time)


def view(page: str, time: datetime, **more: Any) -> Event:
    """A page view in Anna's session, unless stated otherwise."""
    anna = {"sessionId": "s1", "userId": "anna", "level": "free", "device_family": "iPhone"}
    return {**anna, "event_id": page, "event_timestamp": time, "page": page, **more}


def listen(song: str, seconds: float, **more: Any) -> Event:
    """A listen in Anna's session, unless stated otherwise."""
    anna = {"sessionId": "s1", "userId": "anna", "level": "free", "event_timestamp": NINE}
    return {**anna, "event_id": song, "song_id": song, "listened_seconds": seconds, **more}


@pytest.fixture(scope="module")
def sessions(frame: Frame) -> Sessions:
    """The sessions of page views and listens, by user and session."""

    def sessions(views: Sequence[Event], listens: Sequence[Event] = ()) -> list[Event]:
        found = user_sessions(frame(PAGE_VIEW, views), frame(LISTEN, listens))
        columns = ["userId", "sessionId"]
        columns += [name for name in found.columns if name not in columns]
        return [dict(zip(columns, row, strict=True)) for row in rows_of(found.select(columns))]

    return sessions


def test_a_session_has_what_was_viewed_and_played_from_its_first_to_its_last_page_view(
    sessions: Sessions,
) -> None:
    end = after(minutes=5, milliseconds=1)
    in_any_order = [
        view("Logout", end, itemInSession=4, level="paid", device_family="Mac"),
        view("Home", NINE, itemInSession=0),
        view("Upgrade", after(minutes=4), itemInSession=3, level="paid"),
        view("NextSong", after(seconds=10), itemInSession=1),
        view("NextSong", after(seconds=20), itemInSession=2),
    ]
    listens = [listen("yellow", 200.1), listen("yellow", 200.1), listen("clocks", 300.1)]
    assert sessions(in_any_order, listens) == [
        {
            **{"sessionId": "s1", "userId": "anna", "page_views": 5},
            **{"songs_played": 3, "listening_seconds": 700.3},
            **{"first_page": "Home", "last_page": "Logout"},
            **{"level_at_start": "free", "level_at_end": "paid", "device_family": "Mac"},
            **{"session_start": NINE, "session_end": end, "duration_seconds": 300.001},
        }
    ]


def test_a_session_of_one_page_view_has_no_length_and_no_songs(sessions: Sessions) -> None:
    (found,) = sessions([view("Home", NINE)])
    assert (found["session_start"], found["session_end"]) == (NINE, NINE)
    assert (found["duration_seconds"], found["songs_played"]) == (0.0, 0)
    assert found["listening_seconds"] == 0.0


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(
            view("Home", NINE, itemInSession=9),
            view("Upgrade", after(milliseconds=1), itemInSession=0, level="paid"),
            id="time",
        ),
        pytest.param(
            view("Home", NINE, itemInSession=9, event_id="b"),
            view("Upgrade", NINE, itemInSession=10, event_id="a", level="paid"),
            id="item in the session, compared as a number",
        ),
        pytest.param(
            view("Home", NINE, itemInSession=9, event_id="a"),
            view("Upgrade", NINE, itemInSession=9, event_id="b", level="paid"),
            id="event ID",
        ),
    ],
)
def test_page_views_are_ordered_by_time_then_item_then_event_id(
    sessions: Sessions, first: Event, last: Event
) -> None:
    (found,) = sessions([last, first])
    assert (found["first_page"], found["last_page"]) == ("Home", "Upgrade")
    assert (found["level_at_start"], found["level_at_end"]) == ("free", "paid")


def test_each_user_of_a_session_has_a_row_and_so_has_each_session_of_a_user(
    sessions: Sessions,
) -> None:
    views = [
        *(view("Home", NINE), view("Logout", after(minutes=1))),
        view("Home", after(minutes=3), userId="ben"),
        view("NextSong", after(minutes=7), userId="ben"),
        view("Home", after(seconds=1), sessionId="s2"),
    ]
    listens = [
        listen("yellow", 200.0),
        *(listen("clocks", 300.0, userId="ben"), listen("fix you", 100.0, userId="ben")),
    ]
    columns = ["userId", "sessionId", "page_views", "duration_seconds", "listening_seconds"]
    assert [tuple(row[name] for name in columns) for row in sessions(views, listens)] == [
        ("anna", "s1", 2, 60.0, 200.0),
        ("anna", "s2", 1, 0.0, 0.0),
        ("ben", "s1", 2, 240.0, 400.0),
    ]


def test_songs_change_neither_the_length_of_a_session_nor_its_level(sessions: Sessions) -> None:
    before_and_after = [
        listen("yellow", 200.0, event_timestamp=after(minutes=-5), level="paid", itemInSession=0),
        listen("clocks", 300.0, event_timestamp=after(minutes=5), level="paid", itemInSession=9),
    ]
    (found,) = sessions([view("Home", NINE), view("Help", after(minutes=1))], before_and_after)
    assert (found["page_views"], found["songs_played"]) == (2, 2)
    assert found["duration_seconds"] == 60.0
    assert (found["level_at_start"], found["level_at_end"]) == ("free", "free")


def test_songs_without_a_page_view_make_no_session(sessions: Sessions) -> None:
    assert sessions([], [listen("yellow", 200.0)]) == []
