"""Paying users of each day, and what makes them start and stop paying."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_subscriptions import daily_subscriptions
from notebooks.silver.daily_changes import daily_changes
from notebooks.silver.user_activity import user_activity
from notebooks.silver.user_days import user_days

CHANGE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, previous_level STRING,"
    " new_level STRING"
)
PAGE_VIEW = "event_id STRING, event_timestamp TIMESTAMP, userId STRING, page STRING, level STRING"
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"

Days = Callable[..., list[Row]]


def at(day: int, hour: int = 9) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, tzinfo=timezone.utc)


FIRST, SECOND, THIRD = date(2018, 11, 1), date(2018, 11, 2), date(2018, 11, 3)
MIDNIGHT = at(2, hour=0)
JUST_BEFORE_MIDNIGHT = MIDNIGHT - timedelta(milliseconds=1)


def upgrade(user: str, time: datetime) -> Row:
    return ("e1", time, user, "free", "paid")


def downgrade(user: str, time: datetime) -> Row:
    return ("e1", time, user, "paid", "free")


def view(user: str, time: datetime, page: str = "Home") -> Row:
    return ("e1", time, user, page, "free")


@pytest.fixture(scope="module")
def days(frame: Frame) -> Days:
    """The rows by day, given level changes, page views and versions of profiles."""

    def days(
        changes: Sequence[Row], views: Sequence[Row], profiles: Sequence[Row] = ()
    ) -> list[Row]:
        of_users = user_days(frame(PAGE_VIEW, views), frame(CHANGE, changes))
        changes = daily_changes(user_activity(of_users), of_users, frame(PROFILE, profiles))
        return rows_of(daily_subscriptions(changes))

    return days


def test_a_day_has_level_changes_paid_users_and_conversions(days: Days) -> None:
    found = days(
        [upgrade("anna", at(1)), upgrade("ben", at(1)), downgrade("cleo", at(1))],
        [view("anna", at(1), "Upgrade"), view("dora", at(1), "Upgrade")],
        [("anna", "paid", at(1), None), ("ben", "paid", at(1), None)],
    )
    assert found == [(FIRST, 2, 1, 2, 2, 1, 0.5)]


def test_days_begin_at_midnight_utc(days: Days) -> None:
    found = days([upgrade("anna", JUST_BEFORE_MIDNIGHT), downgrade("ben", MIDNIGHT)], [])
    assert [row[:3] for row in found] == [(FIRST, 1, 0), (SECOND, 0, 1)]


def test_a_day_without_events_has_a_row_and_keeps_its_paid_users(days: Days) -> None:
    found = days([upgrade("anna", at(1))], [view("ben", at(3))], [("anna", "paid", at(1), None)])
    assert found == [
        (FIRST, 1, 0, 1, 0, 0, None),
        (SECOND, 0, 0, 1, 0, 0, None),
        (THIRD, 0, 0, 1, 0, 0, None),
    ]


def test_days_last_from_the_first_to_the_last_event_of_either_kind(days: Days) -> None:
    found = days([upgrade("anna", at(2)), downgrade("anna", at(4))], [view("ben", at(3))])
    assert [row[0].day for row in found] == [2, 3, 4]


@pytest.mark.parametrize(
    ("profiles", "paid_users"),
    [
        pytest.param(
            [("anna", "paid", at(1), at(3)), ("anna", "free", at(3), None)],
            [1, 1, 0],
            id="until the day before the level ends",
        ),
        pytest.param(
            [("anna", "paid", MIDNIGHT, None), ("ben", "paid", JUST_BEFORE_MIDNIGHT, None)],
            [1, 2, 2],
            id="not on the day before a level that begins at midnight",
        ),
        pytest.param(
            [("anna", "paid", at(1), MIDNIGHT), ("ben", "paid", at(1), JUST_BEFORE_MIDNIGHT)],
            [1, 0, 0],
            id="still on the day before a level that ends at midnight",
        ),
        pytest.param(
            [
                ("anna", "paid", at(1, hour=9), at(1, hour=17)),
                ("ben", "free", at(1), None),
                ("cleo", None, at(1), None),
            ],
            [0, 0, 0],
            id="not if the day ends on another level",
        ),
        pytest.param(
            [("anna", "paid", at(1), at(2)), ("anna", "paid", at(2), None)],
            [1, 1, 1],
            id="once if the profile changes and the level stays",
        ),
    ],
)
def test_a_user_counts_as_paid_at_the_end_of_the_day(
    days: Days, profiles: list[Row], paid_users: list[int]
) -> None:
    found = days([], [view("anna", at(1)), view("anna", at(3))], profiles)
    assert [row[3] for row in found] == paid_users


# What happens on a day, and the users who saw the offer, those who took it, and the rate.
CONVERSIONS = {
    "nobody saw the offer": ([upgrade], ["Home"], (0, 0, None)),
    "saw it and stayed free": ([], ["Upgrade"], (1, 0, 0.0)),
    "saw it twice and upgraded": ([upgrade], ["Upgrade", "Upgrade"], (1, 1, 1.0)),
    "changed to and fro": ([upgrade, downgrade, upgrade], ["Upgrade"], (1, 1, 1.0)),
    "saw it and downgraded": ([downgrade], ["Upgrade"], (1, 0, 0.0)),
    "saw it, and": ([], ["Upgrade"], (1, 0, 0.0)),
    "upgraded on the next day": ([upgrade], [], (0, 0, None)),
}


def test_a_user_converts_who_sees_the_offer_and_upgrades_on_the_same_day(days: Days) -> None:
    changes, views = [], []
    for day, (changed, pages, _) in enumerate(CONVERSIONS.values(), start=1):
        changes += [change("anna", at(day, hour=10)) for change in changed]
        views += [view("anna", at(day), page) for page in pages]
    found = days(changes, views)
    assert dict(zip(CONVERSIONS, [row[4:] for row in found], strict=True)) == {
        name: expected for name, (*_, expected) in CONVERSIONS.items()
    }


def test_an_upgrade_of_somebody_who_did_not_see_the_offer_is_no_conversion(days: Days) -> None:
    (day,) = days([upgrade("ben", at(1))], [view("anna", at(1), "Upgrade")])
    assert day[4:] == (1, 0, 0.0)


def test_no_events_give_no_days(days: Days) -> None:
    assert days([], [], [("anna", "paid", at(1), None)]) == []
