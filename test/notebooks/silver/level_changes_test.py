"""Changes of the subscription level, from one level to the other."""

from datetime import datetime, timedelta, timezone

from small_frames import Frame, rows_of

from notebooks.silver.level_changes import level_changes

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, level STRING, city STRING"
)
ANNA = (NINE, DELIVERED, "7", "s1")


def test_the_previous_level_is_the_other_one_whatever_came_before(frame: Frame) -> None:
    events = [("e1", *ANNA, "paid", "Oslo"), ("e2", *ANNA, "paid", "Oslo")]
    assert rows_of(level_changes(frame(EVENT, [*events, ("e3", *ANNA, "free", "Oslo")]))) == [
        ("e1", *ANNA, "free", "paid"),
        ("e2", *ANNA, "free", "paid"),
        ("e3", *ANNA, "paid", "free"),
    ]
