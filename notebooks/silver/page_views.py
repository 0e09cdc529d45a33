"""Pages that were shown to signed-in users, one row per event."""

import pandas as pd
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType
from ua_parser import parse


@F.pandas_udf(StringType())
def device_family(user_agents: pd.Series) -> pd.Series:
    """Family of the device, or of the operating system where a browser does not tell the device."""
    families = {}
    for user_agent in user_agents.unique():
        found = parse(user_agent or "")
        named = found.device or found.os
        families[user_agent] = named.family if named else "Other"
    return user_agents.map(families)


def location_id(city: str, state: str) -> Column:
    """Identity of a place: the hash of its city and state, NULL where neither is known."""
    # The separator is a character that no name has.
    key = F.concat_ws("\u001f", *[F.coalesce(part, F.lit("")) for part in (city, state)])
    return F.when(F.coalesce(city, state).isNotNull(), F.md5(key))


def page_views(page_view_events: DataFrame) -> DataFrame:
    """Page views with the place and the device that they were seen from."""
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
