"""Profiles of users, as their events show them."""

from pyspark.sql import DataFrame


def user_profiles(page_views: DataFrame) -> DataFrame:
    """The profile that each page view carries, with the time at which it was seen."""
    return page_views.select(
        "userId",
        "firstName",
        "lastName",
        "gender",
        "level",
        "city",
        "state",
        "registration",
        "event_timestamp",
    )
