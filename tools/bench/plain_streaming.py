"""Bronze tables with plain Structured Streaming.

From Kafka to Delta in one step, with the columns of the platform's bronze tables. No
expectations, no quarantine, no raw tables, no event log.
"""

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from tools.local.runtime.state_directory import StateDirectory

# 2000-01-01 UTC, in milliseconds, and the maximum clock skew of producers.
EARLIEST_TS = 946_684_800_000
CLOCK_SKEW = 86_400_000


def bring_up_to_date(
    session: SparkSession, bootstrap_servers: str, fields: dict[str, str], state: StateDirectory
) -> None:
    """Append the new messages of each topic to its table."""
    queries = [
        bronze_events(session, bootstrap_servers, topic, fields[topic])
        .writeStream.format("delta")
        .option("checkpointLocation", str(state.checkpoint(f"bronze_{topic}")))
        .trigger(availableNow=True)
        .start(str(state.table(f"bronze_{topic}")))
        for topic in fields
    ]
    for query in queries:
        query.awaitTermination()


def bronze_events(
    session: SparkSession, bootstrap_servers: str, topic: str, fields: str
) -> DataFrame:
    """Parse the messages of a topic and add event time and ID."""
    messages = (
        session.readStream.format("kafka")
        .option("kafka.bootstrap.servers", bootstrap_servers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
        .select(
            F.col("timestamp").alias("kafka_timestamp"),
            F.col("topic").alias("kafka_topic"),
            F.col("partition").alias("kafka_partition"),
            F.col("offset").alias("kafka_offset"),
            F.col("key").cast("string").alias("kafka_key"),
            F.col("value").cast("string").alias("value"),
        )
    )
    events = messages.select("*", F.from_json("value", fields).alias("event")).select(
        "*", "event.*"
    )
    latest_ts = F.unix_millis("kafka_timestamp") + CLOCK_SKEW
    is_sane = F.col("ts").between(F.lit(EARLIEST_TS), latest_ts)
    return events.drop("event").withColumns(
        {
            "event_timestamp": F.when(is_sane, F.timestamp_millis("ts")),
            "event_id": F.sha2("value", 256),
        }
    )
