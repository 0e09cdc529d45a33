"""Login and logout attempts: who tried what, and whether it succeeded."""

from datetime import datetime, timedelta, timezone

from small_frames import Frame, rows_of

from notebooks.silver.auth_attempts import auth_attempts

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, auth STRING, success BOOLEAN, level STRING, city STRING"
)


def test_only_a_logged_in_user_can_log_out(frame: Frame) -> None:
    events = [
        ("e1", NINE, DELIVERED, None, "s1", "Logged Out", False, "free", None),
        ("e2", NINE, DELIVERED, "7", "s1", "Logged In", True, "paid", "Oslo"),
        ("e3", NINE, DELIVERED, None, "s1", "Guest", True, "free", None),
        ("e4", NINE, DELIVERED, None, "s1", "Cancelled", True, "free", None),
        ("e5", NINE, DELIVERED, None, "s1", None, True, "free", None),
    ]
    assert rows_of(auth_attempts(frame(EVENT, events))) == [
        ("e1", NINE, DELIVERED, None, "s1", "login", False, "free"),
        ("e2", NINE, DELIVERED, "7", "s1", "logout", True, "paid"),
        ("e3", NINE, DELIVERED, None, "s1", "login", True, "free"),
        ("e4", NINE, DELIVERED, None, "s1", "login", True, "free"),
        ("e5", NINE, DELIVERED, None, "s1", "login", True, "free"),
    ]
