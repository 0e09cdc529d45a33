"""Active users and sessions of each day."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

import pytest
from pyspark.sql import Row
from small_frames import Frame

from notebooks.gold.daily_activity import daily_activity
from notebooks.silver.daily_changes import daily_changes
from notebooks.silver.daily_sessions import daily_sessions
from notebooks.silver.user_activity import user_activity

USER_DAY = (
    "date DATE, userId STRING, page_views BIGINT, saw_upgrade_page BOOLEAN, upgrades BIGINT,"
    " downgrades BIGINT"
)
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"
SESSION = "sessionId STRING, userId STRING, session_start TIMESTAMP, duration_seconds DOUBLE"

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

Visit = tuple[str, datetime]
Session = tuple[datetime, float]
Days = Callable[..., dict[int, Row]]


def on_day(number: int) -> datetime:
    """Nine o'clock on a day; day 1 is the first of November."""
    return NINE + timedelta(days=number - 1)


@pytest.fixture(scope="module")
def days(frame: Frame) -> Days:
    """The rows by day, given visits of users, and sessions with start and length."""

    def days(
        visits: Sequence[Visit], sessions: Sequence[Session] = (), upgraded: Sequence[Visit] = ()
    ) -> dict[int, Row]:
        seen = Counter((time.date(), user) for user, time in visits)
        user_days = frame(
            USER_DAY,
            [
                *[(*day_and_user, views, False, 0, 0) for day_and_user, views in seen.items()],
                *[(time.date(), user, 0, False, 1, 0) for user, time in upgraded],
            ],
        )
        begun = [("s", "anna", start, seconds) for start, seconds in sessions]
        changes = daily_changes(user_activity(user_days), user_days, frame(PROFILE, []))
        rows = daily_activity(changes, daily_sessions(frame(SESSION, begun))).collect()
        return {(row.date - NINE.date()).days + 1: row for row in rows}

    return days


def test_a_day_has_its_users_and_sessions(days: Days) -> None:
    found = days(
        [("anna", on_day(1)), ("anna", on_day(2)), ("anna", on_day(2)), ("ben", on_day(2))],
        [(on_day(1), 60.0), (on_day(2), 100.0), (on_day(2), 200.0)],
    )
    assert [tuple(found[day])[1:] for day in (1, 2)] == [
        (1, 1, 1, 1, 0, 1, 60.0, 60.0, 1.0),
        (2, 2, 2, 1, 1, 2, 150.0, 195.0, 1.0),
    ]


def test_a_day_with_changes_of_level_alone_is_not_active(days: Days) -> None:
    found = days([("anna", on_day(2))], upgraded=[("ben", on_day(day)) for day in (1, 2, 3)])
    assert {day: row.monthly_active_users for day, row in found.items()} == {2: 1}


def test_a_week_looks_back_6_days_and_a_month_29(days: Days) -> None:
    found = days([("anna", on_day(1)), *[("ben", on_day(day)) for day in (7, 8, 30, 31)]])
    assert (found[7].weekly_active_users, found[8].weekly_active_users) == (2, 1)
    assert (found[30].monthly_active_users, found[31].monthly_active_users) == (2, 1)


def test_a_user_who_comes_back_counts_once_in_any_week_or_month(days: Days) -> None:
    chance = random.Random(20181101)
    visits = {(f"user {chance.randrange(8)}", chance.randrange(1, 91)) for _ in range(80)}
    found = days([(user, on_day(day)) for user, day in visits])

    def active_in(last: int, length: int) -> int:
        return len({user for user, day in visits if last - length < day <= last})

    assert {day: tuple(row)[1:4] for day, row in found.items()} == {
        day: (active_in(day, 1), active_in(day, 7), active_in(day, 30)) for day in found
    }
    assert len(found) > 80


def test_a_user_is_new_on_the_first_day_and_returning_on_all_others(days: Days) -> None:
    found = days([("anna", on_day(day)) for day in (3, 50, 1, 2)])
    counts = [(found[day].new_users, found[day].returning_users) for day in (1, 2, 3, 49, 50)]
    assert counts == [(1, 0), (0, 1), (0, 1), (0, 0), (0, 1)]


def test_a_day_without_activity_has_a_row(days: Days) -> None:
    found = days([("anna", on_day(1)), ("anna", on_day(40))])
    assert sorted(found) == list(range(1, 41))
    assert tuple(found[2])[1:] == (0, 1, 1, 0, 0, 0, None, None, 0.0)


def test_stickiness_is_daily_as_a_share_of_monthly_users(days: Days) -> None:
    four_users = [(user, on_day(1)) for user in ("anna", "ben", "cleo", "dora")]
    found = days([*four_users, ("anna", on_day(2)), ("anna", on_day(40))])
    shares = {day: found[day].stickiness for day in (1, 2, 30, 32)}
    # On day 32 nobody has been active for 30 days.
    assert shares == {1: 1.0, 2: 0.25, 30: 0.0, 32: None}


def test_median_and_95th_percentile_interpolate_between_sessions(days: Days) -> None:
    lengths = {
        1: [300.0, 10.0, 20.0],
        2: [10.0, 20.0],
        3: [60.0 * minutes for minutes in range(21)],
        4: [0.0, 100.0],
        5: [42.5],
    }
    sessions = [(on_day(day), seconds) for day, of_day in lengths.items() for seconds in of_day]
    found = days([("anna", on_day(1)), ("anna", on_day(5))], sessions)
    percentiles = {
        day: (row.median_session_seconds, row.p95_session_seconds) for day, row in found.items()
    }
    assert percentiles == {
        1: (20.0, 272.0),
        2: (15.0, 19.5),
        3: (600.0, 1140.0),
        4: (50.0, 95.0),
        5: (42.5, 42.5),
    }


def test_a_session_over_midnight_counts_on_its_first_day_and_its_user_on_both(days: Days) -> None:
    eleven = MIDNIGHT - timedelta(hours=1)
    found = days([("anna", eleven), ("anna", MIDNIGHT)], [(eleven, 7200.0)])
    counts = [(found[day].daily_active_users, found[day].sessions) for day in (1, 2)]
    assert counts == [(1, 1), (1, 0)]


def test_no_page_views_give_no_days(days: Days) -> None:
    assert days([]) == {}
