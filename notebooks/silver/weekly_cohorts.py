"""Users of each weekly cohort who came back."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F


def weekly_cohorts(user_activity: DataFrame) -> DataFrame:
    """Count active users per cohort and UTC week, from Monday to Sunday."""
    week = week_of("date")
    # The first active day in a week stands for the user, so no user counts twice.
    is_first_in_week = week_of("previous_active_on").isNull() | (
        week_of("previous_active_on") < week
    )
    return (
        user_activity.where(is_first_in_week)
        .groupBy(week_of("first_active_on").alias("cohort_week"), week.alias("week"))
        .agg(F.count("userId").alias("users"))
    )


def week_of(day: str) -> Column:
    """Return the Monday of the week of a day."""
    return F.to_date(F.date_trunc("week", day))
