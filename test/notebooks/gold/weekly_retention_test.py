"""Users of each weekly cohort who come back, week by week."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from small_frames import Frame, Row, rows_of

from notebooks.gold.weekly_retention import weekly_retention
from notebooks.silver.user_activity import user_activity
from notebooks.silver.weekly_cohorts import weekly_cohorts

USER_DAY = "date DATE, userId STRING, page_views BIGINT"

MONDAY = datetime(2018, 11, 5, tzinfo=timezone.utc)
FIRST_WEEK, SECOND_WEEK, THIRD_WEEK = (date(2018, 11, day) for day in (5, 12, 19))

Retention = Callable[..., list[Row]]


def in_week(number: int, weekday: int = 2) -> datetime:
    """Nine o'clock on a day of a week, by default its Wednesday."""
    return MONDAY + timedelta(weeks=number - 1, days=weekday, hours=9)


@pytest.fixture(scope="module")
def retention(frame: Frame) -> Retention:
    """Cohort, weeks since, users of the cohort, users retained, and the rate."""

    def retention(*visits: tuple[str, datetime]) -> list[Row]:
        user_days = {(time.date(), user, 1) for user, time in visits}
        activity = user_activity(frame(USER_DAY, user_days))
        return rows_of(weekly_retention(weekly_cohorts(activity)))

    return retention


def test_a_cohort_has_the_users_whose_first_visit_was_in_its_week(retention: Retention) -> None:
    late_event = ("anna", in_week(1))
    visits = [("anna", in_week(2)), ("ben", in_week(1)), ("cleo", in_week(2)), late_event]
    assert retention(*visits) == [
        (FIRST_WEEK, 0, 2, 2, 1.0),
        (FIRST_WEEK, 1, 2, 1, 0.5),
        (SECOND_WEEK, 0, 1, 1, 1.0),
    ]


def test_a_user_counts_once_a_week(retention: Retention) -> None:
    visits = [("anna", in_week(1, weekday=0)), ("anna", in_week(1, weekday=6))]
    assert retention(*visits) == [(FIRST_WEEK, 0, 1, 1, 1.0)]


def test_weeks_begin_on_monday(retention: Retention) -> None:
    visits = [("anna", in_week(1, weekday=6)), ("ben", in_week(2, weekday=0))]
    assert retention(*visits) == [
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 0, 0.0),
        (SECOND_WEEK, 0, 1, 1, 1.0),
    ]


def test_a_cohort_has_a_row_for_each_week_until_the_last_of_all_cohorts(
    retention: Retention,
) -> None:
    came_back = [("anna", in_week(1)), ("anna", in_week(3))]
    assert retention(*came_back, ("ben", in_week(3)), ("cleo", in_week(2))) == [
        (FIRST_WEEK, 0, 1, 1, 1.0),
        (FIRST_WEEK, 1, 1, 0, 0.0),
        (FIRST_WEEK, 2, 1, 1, 1.0),
        (SECOND_WEEK, 0, 1, 1, 1.0),
        (SECOND_WEEK, 1, 1, 0, 0.0),
        (THIRD_WEEK, 0, 1, 1, 1.0),
    ]


def test_a_week_may_span_two_years(retention: Retention) -> None:
    new_years_eve = datetime(2018, 12, 31, 23, tzinfo=timezone.utc)
    new_year = datetime(2019, 1, 1, 1, tzinfo=timezone.utc)
    assert retention(("anna", new_years_eve), ("ben", new_year)) == [
        (date(2018, 12, 31), 0, 2, 2, 1.0)
    ]


def test_no_page_views_give_no_cohorts(retention: Retention) -> None:
    assert retention() == []
