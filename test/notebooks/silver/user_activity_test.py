"""Active days of users, each with the active days before and after it."""

from datetime import date

from small_frames import Frame, rows_of

from notebooks.silver.user_activity import user_activity

USER_DAY = "date DATE, userId STRING, page_views BIGINT"
FIRST, SECOND, THIRD, FOURTH = (date(2018, 11, day) for day in (1, 2, 3, 4))


def test_each_active_day_knows_the_first_the_previous_and_the_next_of_its_user(
    frame: Frame,
) -> None:
    user_days = [(FOURTH, "anna", 1), (FIRST, "anna", 2), (SECOND, "ben", 1), (SECOND, "anna", 5)]
    assert rows_of(user_activity(frame(USER_DAY, user_days))) == [
        ("anna", FIRST, FIRST, None, SECOND),
        ("anna", SECOND, FIRST, FIRST, FOURTH),
        ("anna", FOURTH, FIRST, SECOND, None),
        ("ben", SECOND, SECOND, None, None),
    ]


def test_a_day_with_changes_of_level_alone_is_not_active(frame: Frame) -> None:
    user_days = [(FIRST, "anna", 0), (SECOND, "anna", 1), (THIRD, "anna", 0)]
    assert rows_of(user_activity(frame(USER_DAY, user_days))) == [
        ("anna", SECOND, SECOND, None, None)
    ]
