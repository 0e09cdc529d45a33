"""The words in which a recording is planted: moments, people, and what they do."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

Payloads = list[bytes]
User = dict[str, Any]

MILLISECOND = timedelta(milliseconds=1)
MINUTES = timedelta(minutes=3, seconds=41)

MAC = (
    '"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36 Chrome/36.0 Safari/537.36"'
)
WINDOWS = "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0"
LINUX = '"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/37.0"'
IPHONE = (
    '"Mozilla/5.0 (iPhone; CPU iPhone OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2 '
    '(KHTML, like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53"'
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 8.0.0; SM-G960F Build/R16NW) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/62.0.3202.84 Mobile Safari/537.36"
)

ANNA: User = {
    "userId": 7,
    "firstName": "Anna",
    "lastName": "Berg",
    "gender": "F",
    "level": "free",
    "city": "Oslo",
    "state": "NO",
    "zip": "0150",
    "lon": 10.75,
    "lat": 59.91,
    "registration": 1_540_000_000_000,
    "userAgent": MAC,
}
BEN: User = {
    "userId": 12,
    "firstName": "Ben",
    "lastName": "Cole",
    "gender": "M",
    "level": "paid",
    "city": "Boston",
    "state": "MA",
    "zip": "02101",
    "lon": -71.06,
    "lat": 42,
    "registration": 1_530_000_000_000,
    "userAgent": IPHONE,
}
ZOE = ANNA | {"userId": 88, "firstName": "Zoë", "lastName": "O'Neil", "city": "Łódź", "state": "PL"}
DORA = BEN | {"userId": 21, "firstName": "Dora", "gender": "F", "level": "free"}
DORA |= {"userAgent": WINDOWS}
EMIL = BEN | {"userId": 22, "firstName": "Emil", "level": "free", "userAgent": "a browser"}
FINN = ANNA | {"userId": 23, "firstName": "Finn", "gender": "M", "userAgent": ANDROID}
GIL = BEN | {"userId": 24, "firstName": "Gil", "userAgent": LINUX}
HUGO = BEN | {"userId": 25, "firstName": "Hugo", "level": "free", "userAgent": ""}
IDA = BEN | {"userId": 26, "firstName": "Ida", "gender": "F"}
GUEST: User = {"auth": "Guest", "level": "free"}
NOBODY: User = {"auth": "Logged Out", "level": "free"}


def paying(user: User) -> User:
    """The same person on the paid level."""
    return user | {"level": "paid"}


def without(payload: bytes, *fields: str) -> bytes:
    """The same event, but for some fields that it does not have."""
    event = json.loads(payload)
    return written({name: value for name, value in event.items() if name not in fields})


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, millisecond: int = 0) -> int:
    """A moment of November 2018 as `ts`; the 31st is the first of December."""
    whole = datetime(2018, 11, 1, hour, minute, second, tzinfo=timezone.utc)
    return int((whole + timedelta(days=day - 1)).timestamp()) * 1000 + millisecond


def written(fields: dict[str, Any]) -> bytes:
    """An event as producers write it, in UTF-8."""
    return json.dumps(fields, ensure_ascii=False).encode()


def event(ts: Any, session: Any, user: User, **fields: Any) -> bytes:
    """What events of all topics have."""
    return written({"ts": ts, "sessionId": session, "auth": "Logged In"} | user | fields)


def home(ts: Any, session: Any, user: User, **fields: Any) -> bytes:
    """A page view without a song."""
    return event(ts, session, user, **({"page": "Home", "method": "GET", "status": 200} | fields))


def song(ts: Any, session: Any, user: User, **fields: Any) -> bytes:
    """A page view of a song."""
    played = {"artist": "Coldplay", "song": "Yellow", "duration": 266.47465}
    request = {"page": "NextSong", "method": "PUT", "status": 200}
    return event(ts, session, user, **(request | played | fields))


def listen(ts: Any, session: Any, user: User, **fields: Any) -> bytes:
    """A song that is played, of which no page tells."""
    return without(song(ts, session, user, **fields), "page", "method", "status")


def listens(page_views: Iterable[bytes]) -> Payloads:
    """The songs among page views, as listens: the same moments, without the page."""
    songs = [view for view in page_views if json.loads(view)["page"] == "NextSong"]
    return [without(view, "page", "method") for view in songs]


def listening(
    session: Any, user: User, start: int, songs: int, pause: timedelta = MINUTES
) -> Payloads:
    """A home page and then one song after the other, each a moment later than the pause says."""
    step = (pause + 13 * MILLISECOND) // MILLISECOND
    return [
        home(start, session, user, itemInSession=0),
        *(
            song(start + item * step, session, user, itemInSession=item)
            for item in range(1, songs + 1)
        ),
    ]


class Message(NamedTuple):
    """A payload, and when the broker received it, in milliseconds."""

    payload: bytes
    broker_time: int


def arriving(*bursts: tuple[int, Payloads]) -> list[Message]:
    """Messages of one topic: those of a burst come from its moment on, one in a millisecond."""
    return [
        Message(payload, moment + number)
        for moment, payloads in bursts
        for number, payload in enumerate(payloads)
    ]
