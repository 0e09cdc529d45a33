"""Active users: those who viewed a page within 30 minutes before the query."""

from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from small_frames import Frame, rows_of

# For each user, how long before the query they viewed pages.
PAGE_VIEWS = [
    ("anna", "0 00:00:00"),
    ("ben", "0 00:30:00"),
    ("cleo", "0 00:30:00.000001"),
    ("dora", "2 00:00:00"),
    ("dora", "0 00:05:00"),
    ("dora", "0 00:20:00"),
    ("emil", "0 08:00:00"),
]


def test_a_user_is_active_for_30_minutes_after_the_last_page_view(
    spark: SparkSession, frame: Frame, project_root: Path
) -> None:
    # `current_timestamp()` has the same value everywhere in a query, so ages are exact.
    viewed = F.expr("current_timestamp() - CAST(age AS INTERVAL DAY TO SECOND)")
    page_views = frame("userId STRING, age STRING", PAGE_VIEWS).withColumn(
        "event_timestamp", viewed
    )
    page_views.createOrReplaceTempView("silver_page_views")
    query = (project_root / "notebooks/silver/active_users.sql").read_text()
    age = (F.current_timestamp() - F.col("last_page_view")).cast("string")
    assert rows_of(spark.sql(query).select("userId", age)) == [
        ("anna", "INTERVAL '0 00:00:00' DAY TO SECOND"),
        ("ben", "INTERVAL '0 00:30:00' DAY TO SECOND"),
        ("dora", "INTERVAL '0 00:05:00' DAY TO SECOND"),
    ]
