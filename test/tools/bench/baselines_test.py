"""What the platform is compared with does what it says."""

import json
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tools.bench.baseline_process import fields_by_topic
from tools.bench.original_design import bronze, daily_user_metrics, user_profiles, user_sessions
from tools.bench.plain_streaming import bronze_events

TOPICS = ["page_view_events", "listen_events", "auth_events", "status_change_events"]


@pytest.mark.parametrize("topic", TOPICS)
def test_plain_streaming_writes_the_columns_of_the_platform(
    spark: SparkSession, artefacts: Path, topic: str
) -> None:
    manifest = json.loads((artefacts / "lineage.json").read_text())
    [table] = [d for d in manifest["datasets"] if d["name"] == f"bronze_{topic}"]
    fields = fields_by_topic(artefacts)
    events = bronze_events(spark, "nobody.invalid:9092", topic, fields[topic])
    assert [(field.name, field.dataType.simpleString().upper()) for field in events.schema] == [
        (column["name"], column["type"])
        for column in table["columns"]
        # What the platform reports on top, and is part of no event.
        if column["name"] != "unknown_fields"
    ]


def test_the_original_design_comes_from_messages_to_figures(
    spark: SparkSession, artefacts: Path
) -> None:
    view = '{"ts":%s,"sessionId":7,"userId":1,"level":"free"}'
    payloads = [
        view % 1_767_225_600_900,
        view % 1_767_225_660_100,
        view % 1_767_225_660_100,
        view % 1_767_225_600_900_000,
        '{"ts":1767225600900,"sessionId":8}',
        "ping",
    ]
    messages = spark.createDataFrame(
        [(p, None) for p in payloads], "value STRING, kafka_timestamp TIMESTAMP"
    )
    events = bronze(messages, fields_by_topic(artefacts)["page_view_events"])
    assert [row.event_time for row in events.collect()] == [
        "2026-01-01 00:00:00",
        "2026-01-01 00:01:00",
        "2026-01-01 00:01:00",
    ]
    assert user_profiles(events).count() == 1
    figures = daily_user_metrics(user_sessions(events)).collect()
    # Seconds without a fraction, and a page view twice: the faults of the original.
    assert [tuple(row) for row in figures] == [(date(2026, 1, 1), "1", 1, 3, 60)]
