"""What happened in November 2018, story by story: few listeners, much trouble.

The 1st is a Thursday, so that Mondays are the 5th, 12th, 19th and 26th. Which message comes when,
and which of them comes twice or late, is the recording's business.
"""

from planted_events import (
    ANDROID,
    ANNA,
    BEN,
    DORA,
    EMIL,
    FINN,
    GIL,
    GUEST,
    HUGO,
    IDA,
    LINUX,
    MAC,
    NOBODY,
    ZOE,
    at,
    event,
    home,
    listen,
    listening,
    paying,
    song,
    timedelta,
)

# --- Sessions -------------------------------------------------------------------------------------

QUIET_MORNING = listening(100, ANNA, at(1, 9), 30)
OVER_MIDNIGHT = listening(101, BEN, at(1, 22, 50), 35)
SINGLE_VIEW = [home(at(1, 12, 0, 0, 999), 102, ZOE)]
CHANGES_HANDS = [
    home(at(2, 8), 103, ANNA),
    song(at(2, 8, 2), 103, ANNA),
    event(at(2, 8, 3), 103, GUEST, page="Login", method="PUT", status=307),
    home(at(2, 8, 4), 103, BEN),
    song(at(2, 8, 9, 0, 1), 103, BEN),
]
MOVES = [
    *listening(105, BEN, at(3, 7), 15),
    *listening(106, BEN | {"city": "New York", "state": "NY"}, at(3, 12), 15),
]
ZOES_EVENING = listening(107, ZOE, at(3, 19), 40, timedelta(seconds=30))
# A session whose name is no number goes to either partition, and so do its duplicates.
NAMED_SESSION = listening("evening-7", ZOE, at(3, 22), 6)
# The order of pages of one moment is told by their item, and if that is missing they come first.
ONE_MOMENT = [
    home(at(8, 7), 130, FINN, itemInSession=2, page="Settings"),
    home(at(8, 7), 130, FINN, itemInSession=1, page="Help", level="paid"),
    home(at(8, 7), 130, FINN, page="About"),
    home(at(8, 7), 130, FINN, itemInSession=10, page=None, userAgent=LINUX),
]
OTHER_DEVICE = [
    home(at(8, 7, 30), 131, FINN, itemInSession=0, userAgent=MAC),
    home(at(8, 7, 31), 131, FINN, itemInSession=1, userAgent=None),
    home(at(8, 7, 32), 131, FINN, itemInSession=2, userAgent=ANDROID),
]
PLACES = [
    home(at(8, 8), 132, FINN, city=None, state=None),
    home(at(8, 8, 1), 132, FINN, city=None, state="MA"),
    home(at(8, 8, 2), 132, FINN, city="", state="MA", zip="1"),  # the place of the one before
    home(at(8, 8, 3), 132, FINN, city="Boston", state="", lon=None),
    home(at(8, 8, 4), 132, FINN, city="Boston", state="MA", zip="02102", lon=-71.07, lat=42.5),
    song(at(8, 8, 5), 132, FINN, state=None),
    song(at(8, 8, 6), 132, FINN, state=""),
]
# Sunday's last moment and Monday's first: two weeks, two days, two cohorts.
SUNDAY_NIGHT = [
    home(at(4, 23, 59, 59, 999), 140, EMIL, itemInSession=0),
    *listening(141, BEN, at(4, 23, 50), 8),
]
MONDAY_MORNING = [
    home(at(5), 142, DORA, itemInSession=0),
    home(at(5, 0, 1), 142, DORA, itemInSession=1, page="Upgrade"),
    song(at(5, 0, 2), 142, DORA, itemInSession=2, artist="Björk", song="Jóga", duration=305.0),
]
# Nothing happens on the 6th and 7th, and Emil stays away for a week.
EMIL_IS_BACK = [
    home(at(12, 6), 143, EMIL, page="Upgrade"),
    home(at(12, 6, 1), 143, EMIL, page="Upgrade"),
    home(at(12, 6, 2), 143, paying(EMIL), page="Home"),
]
WEEKS_LATER = [
    *listening(144, ANNA, at(27, 20), 3),
    *listening(145, DORA, at(28, 20), 2),
]
DECEMBER = [*listening(146, EMIL, at(34, 10), 2), home(at(34, 11), 147, IDA)]

# --- Levels ---------------------------------------------------------------------------------------

UPGRADE = [
    *listening(104, ANNA, at(2, 18), 20),
    *listening(104, paying(ANNA), at(2, 20), 20),
]
LOOKS_AT_PRICES = [home(at(2, 19, 59), 104, ANNA, page="Upgrade")]
DOWNGRADE = listening(108, ANNA, at(3, 21), 10)
# Songs at the very moments at which Anna's level changes, a millisecond before and after.
AT_THE_BOUNDARIES = [
    listen(moment + milliseconds, 104, ANNA, song=f"Boundary {milliseconds}")
    for moment in (at(2, 20), at(3, 21))
    for milliseconds in (-1, 0, 1)
]
GILS_FIRST_PAGE = [home(at(8, 10), 150, GIL)]
# Before anything is known of Gil, at the moment his profile begins, and after.
GIL_LISTENS = [
    listen(at(8, 9, 59, 59, 999), 150, GIL),
    listen(at(8, 10), 150, GIL, song="Clocks"),
    listen(at(8, 11), 150, GIL, song="Clocks", duration=307.5),
]
# Ida's first song is in a session of which no page is known, as is she.
IDA_LISTENS = [listen(at(8, 13), 151, IDA, song="Clocks", duration=307.87873)]
# The page of Zoë's session cannot be used; Anna's session is not Ben's.
NO_SESSION = [
    listen(at(3, 6), 110, ZOE, artist="Sigur Rós", song="Hoppípolla", duration=268.0),
    listen(at(3, 6, 5), 100, BEN, artist="Sigur Rós", song="Hoppípolla", duration=268.5),
]
# One version of Hugo is known, and splits when the page between turns up.
HUGOS_DAY = [
    home(at(8, 10), 160, HUGO),
    home(at(8, 12), 160, HUGO),
    home(at(9), 160, paying(HUGO)),  # at midnight: the 8th ends with the level before
]
HUGOS_PAID_HOUR = [home(at(8, 11), 160, paying(HUGO), page="Upgrade")]
HUGO_LISTENS = [
    listen(moment + milliseconds, 160, HUGO, artist="Low", song="Lullaby", duration=580.25)
    for moment in (at(8, 11), at(8, 12), at(9))
    for milliseconds in (-1, 0)
]
# Two pages of one moment that contradict each other, one of them later.
CONTRADICTION = [home(at(9, 5), 161, HUGO, city="Berlin", state=None)]
CONTRADICTED = [home(at(9, 5), 161, HUGO, city="Paris", state=None)]

LEVEL_CHANGES = {
    "anna upgrades": event(at(2, 20), 104, paying(ANNA)),
    "anna downgrades": event(at(3, 20, 59), 108, ANNA),
    "dora upgrades without looking": event(at(6, 1), 142, paying(DORA)),  # the only event of a day
    "hugo upgrades": event(at(8, 11), 160, paying(HUGO)),
    "hugo downgrades": event(at(8, 12), 160, HUGO),
    "hugo upgrades at midnight": event(at(9), 160, paying(HUGO)),
    "emil upgrades": event(at(12, 6, 2), 143, paying(EMIL)),
    "emil downgrades in december": event(at(36, 1), 146, EMIL),  # after all page views
    "emil upgrades again": event(at(36, 2), 146, paying(EMIL)),
}

# --- Songs ----------------------------------------------------------------------------------------

# On the 10th two songs are played twice and two once; one artist has one of each.
TIES = [
    listen(at(10, hour), 170, BEN, artist=artist, song=title, duration=200 + hour / 8)
    for hour, (artist, title) in enumerate(
        [
            ("Low", "Lullaby"),
            ("Low", "Lullaby"),
            ("Low", "Words"),
            ("Björk", "Jóga"),
            ("Björk", "Jóga"),
            ("Can", "Words"),  # another song of the same title
        ],
        start=9,
    )
]
# Durations of one song at one moment: which is its latest, only the identity can tell.
LATEST_TWICE = [
    listen(at(10, 20), session, user, artist="Can", song="Words", duration=duration)
    for session, user, duration in ((171, ANNA, 211.125), (172, BEN, 212.125))
]
HEARD_BEFORE = [listen(at(1, 1), 173, BEN, artist="Can", song="Words", duration=1.5)]

# --- Logins ---------------------------------------------------------------------------------------

LOGINS = [
    event(at(2, 7, 59, 59, 999), 103, NOBODY, success=True),
    event(at(2, 8), 103, NOBODY, success=False),
    event(at(2, 8, 0, 1), 103, NOBODY, success=False),
    event(at(2, 8, 0, 2), 103, NOBODY, success=True),
    event(at(2, 8, 3), 103, GUEST, success=False),
    event(at(2, 8, 3), 103, ANNA, success=True),  # a logout
    event(at(4, 23, 59), 141, {"userId": ""}, auth="Cancelled", success=True),
    event(at(8, 7), 130, {"userId": 23, "auth": None}, success=False, level=None),
]
LATE_LOGINS = [
    event(at(2, 8, 59, 59, 999), 103, NOBODY, success=False),
    event(at(28, 19, 59), 145, NOBODY, success=True),
    event(at(28, 23), 145, DORA, success=True),
]
