"""Pages shown to signed-in users, one row per event."""

import pandas as pd
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from ua_parser import parse


@F.pandas_udf(StringType())
def device_family(user_agents: pd.Series) -> pd.Series:
    """Return the device family or, if the browser does not report it, the operating system."""
    families = {}
    for user_agent in user_agents.unique():
        found = parse(user_agent or "")
        named = found.device or found.os
        families[user_agent] = named.family if named else "Other"
    return user_agents.map(families)


def location_id(city: str, state: str) -> Column:
    """Return the location ID, a hash of city and state; NULL if neither is known."""
    # A separator that does not occur in names.
    key = F.concat_ws("\u001f", *[F.coalesce(part, F.lit("")) for part in (city, state)])
    return F.when(F.coalesce(city, state).isNotNull(), F.md5(key))


def page_views(page_view_events: DataFrame) -> DataFrame:
    """Add location and device family to page views."""
    return page_view_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "sessionId",
        "itemInSession",
        "page",
        "method",
        "status",
        "level",
        "firstName",
        "lastName",
        "gender",
        "registration",
        location_id("city", "state").alias("location_id"),
        "city",
        "zip",
        "state",
        "lon",
        "lat",
        "userAgent",
        device_family("userAgent").alias("device_family"),
    )
