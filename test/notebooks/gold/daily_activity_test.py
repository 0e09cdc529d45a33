"""Active users and sessions of each day."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

import pytest
from pyspark.sql import Row
from small_frames import Frame

from notebooks.gold.daily_activity import daily_activity

USER_DAY = "date DATE, userId STRING, page_views BIGINT"
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

    def days(visits: Sequence[Visit], sessions: Sequence[Session] = ()) -> dict[int, Row]:
        seen = Counter((time.date(), user) for user, time in visits)
        user_days = [(*day_and_user, views) for day_and_user, views in seen.items()]
        begun = [("s", "anna", start, seconds) for start, seconds in sessions]
        rows = daily_activity(frame(USER_DAY, user_days), frame(SESSION, begun)).collect()
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


def test_a_day_with_changes_of_level_alone_is_not_active(frame: Frame) -> None:
    user_days = [(NINE.date(), "anna", 1), (NINE.date(), "ben", 0)]
    (row,) = daily_activity(frame(USER_DAY, user_days), frame(SESSION, [])).collect()
    assert row.daily_active_users == 1


def test_a_week_looks_back_6_days_and_a_month_29(days: Days) -> None:
    found = days([("anna", on_day(1)), *[("ben", on_day(day)) for day in (7, 8, 30, 31)]])
    assert (found[7].weekly_active_users, found[8].weekly_active_users) == (2, 1)
    assert (found[30].monthly_active_users, found[31].monthly_active_users) == (2, 1)


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
