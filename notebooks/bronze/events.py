"""Typed events of any topic, with event time and event ID."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# 2000-01-01 UTC, in milliseconds: older than any event of a streaming service.
EARLIEST_TS = 946_684_800_000

# Tolerated clock skew of producers relative to the broker: one day, in milliseconds.
CLOCK_SKEW = 86_400_000


def events(raw_events: DataFrame) -> DataFrame:
    """Add `event_timestamp` and `event_id` to raw messages.

    `event_timestamp` is NULL if `ts` is missing or out of range. The payload identifies the event:
    a repeated delivery has the same bytes.
    """
    latest_ts = F.unix_millis("kafka_timestamp") + CLOCK_SKEW
    is_sane = F.col("ts").between(F.lit(EARLIEST_TS), latest_ts)
    return raw_events.withColumns(
        {
            "event_timestamp": F.when(is_sane, F.timestamp_millis("ts")),
            "event_id": F.sha2("value", 256),
        }
    )
