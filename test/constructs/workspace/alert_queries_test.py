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
MINUTE = timedelta(minutes=1)


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


def flow(pipeline: str, name: str, details: dict[str, Any], age: timedelta) -> Event:
    return event("flow_progress", details, pipeline, name, age, "INFO")


def rule(pipeline: str, dataset: str, failed: int, rows: int, name: str = "known") -> Event:
    counts = {"passed_records": rows - failed, "failed_records": failed}
    expectation = {"name": name, "dataset": dataset} | counts
    details = {"status": "RUNNING", "data_quality": {"expectations": [expectation]}}
    return flow(pipeline, "first", details, HOUR)


@pytest.fixture
def ask(spark: SparkSession, project_root: Path) -> Iterator[Ask]:
    """Runs the query of an alert on events of both pipelines; catalog and schema are removed."""
    terraform = json.loads((project_root / "test/snapshots/stacks/prod.tf.json").read_text())
    queries = {
        alert["display_name"]: "\n".join(alert["query_text"])
        for alert in terraform["resource"]["databricks_alert_v2"].values()
    }
    pipelines = ("ingestion", "analytics")

    def rows(alert: str, *events: Event, only: str | None = None) -> list[Row]:
        for pipeline in pipelines:
            own = [event for event in events if event[2][2] == pipeline]
            log = spark.createDataFrame(own, SCHEMA, verifySchema=False)
            log.createOrReplaceTempView(f"event_log_{pipeline}")
        query = queries[f"music-streaming-prod: {alert}"]
        if only:
            query = f"{query[: query.rindex('SELECT kind')]}SELECT * FROM {only} ORDER BY object"
        return spark.sql(query.replace("`prod`.`${databricks_schema.schema.name}`.", "")).collect()

    yield rows
    for pipeline in pipelines:
        spark.catalog.dropTempView(f"event_log_{pipeline}")


def failures(ask: Ask, *events: Event) -> list[tuple[str, int]]:
    return [(row.object, row.value) for row in ask("problems", *events, only="failed_updates")]


def test_a_failed_update_is_reported_until_an_update_of_the_same_pipeline_completes(
    ask: Ask,
) -> None:
    failed = [
        update("ingestion", "ingestion-1", "FAILED", 4 * HOUR),
        update("analytics", "analytics-1", "FAILED", 5 * HOUR),
        update("analytics", "analytics-2", "FAILED", 3 * HOUR),
    ]
    assert failures(ask, *failed) == [("analytics", 2), ("ingestion", 1)]
    completed = update("analytics", "analytics-3", "COMPLETED", 2 * HOUR)
    assert failures(ask, *failed, completed) == [("ingestion", 1)]
    again = update("analytics", "analytics-4", "FAILED", HOUR)
    (*_, latest, _) = ask("problems", *failed, completed, again)
    assert tuple(latest) == (
        "update failed",
        "analytics",
        1,
        "update analytics-4: Message of analytics-4.",
    )


def test_a_failed_update_of_a_continuous_pipeline_is_reported_until_one_runs_well(
    ask: Ask,
) -> None:
    failed = update("ingestion", "first", "FAILED", 4 * HOUR)
    running = [
        update("ingestion", "second", "RUNNING", 3 * HOUR),
        flow("ingestion", "second", {"status": "COMPLETED"}, 3 * HOUR - 2 * MINUTE),
    ]
    # A broken rule also lets an update reach RUNNING, and some flows progress before it fails.
    assert failures(ask, failed, *running) == [("ingestion", 1)]
    well = flow("ingestion", "second", {"status": "IDLE"}, 2 * HOUR)
    assert failures(ask, failed, *running, well) == []
    stopped = update("ingestion", "second", "FAILED", HOUR)
    assert failures(ask, failed, *running, well, stopped) == [("ingestion", 2)]


def test_rules_of_all_pipelines_are_reported(ask: Ask) -> None:
    rows = ask(
        "problems",
        rule("ingestion", "silver_listens", 200, 1000),
        rule("analytics", "silver_songs", 100, 1000),
        rule("ingestion", "silver_page_views", 5, 1000),
        only="failing_rules",
    )
    assert [(row.object, row.value, row.message) for row in rows] == [
        ("silver_listens.known", 0.2, "200 of 1,000 rows (20.00 %) failed, 1.00 % tolerated"),
        ("silver_songs.known", 0.1, "100 of 1,000 rows (10.00 %) failed, 1.00 % tolerated"),
    ]


def test_new_fields_of_a_producer_are_a_notice_and_no_problem(ask: Ask) -> None:
    events = [rule("ingestion", "raw_listen_events", 900, 1000, "no_unknown_fields")]
    assert ask("problems", *events, only="failing_rules") == []
    assert [tuple(row) for row in ask("notices", *events)] == [
        (
            "notice",
            "raw_listen_events.no_unknown_fields",
            900,
            "900 of 1,000 rows failed the rule",
        )
    ]
    assert (
        ask("notices", rule("ingestion", "raw_listen_events", 0, 1000, "no_unknown_fields")) == []
    )


DAY = 24 * HOUR


def deliveries(spark: SparkSession, table: str, *rows: tuple[str, timedelta]) -> None:
    now = datetime.now(timezone.utc)
    delivered = [(event, now - age) for event, age in rows]
    frame = spark.createDataFrame(delivered, "event_id STRING, kafka_timestamp TIMESTAMP")
    frame.createOrReplaceTempView(table)


# Spark resolves every table of a query, also those of topics that a test does not ask about.
OTHER_TABLES = (
    *("bronze_page_view_events", "bronze_auth_events", "bronze_status_change_events"),
    *("silver_page_views", "silver_auth_attempts", "silver_level_changes"),
)


@pytest.fixture
def late(ask: Ask, spark: SparkSession) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Rows of one topic that were dropped as late."""

    def found(
        bronze: list[tuple[str, timedelta]], silver: list[tuple[str, timedelta]]
    ) -> list[tuple[Any, ...]]:
        for table in OTHER_TABLES:
            deliveries(spark, table)
        deliveries(spark, "bronze_listen_events", *bronze)
        deliveries(spark, "silver_listens", *silver)
        rows = ask("rows dropped as late", only="late_silver_listens")
        return [tuple(row) for row in rows]

    yield found
    for table in ("bronze_listen_events", "silver_listens", *OTHER_TABLES):
        spark.catalog.dropTempView(table)


def test_events_that_are_missing_in_silver_are_counted_by_day(
    late: Callable[..., list[tuple[Any, ...]]],
) -> None:
    kept = [("a", 2 * DAY), ("b", HOUR / 4)]
    day = (datetime.now(timezone.utc) - 9 * DAY).date()
    assert late([*kept, ("c", 9 * DAY), ("d", 9 * DAY)], kept) == [
        (
            "rows dropped as late",
            "silver_listens",
            2,
            f"2 rows of bronze_listen_events from {day}",
        )
    ]


def test_repeated_deliveries_and_events_that_silver_has_not_reached_are_not_late(
    late: Callable[..., list[tuple[Any, ...]]],
) -> None:
    first = ("a", 6 * DAY)
    assert late([first, ("a", DAY), ("b", HOUR)], [first]) == []
    # Of an empty table nothing is known.
    assert late([first], []) == []


def test_a_message_stamped_in_the_future_makes_all_later_ones_late(
    late: Callable[..., list[tuple[Any, ...]]],
) -> None:
    future = ("future", -1000 * DAY)
    ((_, _, count, _),) = late([future, ("a", 2 * HOUR), ("b", 2 * HOUR)], [future])
    assert count == 2
