"""The data-quality gate: what of an event log lets a job go on, and what stops it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pyspark.sql import SparkSession

from constructs.workspace.notebooks.quality_gate import (
    DataQualityError,
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
    """Judges events by rules that are forgiven different shares; gives what was printed."""
    tolerated = {"sales": {"known": 0.1, "dated": 0.0}}

    def judge(*events: Event, minimum_rows: int = 1, **parameters: str) -> str:
        log = spark.createDataFrame(list(events), SCHEMA, verifySchema=False)
        log.createOrReplaceTempView("event_log_sales")
        check_data_quality(spark, parameters, ["event_log_sales"], tolerated, minimum_rows)
        return capsys.readouterr().out

    yield judge
    spark.catalog.dropTempView("event_log_sales")


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
    earlier = rule(50, 100, update="zzz: earlier", time=NOON)
    later = rule(1, 100, update="aaa: later", time=NOON + MINUTE)
    assert "1   100  1.00%" in gate(later, earlier)


def test_an_update_in_which_nothing_was_to_do_passes_whatever_the_one_before_did(
    gate: Gate,
) -> None:
    later = [progress("RUNNING", "later", NOON + MINUTE), rule(0, 0, update="later")]
    shown = gate(rule(50, 100), *later)
    assert shown == "event_log_sales, update later:\nNo rule checked any rows.\n"


def test_a_log_without_an_update_passes(gate: Gate) -> None:
    said = "event_log_sales has no updates: nothing to check.\n"
    assert gate() == said
    assert gate(event("user_action", {"action": "EDIT"}, None, NOON)) == said


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
    again = [progress("COMPLETED", "again", NOON + MINUTE), rule(0, 100, update="again")]
    assert "passed" in gate(progress("FAILED"), rule(100, 100), *again)


def test_of_a_pipeline_that_never_ends_the_last_hours_are_judged(gate: Gate) -> None:
    now = datetime.now(timezone.utc)
    long_ago = rule(100, 100, time=now - timedelta(hours=25))
    # It was started again in between.
    events = [
        long_ago,
        rule(6, 100, time=now - timedelta(hours=23)),
        rule(8, 100, update="second", time=now - timedelta(hours=1)),
    ]
    assert "14   200  7.00%" in gate(*events, lookback_hours="24")
    with pytest.raises(DataQualityError) as error:
        gate(*events, lookback_hours="26")
    assert str(error.value).splitlines() == [
        "Data quality of the last 26 hours in event_log_sales:",
        "sales.known: 114 of 300 rows failed (38.00%), 10.00% tolerated",
    ]


def test_hours_in_which_nothing_was_to_do_pass(gate: Gate) -> None:
    long_ago = rule(100, 100, time=datetime.now(timezone.utc) - timedelta(hours=25))
    shown = gate(long_ago, lookback_hours="24")
    assert shown == "event_log_sales, the last 24 hours:\nNo rule checked any rows.\n"


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
        "event_log_ingestion": [rule(11, 100)],
        "event_log_new": [],
        "event_log_analytics": [rule(1, 100, "dated", "sales", "second")],
    }
    for name, events in logs.items():
        log = spark.createDataFrame(events, SCHEMA, verifySchema=False)
        log.createOrReplaceTempView(name)
    tolerated = {"sales": {"known": 0.1, "dated": 0.0}}
    with pytest.raises(DataQualityError) as error:
        check_data_quality(spark, {}, list(logs), tolerated, minimum_rows=1)
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
