"""One row per user per day, from page views and changes of level."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.silver.user_days import user_days

PAGE_VIEW = "event_id STRING, event_timestamp TIMESTAMP, userId STRING, page STRING, level STRING"
CHANGE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, previous_level STRING,"
    " new_level STRING"
)
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)
JUST_BEFORE_MIDNIGHT = MIDNIGHT - timedelta(milliseconds=1)

Days = Callable[..., list[Row]]


def view(user: str, page: str | None = "Home", time: datetime = MIDNIGHT) -> Row:
    return ("e1", time, user, page, "free")


def change(user: str, level: str, time: datetime = MIDNIGHT) -> Row:
    return ("e1", time, user, "free" if level == "paid" else "paid", level)


@pytest.fixture(scope="module")
def days(frame: Frame) -> Days:
    def days(views: Sequence[Row], changes: Sequence[Row] = ()) -> list[Row]:
        return rows_of(user_days(frame(PAGE_VIEW, views), frame(CHANGE, changes)))

    return days


def test_a_row_counts_the_page_views_and_level_changes_of_a_user_and_day(days: Days) -> None:
    views = [view("anna"), view("anna", "Upgrade"), view("ben", page=None)]
    changes = [change("anna", "paid"), change("anna", "free"), change("anna", "paid")]
    assert days(views, changes) == [
        (SECOND, "anna", 2, True, 2, 1),
        (SECOND, "ben", 1, False, 0, 0),
    ]


def test_days_begin_at_midnight_utc(days: Days) -> None:
    assert days([view("anna", time=JUST_BEFORE_MIDNIGHT), view("anna", time=MIDNIGHT)]) == [
        (FIRST, "anna", 1, False, 0, 0),
        (SECOND, "anna", 1, False, 0, 0),
    ]


def test_a_change_of_level_without_a_page_view_is_a_row(days: Days) -> None:
    assert days([], [change("cleo", "free")]) == [(SECOND, "cleo", 0, False, 0, 1)]
