"""Use of the service in each state on each day."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.gold.daily_location_metrics import daily_location_metrics

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, level STRING, city STRING,"
    " state STRING"
)
LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, level STRING, state STRING,"
    " listened_seconds DOUBLE"
)
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
MIDNIGHT = datetime(2018, 11, 2, tzinfo=timezone.utc)

States = Callable[[Sequence[Row], Sequence[Row]], list[Row]]


def view(state: str | None, user: str = "anna", level: str = "free", time: datetime = NINE) -> Row:
    return ("e1", time, user, level, "Springfield", state)


def listen(state: str | None, seconds: float, time: datetime = NINE) -> Row:
    return ("e1", time, "anna", "paid", state, seconds)


@pytest.fixture(scope="module")
def states(frame: Frame) -> States:
    return lambda views, listens: rows_of(
        daily_location_metrics(frame(PAGE_VIEW, views), frame(LISTEN, listens))
    )


def test_counts_users_page_views_and_songs_of_each_state(states: States) -> None:
    views = [view("OR", "anna"), view("OR", "anna"), view("OR", "ben", "paid"), view("ME", "anna")]
    listens = [listen("OR", 200.5), listen("OR", 300.25), listen("ME", 0.1), listen("ME", 0.2)]
    assert states(views, listens) == [
        (FIRST, "ME", 1, 0, 1, 2, 0.3),
        (FIRST, "OR", 2, 1, 3, 2, 500.75),
    ]


def test_days_begin_at_midnight_utc(states: States) -> None:
    just_before = MIDNIGHT - timedelta(milliseconds=1)
    views = [view("OR", time=just_before), view("OR", time=MIDNIGHT)]
    listens = [listen("OR", 200.0, time=just_before), listen("OR", 300.0, time=MIDNIGHT)]
    assert states(views, listens) == [
        (FIRST, "OR", 1, 0, 1, 1, 200.0),
        (SECOND, "OR", 1, 0, 1, 1, 300.0),
    ]


def test_a_missing_and_an_empty_state_are_both_unknown(states: States) -> None:
    views = [view(None, "anna"), view("", "ben")]
    listens = [listen(None, 200.0), listen("", 300.0)]
    assert states(views, listens) == [(FIRST, "unknown", 2, 0, 2, 2, 500.0)]


def test_a_user_who_pays_for_part_of_the_day_is_a_paid_user(states: States) -> None:
    views = [view("OR", level="free"), view("OR", level="paid"), view("OR", level="free")]
    assert states(views, []) == [(FIRST, "OR", 1, 1, 3, 0, 0.0)]


def test_songs_without_a_page_view_make_no_active_user(states: States) -> None:
    assert states([], [listen("OR", 200.0)]) == [(FIRST, "OR", 0, 0, 0, 1, 200.0)]


def test_no_events_give_no_states(states: States) -> None:
    assert states([], []) == []
