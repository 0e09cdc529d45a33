"""A recording of three days in November 2018, planted by hand: few listeners, much trouble.

Every topic is a list of payloads in the order of their delivery. What comes later is appended to
what came first, as a broker does.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

Payloads = list[bytes]
Recording = dict[str, Payloads]

ANNA = {
    "userId": 7,
    "firstName": "Anna",
    "lastName": "Berg",
    "gender": "F",
    "level": "free",
    "city": "Oslo",
    "state": "NO",
    "registration": 1_540_000_000_000,
}
BEN = {
    "userId": 12,
    "firstName": "Ben",
    "lastName": "Cole",
    "gender": "M",
    "level": "paid",
    "city": "Boston",
    "state": "MA",
    "registration": 1_530_000_000_000,
}
ZOE = ANNA | {"userId": 88, "firstName": "Zoë", "lastName": "O'Neil", "city": "Łódź", "state": "PL"}
ANNA_BY_TEXT = ANNA | {"userId": "7"}
GUEST: dict[str, Any] = {"auth": "Guest", "level": "free"}


def at(day: int, hour: int, minute: int = 0, second: int = 0, millisecond: int = 0) -> int:
    """A moment of November 2018 as `ts`."""
    moment = datetime(2018, 11, day, hour, minute, second, tzinfo=timezone.utc)
    return int(moment.timestamp()) * 1000 + millisecond


def event(ts: Any, session: Any, user: dict[str, Any], **fields: Any) -> bytes:
    """One event as producers write it, in UTF-8."""
    about = {"ts": ts, "sessionId": session, "auth": "Logged In", "lon": -71.06, "lat": 42}
    return json.dumps(about | user | fields, ensure_ascii=False).encode()


def song(ts: Any, session: Any, user: dict[str, Any], **fields: Any) -> bytes:
    """A page view of a song."""
    played = {"artist": "Coldplay", "song": "Yellow", "duration": 266.47465}
    request = {"page": "NextSong", "method": "PUT", "status": 200}
    return event(ts, session, user, **(request | played | fields))


def home(ts: Any, session: Any, user: dict[str, Any], **fields: Any) -> bytes:
    """A page view without a song."""
    return event(ts, session, user, **({"page": "Home", "method": "GET", "status": 200} | fields))


def listening(
    session: int, user: dict[str, Any], start: int, songs: int, pause: timedelta
) -> Payloads:
    """A home page and then one song after the other, each a moment later than the pause says."""
    step = int(pause.total_seconds() * 1000) + 13
    return [
        home(start, session, user, itemInSession=0),
        *(
            song(start + item * step, session, user, itemInSession=item)
            for item in range(1, songs + 1)
        ),
    ]


MINUTES = timedelta(minutes=3, seconds=41)

QUIET_MORNING = listening(100, ANNA, at(1, 9), 30, MINUTES)
OVER_MIDNIGHT = listening(101, BEN, at(1, 22, 50), 35, MINUTES)
SINGLE_VIEW = [home(at(1, 12, 0, 0, 999), 102, ZOE)]
CHANGES_HANDS = [
    home(at(2, 8), 103, ANNA),
    song(at(2, 8, 2), 103, ANNA),
    event(at(2, 8, 3), 103, GUEST, page="Login", method="PUT", status=307),
    home(at(2, 8, 4), 103, BEN),
    song(at(2, 8, 9, 0, 1), 103, BEN),
]
UPGRADE = [
    *listening(104, ANNA, at(2, 18), 20, MINUTES),
    *listening(104, ANNA | {"level": "paid"}, at(2, 20), 20, MINUTES),
]
MOVES = [
    *listening(105, BEN, at(3, 7), 15, MINUTES),
    *listening(106, BEN | {"city": "New York", "state": "NY"}, at(3, 12), 15, MINUTES),
]
ZOES_EVENING = listening(107, ZOE, at(3, 19), 40, timedelta(seconds=30))
DOWNGRADE = listening(108, ANNA, at(3, 21), 10, MINUTES)
FORGETFUL_PRODUCER = [
    song(at(3, 6), 109, ZOE, userId=None),
    song(at(3, 6, 1), 109, ZOE, userId=""),
    home(at(3, 6, 2), 109, {}),
    event(at(3, 6, 3), 109, GUEST, page="About"),
    event(at(3, 6, 4), None, ZOE, page="Home"),
]
IMPOSSIBLE_TIMES = [
    song(ts, 110, ZOE)
    for ts in (
        None,
        str(at(3, 6)),
        at(3, 6) + 0.5,
        at(3, 6) // 1000,
        at(3, 6) * 1000,
        -at(3, 6),
        0,
        946_684_799_999,
        4_102_444_800_000,
        2**63 - 1,
        2**64,
        True,
    )
]
EARLIEST_TIME = [song(946_684_800_000, 111, ZOE | {"userId": 99})]
MISTYPED = [
    song(at(3, 6, 5), 112, ZOE | {"registration": "soon"}, status="OK", duration="long"),
    song(at(3, 6, 6), 112, ZOE, itemInSession=2**40, status=200.5, artist=1979, song=True),
]
MALFORMED = [
    b"",
    b"   ",
    b"null",
    b"42",
    b'"text"',
    b"[1, 2]",
    b"not JSON at all",
    song(at(3, 6), 113, ZOE)[:-20],
    b"[" + song(at(3, 6), 113, ZOE) + b"]",
    song(at(3, 6), 113, ZOE) + song(at(3, 6, 1), 113, ZOE),
    song(at(3, 6), 113, ZOE) + b" and more",
    song(at(3, 6), 113, ZOE).replace(b'"', b"", 1),
    song(at(3, 6), 113, ZOE, duration=float("nan")),
    b"\xff\xfe\x00broken bytes",
]


def of_listens(page_views: Iterable[bytes]) -> Payloads:
    """Songs are also listens: the same moment, without the page."""
    listens = []
    for payload in page_views:
        fields = json.loads(payload)
        if fields["page"] == "NextSong":
            listens.append({k: v for k, v in fields.items() if k not in ("page", "method")})
    return [json.dumps(fields, ensure_ascii=False).encode() for fields in listens]


FIRST_PAGE_VIEWS = [
    *QUIET_MORNING[:20],
    QUIET_MORNING[19],  # delivered twice in a row
    *SINGLE_VIEW,
    *MALFORMED[:7],
    *reversed(OVER_MIDNIGHT),  # out of order, the end of the session first
    *QUIET_MORNING[21:],  # the 20th is late
    *CHANGES_HANDS,
    *FORGETFUL_PRODUCER,
    *UPGRADE[21:],  # the new level is seen before the old one
    *UPGRADE[:18],
    *IMPOSSIBLE_TIMES,
    QUIET_MORNING[0],  # delivered twice, a day apart
    *MOVES[:16],
    *MISTYPED,
    *EARLIEST_TIME,
    home(at(3, 7, 59), 105, ANNA_BY_TEXT),
]
LATER_PAGE_VIEWS = [
    *UPGRADE[18:21],  # the last of the old level, late
    QUIET_MORNING[20],  # two days late
    OVER_MIDNIGHT[5],  # delivered again, long after
    *MALFORMED[7:],
    *MOVES[16:],
    *ZOES_EVENING,
    *ZOES_EVENING[10:20],  # a whole batch again
    *DOWNGRADE,
    song(at(1, 8, 59), 100, ANNA),  # begins a session earlier than was known
    home(at(2, 0, 0, 0, 1), 114, ANNA | {"city": "Bergen"}),  # a version between two known ones
]

FIRST: Recording = {
    "page_view_events": FIRST_PAGE_VIEWS,
    "listen_events": [*of_listens(QUIET_MORNING[:20]), *MALFORMED[:3], *of_listens(OVER_MIDNIGHT)],
    "auth_events": [],
}
LATER: Recording = {
    "page_view_events": LATER_PAGE_VIEWS,
    "listen_events": [*of_listens(QUIET_MORNING[10:]), *IMPOSSIBLE_TIMES],
    "auth_events": [
        event(at(2, 7, 59), 103, ANNA, success=True),
        event(at(2, 8, 3), 103, GUEST, success=False),
        event(at(2, 8, 3, 30), 103, BEN, success="yes"),
    ],
    "status_change_events": [
        event(at(2, 20), 104, ANNA | {"level": "paid"}),
        event(at(2, 20), 104, ANNA | {"level": "paid"}),
        event(at(3, 20, 59), 108, ANNA),
        b"{}",
    ],
}
