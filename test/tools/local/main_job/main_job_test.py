"""The main job, from recorded messages to figures, against plain Python that knows no engine.

The recording comes in deliveries with an update after each: every time, all tables must hold what
the messages so far say, whether they were computed at once or in steps.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from expected_events import FIELDS, Rejected, Topic, parse
from expected_tables import FACTS, KEYS, expected_tables
from recorded_run import RecordedRun, Tables
from recording import DELIVERIES, TOPICS, Recording
from table_comparison import collected, differences

Rows = list[tuple[Any, ...]]

COMPARED = ["first", "later", "last"]


class Run:
    """What was recorded up to a run, and what the tables held after it."""

    def __init__(self, recording: Recording, tables: Tables):
        self.recording = recording
        self.topics = {topic: Topic(topic, recording.get(topic, [])) for topic in TOPICS}
        self.expected = expected_tables(self.topics)
        self.tables = tables
        self._read: dict[tuple[str, ...], Rows] = {}

    def rows(self, dataset: str, *columns: str) -> Rows:
        if (dataset, *columns) not in self._read:
            rows = [tuple(row) for row in self.tables[dataset].selectExpr(*columns).collect()]
            self._read[(dataset, *columns)] = rows
        return self._read[(dataset, *columns)]

    def rejected(self, topic: str) -> Counter[Rejected]:
        """Payloads in quarantine with the rules that they fail.

        What else can be read from a payload that is no JSON is the parser's business.
        """
        rows = self.rows(f"bronze_{topic}_quarantine", "value", "array_sort(failed_expectations)")
        return Counter(
            (payload, ("valid_json",) if "valid_json" in reasons else tuple(reasons))
            for payload, reasons in rows
        )


@pytest.fixture(scope="module")
def runs(recorded_run: RecordedRun) -> dict[str, Run]:
    whole: Recording = {}
    runs = {}
    for name, delivery in DELIVERIES.items():
        whole = whole | {topic: whole.get(topic, []) + delivery[topic] for topic in delivery}
        if name in ["launch", *COMPARED]:
            runs[name] = Run(whole, recorded_run.after(name))
    return runs


@pytest.fixture(params=COMPARED)
def run(request: pytest.FixtureRequest, runs: dict[str, Run]) -> Iterator[Run]:
    return runs[request.param]


@pytest.mark.parametrize("topic", TOPICS)
def test_raw_has_every_message_once_as_it_came(run: Run, topic: str) -> None:
    messages = Counter(run.rows(f"raw_{topic}", "value", "unix_millis(kafka_timestamp)"))
    assert messages == Counter(
        (payload.decode(errors="replace"), broker_time)
        for payload, broker_time in run.recording.get(topic, [])
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_raw_knows_where_each_message_was_in_kafka(run: Run, topic: str) -> None:
    positions = run.rows(f"raw_{topic}", "kafka_topic", "kafka_partition", "kafka_offset")
    assert {name for name, _, _ in positions} <= {topic}
    for partition in {partition for _, partition, _ in positions}:
        offsets = sorted(offset for _, where, offset in positions if where == partition)
        assert offsets == list(range(len(offsets)))


@pytest.mark.parametrize("topic", TOPICS)
def test_raw_names_the_fields_that_nobody_knows(run: Run, topic: str) -> None:
    named = run.rows(f"raw_{topic}", "value", "array_sort(unknown_fields)")
    unknown = {
        payload.decode(): sorted(fields.keys() - set(FIELDS[topic]))
        for payload, _ in run.recording.get(topic, [])
        if (fields := parse(payload)) is not None
    }
    assert {value: names for value, names in named if value in unknown} == unknown


@pytest.mark.parametrize("topic", TOPICS)
def test_the_event_log_counts_the_messages_with_such_fields(run: Run, topic: str) -> None:
    rules = "$.flow_progress.data_quality.expectations"
    counts = "ARRAY<STRUCT<name STRING, dataset STRING, failed_records BIGINT>>"
    told = run.rows(
        "event_log_ingestion", f"inline(from_json(get_json_object(details, '{rules}'), '{counts}'))"
    )
    named = run.rows(f"raw_{topic}", "array_size(unknown_fields)")
    assert sum(
        messages
        for rule, dataset, messages in told
        if (rule, dataset) == ("no_unknown_fields", f"raw_{topic}")
    ) == sum(1 for (names,) in named if names)


@pytest.mark.parametrize("topic", TOPICS)
def test_bronze_has_the_usable_events_with_their_fields(run: Run, topic: str) -> None:
    fields = FIELDS[topic]
    columns = ["value", "unix_millis(kafka_timestamp)", "unix_millis(event_timestamp)", *fields]
    assert Counter(run.rows(f"bronze_{topic}", *columns)) == Counter(
        (payload, broker_time, event["ts"], *(event.get(field) for field in fields))
        for payload, broker_time, event in run.topics[topic].usable
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_quarantine_has_all_others_with_the_reasons(run: Run, topic: str) -> None:
    assert run.rejected(topic) == run.topics[topic].rejected


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_delivered_again_is_one_event_from_silver_on(run: Run, topic: str) -> None:
    deliveries = {event.event_id: event.broker_times for event in run.topics[topic].events}
    rows = run.rows(FACTS[topic], "event_id", "unix_millis(kafka_timestamp)")
    assert len(rows) == len(deliveries)
    assert [event for event, broker_time in rows if broker_time not in deliveries[event]] == []


@pytest.mark.parametrize("run", ["launch", *COMPARED], indirect=True)
@pytest.mark.parametrize("dataset", KEYS)
def test_every_row_is_as_counted_by_hand(run: Run, dataset: str) -> None:
    table = run.tables[dataset]
    found = differences(run.expected[dataset], collected(table), table.columns)
    assert not found, "\n".join(found)


def test_every_dataset_of_the_manifest_that_is_stored_has_a_table(
    runs: dict[str, Run], datasets: dict[str, dict[str, Any]]
) -> None:
    computed_by_queries = {"temporary_view", "published_view"}
    stored = {name for name, each in datasets.items() if each["kind"] not in computed_by_queries}
    assert set(runs["last"].tables.names()) == stored


def test_every_update_added_to_the_last_and_began_nothing_anew(runs: dict[str, Run]) -> None:
    columns = ["kafka_partition", "kafka_offset", "kafka_timestamp"]
    launch, first, later, last = (
        set(run.rows("raw_page_view_events", *columns)) for run in runs.values()
    )
    assert launch < first < later < last


def test_nobody_of_2018_is_active_today(recorded_run: RecordedRun) -> None:
    assert recorded_run.project.query("SELECT * FROM active_users") == []


def test_people_are_told_how_many_rows_were_turned_away_and_why(
    runs: dict[str, Run], recorded_run: RecordedRun
) -> None:
    later, last = (
        Counter(run.rows("bronze_page_view_events_quarantine", "explode(failed_expectations)"))
        for run in (runs["later"], runs["last"])
    )
    told = [f"{reason} {rows}" for (reason,), rows in (last - later).items()]
    assert len(told) == 2
    assert [text for text in told if text not in recorded_run.output] == []


def test_the_report_of_the_last_run_draws_the_figures_of_its_tables(
    runs: dict[str, Run], recorded_run: RecordedRun
) -> None:
    directory = recorded_run.project.directory
    page = (directory / ".local" / "report.html").read_text(encoding="utf-8")
    [charts] = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page)
    [users] = [chart for chart in json.loads(charts) if chart["id"] == "active-users"]
    [daily] = [series["values"] for series in users["series"] if series["name"] == "Daily"]
    days = runs["last"].rows("gold_daily_activity", "string(date)", "daily_active_users")
    assert list(zip(users["labels"], daily, strict=True)) == sorted(days)[-len(daily) :]
    assert str(directory) not in page
