"""Places as of their latest page view, with the times of the first and the last."""

from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.silver.locations import locations

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, location_id STRING, city STRING,"
    " state STRING, zip STRING, lon DOUBLE, lat DOUBLE"
)
OSLO = ("oslo-id", "Oslo", "NO", "0150", 10.75, 59.91)
HARBOUR = ("oslo-id", "Oslo", "NO", "0250", 10.73, 59.90)
BERGEN = ("bergen-id", "Bergen", "NO", "5003", 5.32, 60.39)

Places = Callable[..., list[Row]]


def at(day: int) -> datetime:
    """Nine o'clock on a day of November 2018, in UTC."""
    return datetime(2018, 11, day, 9, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def places(frame: Frame) -> Places:
    return lambda *views: rows_of(locations(frame(PAGE_VIEW, views)))


def test_a_place_has_the_values_of_its_latest_page_view_by_anybody(places: Places) -> None:
    late_event = ("e4", at(1), "anna", *OSLO)
    views = [
        *(("e1", at(3), "anna", *OSLO), ("e2", at(5), "ben", *HARBOUR)),
        *(("e3", at(2), "anna", *BERGEN), late_event),
    ]
    assert places(*views) == [(*BERGEN, at(2), at(2)), (*HARBOUR, at(1), at(5))]


def test_of_two_page_views_at_the_same_time_the_greater_event_id_decides(places: Places) -> None:
    views = [("e2", at(1), "anna", *OSLO), ("e1", at(1), "anna", *HARBOUR)]
    assert places(*views) == [(*OSLO, at(1), at(1))]


def test_a_value_that_the_latest_page_view_lacks_is_null(places: Places) -> None:
    vague = ("oslo-id", "Oslo", "NO", None, None, None)
    views = [("e1", at(1), "anna", *OSLO), ("e2", at(2), "anna", *vague)]
    assert places(*views) == [(*vague, at(1), at(2))]


def test_a_place_is_known_by_its_id_even_if_its_state_is_missing_once(places: Places) -> None:
    rest = ("0150", 10.75, 59.91)
    views = [
        ("e1", at(1), "anna", "oslo-id", "Oslo", None, *rest),
        ("e2", at(2), "anna", "oslo-id", "Oslo", "", *rest),
    ]
    assert places(*views) == [("oslo-id", "Oslo", "", *rest, at(1), at(2))]


def test_page_views_without_a_place_give_no_row(places: Places) -> None:
    assert places(("e1", at(1), "anna", None, None, None, "0150", 10.75, 59.91)) == []
