"""The published view of the pages shown in each session."""

from pathlib import Path

from pyspark.sql import SparkSession
from small_frames import Frame, rows_of

PAGE_VIEW = "sessionId STRING, userId STRING, page STRING"


def test_a_session_has_each_of_its_pages_once_by_name(
    spark: SparkSession, frame: Frame, project_root: Path
) -> None:
    of_anna = [("s1", "anna", page) for page in ("Upgrade", "Home", None, "Home")]
    frame(
        PAGE_VIEW, [*of_anna, ("s1", "ben", "Help"), ("s2", "anna", None)]
    ).createOrReplaceTempView("silver_page_views")
    query = (project_root / "notebooks/silver/session_pages.sql").read_text()
    assert rows_of(spark.sql(query)) == [
        ("s1", "anna", ["Home", "Upgrade"]),
        ("s1", "ben", ["Help"]),
        ("s2", "anna", []),
    ]
