"""The planted recording: which message of the stories came when, how often, and how late.

It comes in deliveries, each followed by an update: what comes later is appended to what came first,
as a broker does. A message that comes again is the same bytes, at most a week later.
"""

import malformed_messages as malformed
import october
import stories as told
from planted_events import ANNA, ZOE, Message, arriving, at, home, listen, listens, song
from stories import LEVEL_CHANGES

Recording = dict[str, list[Message]]

TOPICS = ["page_view_events", "listen_events", "auth_events", "status_change_events"]

A_DAY_AHEAD = [home(at(4, 6), 113, ZOE)]
TOO_FAR_AHEAD = [home(at(4, 6, 0, 0, 2), 113, ZOE)]

FIRST_PAGE_VIEWS = arriving(
    (
        at(1, 11),
        [
            *told.QUIET_MORNING[:20],
            told.QUIET_MORNING[19],  # twice in a row
            *told.SINGLE_VIEW,
            *malformed.NO_JSON_OBJECT[:7],
        ],
    ),
    (
        at(2, 1),
        [
            *reversed(told.OVER_MIDNIGHT),  # out of order, the end of the session first
            *told.QUIET_MORNING[21:],  # the 20th is late
            *told.CHANGES_HANDS,
        ],
    ),
    # The broker's clock is the measure of what cannot be: to the millisecond.
    (at(3, 6), A_DAY_AHEAD),
    (at(3, 6, 0, 0, 1), TOO_FAR_AHEAD),
    (
        at(3, 6, 30),
        [
            *malformed.FORGETFUL_PRODUCER,
            *told.UPGRADE[21:],  # the new level is seen before the old one
            *told.UPGRADE[:18],
            *told.LOOKS_AT_PRICES,
            *malformed.IMPOSSIBLE_TIMES,
            told.QUIET_MORNING[0],  # twice, almost two days apart
            *told.MOVES[:16],
            *malformed.MISTYPED,
            *malformed.EARLIEST_TIME,
            home(at(3, 7, 59), 105, told.BEN | {"userId": "12"}),
            *malformed.with_new_fields(at(3, 6, 20), 114),
            *told.NAMED_SESSION,
            *told.NAMED_SESSION[:3],  # twice, by the other partition
        ],
    ),
    (at(5, 1), [*told.SUNDAY_NIGHT, *told.MONDAY_MORNING]),
    (
        at(8, 20),
        [
            *told.ONE_MOMENT,
            *told.OTHER_DEVICE,
            *told.PLACES[:3],
            *told.PLACES[4:],
            *told.GILS_FIRST_PAGE,
            *told.HUGOS_DAY,
            *told.CONTRADICTION,
            *told.OVER_MIDNIGHT[-1:],  # twice, almost a week apart
        ],
    ),
)

LATER_PAGE_VIEWS = arriving(
    (
        at(9, 0, 30),
        [
            *told.UPGRADE[18:21],  # the last of the old level, a week late
            told.QUIET_MORNING[20],
            told.OVER_MIDNIGHT[5],  # twice, in two updates
            *malformed.NO_JSON_OBJECT[7:],
            malformed.NO_JSON_OBJECT[3],
            *told.MOVES[16:],
            *told.ZOES_EVENING,
            *told.ZOES_EVENING[10:20],  # a whole batch again
            *told.DOWNGRADE,
            home(at(3, 21), 108, ANNA, page="Help"),  # the moment of another, equally of its level
            song(at(1, 8, 59), 100, ANNA),  # begins a session earlier than was known
            home(at(2, 0, 0, 0, 1), 115, ANNA | {"city": "Bergen"}),  # between two known versions
            *told.HUGOS_PAID_HOUR,
            *told.CONTRADICTED,
            told.PLACES[3],  # the latest of its place is known already
        ],
    ),
    (at(12), told.SUNDAY_NIGHT[3:5]),  # a week later, almost to the hour
    (at(12, 7), told.EMIL_IS_BACK),
    (at(28, 21), told.WEEKS_LATER),
)

LAST_PAGE_VIEWS = arriving(
    (
        at(34, 12),
        [
            *told.DECEMBER,
            *told.WEEKS_LATER[-2:],  # again, when older identities are forgotten
            home(at(1, 8, 58), 100, ANNA, page="Login"),  # weeks late
            *malformed.FORGETFUL_PRODUCER[:5],
        ],
    ),
)

FIRST_LISTENS = arriving(
    (at(1, 11), [*listens(told.QUIET_MORNING[:20]), *malformed.NO_JSON_OBJECT[:3]]),
    (at(2, 1), [*listens(told.OVER_MIDNIGHT), *listens(told.QUIET_MORNING[:2])]),
    (
        at(3, 6, 30),
        [
            *malformed.ODD_LISTENS,
            *told.NO_SESSION,
            *malformed.with_new_fields(at(3, 6, 21), 114),
            *listens(told.NAMED_SESSION),
            *listens(told.NAMED_SESSION)[1:4],
            *malformed.FORGETFUL_PRODUCER,
        ],
    ),
    (
        at(8, 20),
        [
            *reversed(told.GIL_LISTENS),
            *told.IDA_LISTENS,
            *told.HUGO_LISTENS,
            *listens(told.PLACES[5:]),
            *told.GIL_LISTENS,
            *listens(told.MONDAY_MORNING[2:]),
        ],
    ),
)

LATER_LISTENS = arriving(
    (
        at(8, 23, 50),
        [
            *listens(told.OVER_MIDNIGHT)[20:],  # twice, in two updates
            *listens(told.QUIET_MORNING[20:]),  # a week late
            *listens(told.NAMED_SESSION)[-2:],
            *malformed.IMPOSSIBLE_TIMES,
            *malformed.NO_JSON_OBJECT[3:],
            *told.AT_THE_BOUNDARIES,
        ],
    ),
    (at(10, 20), [*told.TIES, *told.LATEST_TWICE[:1], *told.HEARD_BEFORE, *told.TIES[:2]]),
    (at(28, 21), listens(told.WEEKS_LATER)),
)

LAST_LISTENS = arriving(
    (
        at(34, 12),
        [
            *told.LATEST_TWICE[1:],
            *listens(told.DECEMBER[:-1]),
            *listens(told.WEEKS_LATER)[-1:],
            listen(at(-40), 100, ANNA, duration=300.0625),  # the first that anybody heard
        ],
    ),
)

FIRST_LOGINS = arriving(
    (at(2, 9), [*told.LOGINS[:5], told.LOGINS[1]]),
    (at(3, 10), [told.LOGINS[2], *malformed.UNDECIDED_LOGINS, *malformed.NO_JSON_OBJECT[:9]]),
    (at(8, 8), [*told.LOGINS[5:], *malformed.with_new_fields(at(3, 6, 22), 114)]),
)
LATER_LOGINS = arriving(
    (at(9, 7), [told.LATE_LOGINS[0], *malformed.IMPOSSIBLE_TIMES, told.LOGINS[2]]),
    (at(28, 23, 1), told.LATE_LOGINS[1:]),
)
LAST_LOGINS = arriving((at(34, 12), told.LATE_LOGINS[1:]))

LATER_LEVEL_CHANGES = arriving(
    (
        at(2, 21),
        [
            LEVEL_CHANGES["anna upgrades"],
            LEVEL_CHANGES["anna upgrades"],
            *malformed.NO_JSON_OBJECT[4:],
        ],
    ),
    (at(3, 22), [*malformed.UNKNOWN_LEVELS, *malformed.FORGETFUL_PRODUCER]),
    (at(6, 2), [LEVEL_CHANGES["dora upgrades without looking"], LEVEL_CHANGES["anna upgrades"]]),
    (
        at(9, 1),
        [
            LEVEL_CHANGES["hugo upgrades at midnight"],
            LEVEL_CHANGES["hugo downgrades"],
            LEVEL_CHANGES["hugo upgrades"],
            *malformed.IMPOSSIBLE_TIMES,
            *malformed.with_new_fields(at(3, 6, 23), 114),
        ],
    ),
    (at(12, 7), [LEVEL_CHANGES["emil upgrades"]]),
)
LAST_LEVEL_CHANGES = arriving(
    (at(13), [LEVEL_CHANGES["emil upgrades"], LEVEL_CHANGES["anna downgrades"]]),
    (
        at(36, 3),
        [
            LEVEL_CHANGES["emil upgrades again"],
            LEVEL_CHANGES["emil downgrades in december"],
            LEVEL_CHANGES["emil upgrades again"],
        ],
    ),
)

DELIVERIES: dict[str, Recording] = {
    # A topic without a message, and others without a file.
    "launch": {"auth_events": []},
    "healthy": october.HEALTHY,
    "quiet": {},
    "unhealthy": october.UNHEALTHY,
    "first": {"page_view_events": FIRST_PAGE_VIEWS, "listen_events": FIRST_LISTENS},
    "later": {
        "page_view_events": LATER_PAGE_VIEWS,
        "listen_events": LATER_LISTENS,
        "auth_events": [*FIRST_LOGINS, *LATER_LOGINS],
        "status_change_events": LATER_LEVEL_CHANGES,
    },
    "last": {
        "page_view_events": LAST_PAGE_VIEWS,
        "listen_events": LAST_LISTENS,
        "auth_events": LAST_LOGINS,
        "status_change_events": LAST_LEVEL_CHANGES,
    },
}
