"""What happened before the stories of November: a healthy day, then one that is not."""

import planted_events
from planted_events import (
    ANNA,
    BEN,
    GUEST,
    ZOE,
    Message,
    Payloads,
    arriving,
    event,
    home,
    listen,
    listening,
    listens,
    paying,
    song,
    without,
)

FOUR_WEEKS = 28


def at(day: int, *time: int) -> int:
    """A moment as counted from Thursday, 4 October 2018; the first day is 1."""
    return planted_events.at(day - FOUR_WEEKS, *time)


def all_at(moment: int, payloads: dict[str, Payloads]) -> dict[str, list[Message]]:
    return {topic: arriving((moment, of_topic)) for topic, of_topic in payloads.items()}


CAN = {"artist": "Can", "song": "Vitamin C", "duration": 360.0}

# Anna hears Coldplay for a while, Ben Can; Zoë looks at the offer and takes it the same day. On
# the second day Anna comes again, and somebody whom nobody knows. Two messages are cut off.
ANNAS_MORNING = listening(200, ANNA, at(1, 9), songs=99)
BENS_MORNING = [
    home(at(1, 10), 201, BEN),
    *(song(at(1, 10, minute), 201, BEN, **CAN) for minute in range(1, 51)),
]
ZOES_DAY = [
    home(at(1, 12), 202, ZOE, page="Upgrade"),
    home(at(1, 12, 1), 202, paying(ZOE)),
]
ANNA_AGAIN = [home(at(2, 9), 203, ANNA), song(at(2, 9, 1), 203, ANNA)]
ANNA_A_WEEK_LATER = [home(at(9, 9), 204, ANNA)]
STRANGERS = [home(at(2, 9), 205, GUEST, page=page) for page in ("Home", "About", "Help")]
CUT_OFF = [ANNAS_MORNING[1][:-20], BENS_MORNING[1][:-20]]

HEALTHY_MESSAGES = {
    "page_view_events": [
        *ANNAS_MORNING,
        *BENS_MORNING,
        *ZOES_DAY,
        *ANNA_AGAIN,
        *ANNA_A_WEEK_LATER,
        *STRANGERS,
        *CUT_OFF,
    ],
    # A listen says nothing of the request for the page.
    "listen_events": [
        without(view, "status") for view in listens([*ANNAS_MORNING, *BENS_MORNING, *ANNA_AGAIN])
    ],
    "auth_events": [
        *(event(at(1, 8, minute), 206, GUEST, success=minute > 0) for minute in range(4)),
        event(at(1, 9), 206, GUEST, success=True),
    ],
    "status_change_events": [event(at(1, 12, 0, 30), 202, paying(ZOE))],
}

# A producer that is no longer understood; of its messages three in four.
BROKEN = [b"not JSON at all"] * 150
BENS_EVENING = listening(207, BEN, at(10, 9), songs=49)
UNHEALTHY_MESSAGES = {
    "page_view_events": [*BROKEN, *BENS_EVENING],
    "listen_events": [listen(at(10, 9, 0, 0, number), 207, BEN) for number in range(120)],
}

HEALTHY = all_at(at(9, 10), HEALTHY_MESSAGES)
UNHEALTHY = all_at(at(10, 12), UNHEALTHY_MESSAGES)
