"""The published view of listens: the wide table without personal data."""

from datetime import datetime, timezone
from pathlib import Path

from pyspark.sql import SparkSession
from small_frames import Frame, rows_of

WIDE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " user_level STRING, user_gender STRING, user_state STRING, user_registered_at TIMESTAMP,"
    " song_id STRING, title STRING, artist_id STRING, artist STRING, listened_seconds DOUBLE,"
    " song_first_seen TIMESTAMP, session_start TIMESTAMP, session_duration_seconds DOUBLE,"
    " session_songs_played BIGINT, device_family STRING"
)
NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
TEN = datetime(2018, 11, 1, 10, tzinfo=timezone.utc)


def test_every_listen_is_shown_without_its_user(
    spark: SparkSession, frame: Frame, project_root: Path
) -> None:
    song = ("yellow-id", "Yellow", "coldplay-id", "Coldplay", 266.0, NINE, NINE, 10_800.0, 12)
    listen = ("e1", TEN, "anna", "s1", "paid", "F", "ME", NINE, *song, "iPhone")
    unknown = ("e2", *[None] * 17)
    frame(WIDE, [listen, unknown, unknown]).createOrReplaceTempView("gold_listens_wide")
    query = (project_root / "notebooks/gold/listens.sql").read_text()
    assert sorted(rows_of(spark.sql(query)), key=str) == sorted(
        [(TEN, "paid", *song), (None,) * 11, (None,) * 11], key=str
    )
