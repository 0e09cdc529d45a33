"""Events of any topic, typed: each with its time and its identity."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# 2000-01-01 UTC, in milliseconds: no event of a streaming service is older.
EARLIEST_TS = 946_684_800_000

# A producer's clock may run a day ahead of the broker's, in milliseconds.
CLOCK_SKEW = 86_400_000


def events(raw_events: DataFrame) -> DataFrame:
    """Raw messages with `event_timestamp` and `event_id`.

    `event_timestamp` is NULL where `ts` is missing or outside a sane range. The payload is what
    makes an event: a producer that sends again sends the same bytes.
    """
    latest_ts = F.unix_millis("kafka_timestamp") + CLOCK_SKEW
    is_sane = F.col("ts").between(F.lit(EARLIEST_TS), latest_ts)
    return raw_events.withColumns(
        {
            "event_timestamp": F.when(is_sane, F.timestamp_millis("ts")),
            "event_id": F.sha2("value", 256),
        }
    )
