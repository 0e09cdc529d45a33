"""Active days of each user, in order."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def user_activity(user_days: DataFrame) -> DataFrame:
    """Return the days on which users viewed a page, with the active days before and after."""
    of_the_user = Window.partitionBy("userId")
    in_order = of_the_user.orderBy("date")
    return user_days.where("page_views > 0").select(
        "userId",
        "date",
        F.min("date").over(of_the_user).alias("first_active_on"),
        F.lag("date").over(in_order).alias("previous_active_on"),
        F.lead("date").over(in_order).alias("next_active_on"),
    )
