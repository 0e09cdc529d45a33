"""The queries of the alerts, as deployed, on the event logs of two pipelines."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from tools.local.runtime.event_log import SCHEMA

Event = tuple[Any, ...]
Ask = Callable[..., list[Row]]

HOUR = timedelta(hours=1)


def event(
    event_type: str, details: dict[str, Any], pipeline: str, update: str, age: timedelta, level: str
) -> Event:
    origin = ("id", "WORKSPACE", pipeline, update, None, None, None)
    time = datetime.now(timezone.utc) - age
    content = json.dumps({event_type: details})
    message = f"Message of {update}."
    return (None, None, origin, time, message, level, None, content, event_type, "STABLE")


def update(pipeline: str, name: str, state: str, age: timedelta) -> Event:
    level = "ERROR" if state == "FAILED" else "INFO"
    return event("update_progress", {"state": state}, pipeline, name, age, level)


def rule(pipeline: str, dataset: str, failed: int, rows: int) -> Event:
    counts = {"passed_records": rows - failed, "failed_records": failed}
    expectation = {"name": "known", "dataset": dataset} | counts
    details = {"status": "RUNNING", "data_quality": {"expectations": [expectation]}}
    return event("flow_progress", details, pipeline, "first", HOUR, "INFO")


@pytest.fixture
def ask(spark: SparkSession, project_root: Path) -> Iterator[Ask]:
    """Runs the query of an alert on events of both pipelines; catalog and schema are removed."""
    terraform = json.loads((project_root / "test/snapshots/stacks/prod.tf.json").read_text())
    queries = {
        alert["display_name"]: "\n".join(alert["query_text"])
        for alert in terraform["resource"]["databricks_alert_v2"].values()
    }
    pipelines = ("ingestion", "analytics")

    def rows(alert: str, *events: Event) -> list[Row]:
        for pipeline in pipelines:
            own = [event for event in events if event[2][2] == pipeline]
            log = spark.createDataFrame(own, SCHEMA, verifySchema=False)
            log.createOrReplaceTempView(f"event_log_{pipeline}")
        query = queries[f"music-streaming-prod: {alert}"]
        return spark.sql(query.replace("`prod`.`${databricks_schema.schema.name}`.", "")).collect()

    yield rows
    for pipeline in pipelines:
        spark.catalog.dropTempView(f"event_log_{pipeline}")


def test_a_failed_update_is_reported_until_an_update_of_the_same_pipeline_completes(
    ask: Ask,
) -> None:
    failed = [
        update("ingestion", "ingestion-1", "FAILED", 4 * HOUR),
        update("analytics", "analytics-1", "FAILED", 3 * HOUR),
    ]
    completed = update("ingestion", "ingestion-2", "COMPLETED", 2 * HOUR)
    rows = ask("update failed", *failed, completed)
    assert [(row.pipeline, row.update_id, row.reason, row.value) for row in rows] == [
        ("analytics", "analytics-1", "Message of analytics-1.", 1)
    ]
    assert [row.pipeline for row in ask("update failed", *failed)] == ["analytics", "ingestion"]


def test_flow_events_of_all_pipelines_are_read(ask: Ask) -> None:
    rows = ask(
        "rule fails too often",
        rule("ingestion", "silver_listens", 200, 1000),
        rule("analytics", "silver_songs", 100, 1000),
    )
    assert [(row.table_name, row.failed_rows) for row in rows] == [
        ("silver_listens", 200),
        ("silver_songs", 100),
    ]
