"""Events: their time, to the millisecond, and their identity."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from pyspark.sql import DataFrame
from small_frames import Frame, rows_of

from notebooks.bronze.events import events

MESSAGE = "kafka_timestamp TIMESTAMP, value STRING, ts BIGINT"

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_000
MILLENNIUM = datetime(2000, 1, 1, tzinfo=timezone.utc)
MILLENNIUM_TS = 946_684_800_000
ONE_DAY = 24 * 60 * 60 * 1000

TIMES = {
    NOON_TS: NOON,
    NOON_TS + 7: NOON + timedelta(milliseconds=7),
    # The earliest and the latest: from 2000 to a day after the broker received the message.
    MILLENNIUM_TS: MILLENNIUM,
    MILLENNIUM_TS - 1: None,
    NOON_TS + ONE_DAY: NOON + timedelta(days=1),
    NOON_TS + ONE_DAY + 1: None,
    # Missing, zero, negative, in seconds, in microseconds, and the extremes of the type.
    **dict.fromkeys([None, 0, -NOON_TS, NOON_TS // 1000, NOON_TS * 1000, 2**63 - 1, -(2**63)]),
}

Arrived = Callable[..., DataFrame]


@pytest.fixture(scope="module")
def arrived(frame: Frame) -> Arrived:
    """Events that the broker received at noon."""
    return lambda *messages: events(frame(MESSAGE, [(NOON, *message) for message in messages]))


def test_ts_gives_the_time_unless_it_is_impossible(arrived: Arrived) -> None:
    found = rows_of(arrived(*[("{}", ts) for ts in TIMES]).select("ts", "event_timestamp"))
    assert dict(found) == TIMES


def test_the_identity_is_the_hash_of_the_payload(arrived: Arrived) -> None:
    payloads = ['{"song":"Yellow"}', '{"song":"Yellow"}', '{"song":"Yellow" }', "", "{}"]
    found = rows_of(arrived(*[(payload, NOON_TS) for payload in [*payloads, None]]))
    ids = {payload: sha256(payload.encode()).hexdigest() for payload in payloads}
    assert [(row[1], row[4]) for row in found] == [
        (None, None),
        *sorted((payload, ids[payload]) for payload in payloads),
    ]


def test_the_columns_of_the_message_stay(arrived: Arrived) -> None:
    assert rows_of(arrived(('{"song":"Yellow"}', 1)))[0][:3] == (NOON, '{"song":"Yellow"}', 1)
