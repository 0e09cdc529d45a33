"""Login attempts and failures of each hour."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.gold.hourly_login_health import hourly_login_health

ATTEMPT = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, action STRING, success BOOLEAN"
)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)

Hours = Callable[..., list[Row]]


def login(time: datetime, success: bool) -> Row:
    return ("e1", time, None, "login", success)


def logout(time: datetime, success: bool) -> Row:
    return ("e1", time, "anna", "logout", success)


@pytest.fixture(scope="module")
def hours(frame: Frame) -> Hours:
    return lambda *attempts: rows_of(hourly_login_health(frame(ATTEMPT, attempts)))


def test_the_failure_rate_is_the_share_of_attempts_that_failed(hours: Hours) -> None:
    half_past = NINE + timedelta(minutes=30)
    assert hours(*[login(half_past, True)] * 3, login(half_past, False)) == [(NINE, 4, 1, 0.25)]


def test_hours_begin_on_the_hour_and_one_without_attempts_has_no_row(hours: Hours) -> None:
    just_before_ten = TEN - timedelta(milliseconds=1)
    next_day = NINE + timedelta(days=1)
    attempts = [login(time, True) for time in (NINE, just_before_ten, ELEVEN, next_day)]
    assert hours(*attempts) == [(NINE, 2, 0, 0.0), (ELEVEN, 1, 0, 0.0), (next_day, 1, 0, 0.0)]


def test_logouts_do_not_count(hours: Hours) -> None:
    attempts = [logout(NINE, True), logout(NINE, False), login(NINE, True), logout(TEN, False)]
    assert hours(*attempts) == [(NINE, 1, 0, 0.0)]


def test_no_attempts_give_no_hours(hours: Hours) -> None:
    assert hours() == []
