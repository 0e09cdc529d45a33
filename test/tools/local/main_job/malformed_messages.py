"""Messages that cannot be used, each in a way of its own, and some that nearly cannot."""

from planted_events import ANNA, BEN, GUEST, ZOE, at, event, home, listen, song, without

NO_JSON_OBJECT = [
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

FORGETFUL_PRODUCER = [
    song(at(3, 6), 109, ZOE, userId=None),
    song(at(3, 6, 1), 109, ZOE, userId=""),
    home(at(3, 6, 2), 109, {}),
    event(at(3, 6, 3), 109, GUEST, page="About"),
    event(at(3, 6, 4), None, ZOE, page="Home"),
    event(at(3, 6, 4), "", ZOE, page="Home"),
    without(home(at(3, 6, 4), 109, ZOE), "sessionId", "userId"),
    b"{}",
]

MISTYPED = [
    song(at(3, 6, 5), 112, ZOE | {"registration": "soon"}, status="OK", duration="long"),
    song(at(3, 6, 6), 112, ZOE, itemInSession=2**40, status=200.5, artist=1979, song=True),
    home(at(3, 6, 7), 112, ZOE, lon="east", lat=None, level=1, page=["Home"]),
]

# A duration of a whole day or of nothing is none; one in between may be anything.
ODD_LISTENS = [
    *(
        listen(at(3, 6, 10), 112, ZOE, duration=duration)
        for duration in (None, "long", 0, -1, 86_400, 1e300, 0.001, 86_399.999)
    ),
    listen(at(3, 6, 11), 112, ZOE, song=None),
    listen(at(3, 6, 11), 112, ZOE, song="", artist=""),
    listen(at(3, 6, 11), 112, ZOE, artist=None, duration=-1, sessionId=None),
    without(listen(at(3, 6, 12), 112, ZOE), "song", "duration"),
    listen(at(3, 6, 13), 112, ZOE, song=True, artist=1979, level=1),
    listen(at(3, 6, 14), 112, GUEST),
]

UNDECIDED_LOGINS = [
    event(at(2, 8, 3, 30), 103, BEN, success="yes"),
    event(at(2, 8, 3, 31), 103, BEN, success=None),
    event(None, 103, GUEST),
]

UNKNOWN_LEVELS = [
    event(at(3, 8), 104, ANNA | {"level": level}) for level in (None, "", "gold", "PAID", 1)
]


def with_new_fields(moment: int, session: int) -> list[bytes]:
    """Usable events of any topic with fields that nobody knows yet."""
    known = {"page": "Home", "artist": "Can", "song": "Vitamin C", "duration": 214.0}
    about = known | {"success": True}
    return [
        event(moment, session, BEN, **about, experiment="B"),
        event(moment + 1, session, BEN, **about, campaign=None, device={"os": ["x"]}),
        event(moment + 2, session, BEN, **about, USERID=13),
    ]
