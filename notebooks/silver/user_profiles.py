"""User profiles carried by page views."""

from pyspark.sql import DataFrame


def user_profiles(page_views: DataFrame) -> DataFrame:
    """Return the profile of each page view, with its event time."""
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
