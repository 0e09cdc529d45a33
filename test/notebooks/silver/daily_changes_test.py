"""Daily changes in active and paying users."""

from datetime import date, datetime, timedelta, timezone

from small_frames import Frame, rows_of

from notebooks.silver.daily_changes import daily_changes

ACTIVITY = "userId STRING, date DATE, first_active_on DATE, next_active_on DATE"
USER_DAY = "date DATE, saw_upgrade_page BOOLEAN, upgrades BIGINT, downgrades BIGINT"
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"
FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)


def test_a_user_counts_from_an_active_day_until_the_lookback_ends(frame: Frame) -> None:
    found = daily_changes(
        frame(ACTIVITY, [("anna", FIRST, FIRST, None)]), frame(USER_DAY, []), frame(PROFILE, [])
    )
    columns = ["date", "active_users", "weekly_change", "monthly_change", "new_users"]
    assert rows_of(found.select(columns)) == [
        (FIRST, 1, 1, 1, 1),
        (FIRST + timedelta(days=7), 0, -1, 0, 0),
        (FIRST + timedelta(days=30), 0, 0, -1, 0),
    ]


def test_an_active_day_within_the_lookback_takes_over(frame: Frame) -> None:
    activity = [("anna", FIRST, FIRST, SECOND), ("anna", SECOND, FIRST, None)]
    found = daily_changes(frame(ACTIVITY, activity), frame(USER_DAY, []), frame(PROFILE, []))
    columns = ["date", "active_users", "weekly_change", "monthly_change", "new_users"]
    assert rows_of(found.select(columns))[:2] == [(FIRST, 1, 1, 1, 1), (SECOND, 1, 0, 0, 0)]


def test_a_day_has_the_sums_of_its_users_and_the_paid_versions_that_begin_and_end(
    frame: Frame,
) -> None:
    user_days = [(FIRST, True, 1, 0), (FIRST, True, 0, 1), (FIRST, False, 1, 0)]
    profiles = [
        ("anna", "paid", NINE, NINE + timedelta(days=1)),
        ("ben", "paid", NINE, None),
        ("cleo", "free", NINE, None),
    ]
    found = daily_changes(frame(ACTIVITY, []), frame(USER_DAY, user_days), frame(PROFILE, profiles))
    columns = ["date", "users", "upgrades", "downgrades", "upgrade_page_users"]
    columns += ["converted_users", "paid_change"]
    assert rows_of(found.select(columns)) == [
        (FIRST, 3, 2, 1, 2, 1, 2),
        (SECOND, 0, 0, 0, 0, 0, -1),
    ]
