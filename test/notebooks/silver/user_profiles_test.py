"""Profiles: what each page view tells of its user."""

from datetime import datetime, timezone

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.user_profiles import user_profiles

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

PAGE_VIEW = (
    "itemInSession INT, userId STRING, firstName STRING, lastName STRING, gender STRING,"
    " level STRING, city STRING, state STRING, registration BIGINT, page STRING,"
    " device_family STRING, event_timestamp TIMESTAMP, event_id STRING"
)
PROFILE = (
    "userId STRING, firstName STRING, lastName STRING, gender STRING, level STRING, city STRING,"
    " state STRING, registration BIGINT, event_timestamp TIMESTAMP"
)
ANNA = ("7", "Anna", "Berg", "F", "free", "Oslo", "NO", 1_540_000_000_000)


def test_a_profile_is_of_a_user_at_a_time_and_leaves_out_what_was_viewed(
    spark: SparkSession,
) -> None:
    viewed = spark.createDataFrame([(42, *ANNA, "NextSong", "iPhone", NINE, "e1")], PAGE_VIEW)
    assertDataFrameEqual(
        user_profiles(viewed), spark.createDataFrame([(*ANNA, NINE)], PROFILE), checkRowOrder=True
    )


def test_every_page_view_shows_a_profile_the_same_one_too(spark: SparkSession) -> None:
    view = (42, *ANNA, "NextSong", "iPhone", NINE, "e1")
    viewed = spark.createDataFrame([view, view], PAGE_VIEW)
    assertDataFrameEqual(
        user_profiles(viewed), spark.createDataFrame([(*ANNA, NINE), (*ANNA, NINE)], PROFILE)
    )


def test_what_a_page_view_does_not_say_stays_unknown(spark: SparkSession) -> None:
    unknown = ("7", None, None, None, None, None, None, None)
    viewed = spark.createDataFrame([(42, *unknown, "Home", None, NINE, "e1")], PAGE_VIEW)
    assertDataFrameEqual(user_profiles(viewed), spark.createDataFrame([(*unknown, NINE)], PROFILE))
