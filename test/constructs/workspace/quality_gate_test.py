"""The data-quality gate: what of an event log lets a job go on, and what stops it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pyspark.sql import SparkSession

from constructs.workspace.notebooks import quality_gate
from constructs.workspace.notebooks.quality_gate import (
    DataQualityError,
    IncompleteLogError,
    check_data_quality,
    table_name,
)
from tools.local.runtime.event_log import SCHEMA

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)

Event = tuple[Any, ...]
Gate = Callable[..., str]


def event(event_type: str, details: dict[str, Any], update: str | None, time: datetime) -> Event:
    origin = ("p", "WORKSPACE", "shop", update, None, None, None)
    message = f"Message of {event_type}."
    content = json.dumps({event_type: details})
    return (None, None, origin, time, message, "INFO", None, content, event_type, "STABLE")


def rule(
    failed: int,
    rows: int,
    name: str = "known",
    dataset: str = "sales",
    update: str = "first",
    time: datetime = NOON,
) -> Event:
    """A flow reports that a rule failed for some of its rows."""
    counts = {"passed_records": rows - failed, "failed_records": failed}
    quality = {
        "dropped_records": failed,
        "expectations": [{"name": name, "dataset": dataset} | counts],
    }
    return event("flow_progress", {"status": "RUNNING", "data_quality": quality}, update, time)


def progress(state: str, update: str = "first", time: datetime = NOON) -> Event:
    """An update reports how far it has come."""
    return event("update_progress", {"state": state}, update, time)


@pytest.fixture
def gate(spark: SparkSession, capsys: pytest.CaptureFixture[str]) -> Gate:
    """Judges the update of a job run, by rules that are forgiven different shares; gives what was
    printed. An update ends well unless its events say how it ended. While the gate waits, the
    events of `later` arrive."""
    tolerated = {"sales": {"known": 0.1, "dated": 0.0}}
    of_job = {"updated_logs": "event_log_sales", "job_started_at": "0"}

    def write(events: list[Event]) -> None:
        log = spark.createDataFrame(events, SCHEMA, verifySchema=False)
        log.createOrReplaceTempView("event_log_sales")

    def judge(
        *events: Event,
        minimum_rows: int = 1,
        later: list[Event] | None = None,
        **parameters: str,
    ) -> str:
        told = {update_of(each) for each in events if each[8] == "update_progress"}
        ends = [
            progress("COMPLETED", update, max(each[3] for each in events))
            for update in {update_of(each) for each in events} - told
            if update and later is None
        ]

        def wait(_seconds: float) -> None:
            if later:
                write([*events, *later])

        write([*events, *ends])
        check_data_quality(
            spark,
            of_job | parameters,
            ["event_log_sales"],
            tolerated,
            minimum_rows,
            "gate_results",
            wait,
        )
        return capsys.readouterr().out

    yield judge
    spark.catalog.dropTempView("event_log_sales")


def update_of(event: Event) -> str | None:
    return event[2][3]


def test_rules_within_their_share_pass_and_are_shown(gate: Gate) -> None:
    shown = gate(
        rule(96, 1000),
        rule(0, 1000, "dated"),
        rule(12_345, 1_234_567, "cheap", "refunds"),
        tolerated_failure_rate="0.02",
    )
    assert shown == (
        "event_log_sales, update first:\n"
        "dataset  rule   failed       rows   rate  tolerated  verdict\n"
        "refunds  cheap  12,345  1,234,567  1.00%      2.00%  passed\n"
        "sales    dated       0      1,000  0.00%      0.00%  passed\n"
        "sales    known      96      1,000  9.60%     10.00%  passed\n"
    )


def test_a_rule_may_fail_for_its_share_and_for_no_row_more(gate: Gate) -> None:
    assert "passed" in gate(rule(10, 100))
    with pytest.raises(DataQualityError, match=r"11 of 100 rows failed"):
        gate(rule(11, 100))


def test_every_rule_above_its_share_is_named(gate: Gate) -> None:
    with pytest.raises(DataQualityError) as error:
        gate(rule(1500, 10_000), rule(1, 10_000, "dated"), rule(3, 100, "cheap", "refunds"))
    assert str(error.value).splitlines() == [
        "Data quality of update first in event_log_sales:",
        "refunds.cheap: 3 of 100 rows failed (3.00%), 1.00% tolerated",
        "sales.dated: 1 of 10,000 rows failed (0.01%), 0.00% tolerated",
        "sales.known: 1,500 of 10,000 rows failed (15.00%), 10.00% tolerated",
    ]


def test_the_table_is_shown_before_the_job_fails(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DataQualityError):
        gate(rule(11, 100))
    assert capsys.readouterr().out.endswith("11   100  11.00%     10.00%  FAILED\n")


@pytest.mark.parametrize(
    ("failed", "parameters"), [(1, {}), (5, {"tolerated_failure_rate": "0.05"})]
)
def test_a_rule_that_says_nothing_is_forgiven_what_the_job_says_or_one_in_a_hundred(
    gate: Gate, failed: int, parameters: dict[str, str]
) -> None:
    assert "passed" in gate(rule(failed, 100, "cheap"), **parameters)
    with pytest.raises(DataQualityError, match=r"sales\.cheap"):
        gate(rule(failed + 1, 100, "cheap"), **parameters)


def test_the_counts_of_an_update_are_added_up(gate: Gate) -> None:
    batches = [rule(20, 100), rule(0, 100, time=NOON + MINUTE)]
    assert "20   200  10.00%" in gate(*batches)
    with pytest.raises(DataQualityError, match="21 of 200 rows"):
        gate(*batches, rule(1, 1, time=NOON + MINUTE), rule(0, -1))


def test_only_the_last_update_is_judged(gate: Gate) -> None:
    earlier = [rule(50, 100, update="zzz: earlier"), progress("COMPLETED", "zzz: earlier", NOON)]
    later = rule(1, 100, update="aaa: later", time=NOON + MINUTE)
    assert "1   100  1.00%" in gate(later, *earlier)


def test_an_update_in_which_nothing_was_to_do_passes_whatever_the_one_before_did(
    gate: Gate,
) -> None:
    later = [progress("COMPLETED", "later", NOON + MINUTE), rule(0, 0, "later")]
    shown = gate(rule(50, 100), progress("COMPLETED"), *later)
    assert shown == "event_log_sales, update later:\nNo rule checked any rows.\n"


def test_the_log_of_an_update_is_complete_before_it_is_judged(gate: Gate) -> None:
    partial = [progress("RUNNING"), rule(0, 100)]
    rest = [rule(31, 100, time=NOON + MINUTE), progress("COMPLETED", time=NOON + MINUTE)]
    with pytest.raises(DataQualityError, match="31 of 200 rows"):
        gate(*partial, later=rest)


@pytest.mark.parametrize("events", [[], [progress("RUNNING"), rule(50, 100)]])
def test_a_log_that_stays_incomplete_stops_the_job_unjudged(
    gate: Gate, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality_gate, "WAIT_SECONDS", 60)
    with pytest.raises(IncompleteLogError) as error:
        gate(*events, later=[])
    assert str(error.value) == (
        "`event_log_sales` has no update that began since 1970-01-01 00:00:00 UTC and has ended. "
        "The gate waited 60 seconds; it judges no partial log."
    )


def test_an_update_from_before_the_job_run_is_not_the_one_to_judge(gate: Gate) -> None:
    after_noon = str(int((NOON + MINUTE).timestamp() * 1000))
    own = [
        rule(0, 9, "dated", update="own", time=NOON + 2 * MINUTE),
        progress("COMPLETED", "own", NOON + 2 * MINUTE),
    ]
    shown = gate(rule(50, 100), progress("COMPLETED"), later=own, job_started_at=after_noon)
    assert shown.startswith("event_log_sales, update own:\n")


def test_a_share_of_few_rows_is_chance(gate: Gate) -> None:
    assert "too few rows" in gate(rule(20, 99), minimum_rows=100)
    with pytest.raises(DataQualityError, match="20 of 100 rows"):
        gate(rule(20, 100), minimum_rows=100)


def test_where_no_row_may_fail_one_of_few_is_too_many(gate: Gate) -> None:
    with pytest.raises(DataQualityError, match=r"sales\.dated: 1 of 2 rows"):
        gate(rule(1, 2, "dated"), minimum_rows=100)


@pytest.mark.parametrize("state", ["FAILED", "CANCELED"])
def test_an_update_that_did_not_do_its_work_stops_the_job(gate: Gate, state: str) -> None:
    states = [progress("RUNNING"), progress(state, time=NOON + MINUTE)]
    with pytest.raises(DataQualityError) as error:
        gate(*states, rule(11, 100))
    assert str(error.value).splitlines() == [
        "Data quality of update first in event_log_sales:",
        f"update first is {state}: Message of update_progress.",
        "sales.known: 11 of 100 rows failed (11.00%), 10.00% tolerated",
    ]


def test_an_update_that_was_tried_again_passes(gate: Gate) -> None:
    again = [
        progress("COMPLETED", "again", NOON + MINUTE),
        rule(0, 100, update="again", time=NOON + MINUTE),
    ]
    assert "passed" in gate(progress("FAILED"), rule(100, 100), *again)


NOW = datetime.now(timezone.utc)
HOUR = timedelta(hours=1)
CONTINUOUS = {"updated_logs": "", "continuous_logs": "event_log_sales"}


def test_of_a_continuous_pipeline_the_last_hours_are_judged_across_updates(gate: Gate) -> None:
    events = [
        rule(100, 100, time=NOW - 25 * HOUR),
        progress("CANCELED", time=NOW - 2 * HOUR),
        rule(6, 100, time=NOW - 23 * HOUR),
        progress("RUNNING", "restarted", NOW - HOUR),
        rule(8, 100, update="restarted", time=NOW),
    ]
    shown = gate(*events, **CONTINUOUS)
    assert shown.startswith("event_log_sales, the last 24 hours:\n")
    assert "14   200  7.00%" in shown
    failed = progress("FAILED", "restarted", NOW)
    with pytest.raises(DataQualityError, match="update restarted is FAILED"):
        gate(*events, failed, **CONTINUOUS)


def test_of_a_continuous_pipeline_the_log_reaches_close_to_now(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality_gate, "WAIT_SECONDS", 60)
    old = [progress("RUNNING", time=NOW - HOUR)]
    assert "0   100  0.00%" in gate(*old, later=[rule(0, 100, time=NOW)], **CONTINUOUS)
    with pytest.raises(IncompleteLogError, match="no event of the last 30 minutes"):
        gate(*old, later=[], **CONTINUOUS)


def test_of_a_pipeline_that_another_job_updates_the_last_update_that_ended_counts(
    gate: Gate,
) -> None:
    ended = [progress("FAILED", time=NOW - HOUR), progress("RUNNING", "next", NOW - MINUTE)]
    with pytest.raises(DataQualityError, match="update first is FAILED"):
        gate(*ended, updated_logs="")


def test_every_event_is_judged_once_however_rarely_the_job_runs(
    gate: Gate, spark: SparkSession
) -> None:
    bad = rule(50, 100, time=NOW - 23 * HOUR)
    try:
        for _ in range(2):  # A run that is repaired judges the same again.
            with pytest.raises(DataQualityError, match="50 of 100 rows"):
                gate(bad, updated_logs="", job_run_id="1")
        shown = gate(bad, rule(1, 100, time=NOW), updated_logs="", job_run_id="2")
        assert shown.endswith(
            "event_log_sales, everything since the last run:\n"
            "dataset  rule   failed  rows   rate  tolerated  verdict\n"
            "sales    known       1   100  1.00%     10.00%  passed\n"
        )
        recorded = spark.table("gate_results").orderBy("judged_to")
        assert [(row.job_run_id, len(row.problems)) for row in recorded.collect()] == [
            ("1", 1),
            ("1", 1),
            ("2", 0),
        ]
    finally:
        spark.sql("DROP TABLE IF EXISTS gate_results")


def test_a_dataset_may_be_reported_with_catalog_and_schema(gate: Gate) -> None:
    reported = [
        rule(4, 100, dataset="`prod`.`shop`.`sales`"),
        rule(4, 100, dataset="prod.shop.sales"),
    ]
    assert "sales    known       8   200  4.00%     10.00%  passed" in gate(*reported)


def test_events_that_tell_nothing_of_rules_are_passed_over(gate: Gate) -> None:
    started = event("flow_progress", {"status": "STARTING"}, "first", NOON)
    defined = event("flow_definition", {"output_dataset": "sales"}, "first", NOON)
    shown = gate(started, defined)
    assert shown == "event_log_sales, update first:\nNo rule checked any rows.\n"


def test_the_last_update_of_every_pipeline_is_checked(spark: SparkSession) -> None:
    logs = {
        "event_log_ingestion": [rule(11, 100), progress("COMPLETED")],
        "event_log_analytics": [
            rule(1, 100, "dated", "sales", "second"),
            progress("COMPLETED", "second"),
        ],
    }
    of_job = {"updated_logs": ",".join(logs), "job_started_at": "0"}
    for name, events in logs.items():
        log = spark.createDataFrame(events, SCHEMA, verifySchema=False)
        log.createOrReplaceTempView(name)
    tolerated = {"sales": {"known": 0.1, "dated": 0.0}}
    with pytest.raises(DataQualityError) as error:
        check_data_quality(spark, of_job, list(logs), tolerated, 1, "gate_results")
    for name in logs:
        spark.catalog.dropTempView(name)
    assert str(error.value).splitlines() == [
        "Data quality of update first in event_log_ingestion:",
        "sales.known: 11 of 100 rows failed (11.00%), 10.00% tolerated",
        "Data quality of update second in event_log_analytics:",
        "sales.dated: 1 of 100 rows failed (1.00%), 0.00% tolerated",
    ]


def test_tables_are_where_the_job_says_or_at_hand() -> None:
    place = {"catalog": "prod", "schema": "shop"}
    assert table_name(place, "event_log") == "`prod`.`shop`.`event_log`"
    assert table_name({}, "event_log") == "`event_log`"
