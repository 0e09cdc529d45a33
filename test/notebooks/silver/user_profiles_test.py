"""Profiles: one per page view, with the time at which it was seen."""

from datetime import datetime, timezone

from small_frames import Frame, rows_of

from notebooks.silver.user_profiles import user_profiles

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

PAGE_VIEW = (
    "itemInSession INT, userId STRING, firstName STRING, lastName STRING, gender STRING,"
    " level STRING, city STRING, state STRING, registration BIGINT, page STRING,"
    " device_family STRING, event_timestamp TIMESTAMP, event_id STRING"
)


def test_every_page_view_gives_the_profile_of_its_user(frame: Frame) -> None:
    anna = ("7", "Anna", "Berg", "F", "free", "Oslo", "NO", 1_540_000_000_000)
    unknown = ("8", None, None, None, None, None, None, None)
    views = [(42, *user, "Home", "iPhone", NINE, "e1") for user in (anna, anna, unknown)]
    assert rows_of(user_profiles(frame(PAGE_VIEW, views))) == [
        (*anna, NINE),
        (*anna, NINE),
        (*unknown, NINE),
    ]
