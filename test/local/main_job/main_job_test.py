"""The main job, from recorded messages to figures, against plain Python that knows no engine.

The recording comes in two parts: after each, the tables must hold what its messages say, whether
they were computed at once or in steps.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from expected_tables import (
    PROFILE,
    Rejected,
    Topic,
    daily_metrics,
    profile_versions,
    sessions,
    views_without_session,
)
from pyspark.sql import SparkSession
from recording import FIRST, LATER, Recording

TOPICS = ["page_view_events", "listen_events", "auth_events", "status_change_events"]

# Fields of each topic that its bronze table must have as they were recorded.
BASE_FIELDS = ["ts", "sessionId", "userId", "auth", "level", "itemInSession", "lon", "lat"]
FIELDS = {
    "page_view_events": [*BASE_FIELDS, *PROFILE, "page", "status", "artist", "song", "duration"],
    "listen_events": [*BASE_FIELDS, *PROFILE, "artist", "song", "duration"],
    "auth_events": [*BASE_FIELDS, *PROFILE, "success"],
    "status_change_events": [*BASE_FIELDS, *PROFILE],
}


Rows = list[tuple[Any, ...]]


class Run:
    """What was recorded up to a run, and what the tables held after it."""

    def __init__(self, recording: Recording, tables: Path, output: str, spark: SparkSession):
        self.topics = {topic: Topic(recording.get(topic, [])) for topic in TOPICS}
        self.page_views = self.topics["page_view_events"].events
        self.output = output
        self._tables = tables
        self._spark = spark
        self._read: dict[tuple[str, ...], Rows] = {}

    def rows(self, dataset: str, *columns: str) -> Rows:
        if (dataset, *columns) not in self._read:
            table = self._spark.read.format("delta").load(str(self._tables / dataset))
            rows = [tuple(row) for row in table.selectExpr(*columns).collect()]
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
def project(fresh_project: Callable[[], Any]) -> Any:
    return fresh_project()


@pytest.fixture(scope="module")
def runs(
    project: Any, spark: SparkSession, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Run]:
    """Replays the first part of the recording, then the whole, which continues it."""
    directory = tmp_path_factory.mktemp("recording")
    whole = {topic: FIRST.get(topic, []) + LATER.get(topic, []) for topic in TOPICS}
    runs = {}
    for name, recording in {"first part": FIRST, "whole": whole}.items():
        for topic, payloads in recording.items():
            lines = b"".join(payload + b"\n" for payload in payloads)
            (directory / f"{topic}.jsonl").write_bytes(lines)
        output = project.start("--events", str(directory))
        tables = tmp_path_factory.mktemp("tables")
        shutil.copytree(project.warehouse, tables, dirs_exist_ok=True)
        runs[name] = Run(recording, tables, output, spark)
    return runs


@pytest.fixture(params=["first part", "whole"])
def run(request: pytest.FixtureRequest, runs: dict[str, Run]) -> Iterator[Run]:
    return runs[request.param]


@pytest.mark.parametrize("topic", TOPICS)
def test_raw_has_every_message_once_as_it_came(run: Run, topic: str) -> None:
    payloads = Counter(payload for (payload,) in run.rows(f"raw_{topic}", "value"))
    assert payloads == run.topics[topic].payloads


@pytest.mark.parametrize("topic", TOPICS)
def test_raw_knows_where_each_message_was_in_kafka(run: Run, topic: str) -> None:
    positions = run.rows(f"raw_{topic}", "kafka_topic", "kafka_partition", "kafka_offset")
    assert {name for name, _, _ in positions} <= {topic}
    for partition in {partition for _, partition, _ in positions}:
        offsets = sorted(offset for _, where, offset in positions if where == partition)
        assert offsets == list(range(len(offsets)))


@pytest.mark.parametrize("topic", TOPICS)
def test_bronze_has_the_usable_events_with_their_fields(run: Run, topic: str) -> None:
    fields = FIELDS[topic]
    columns = ["value", "unix_millis(event_timestamp)", *fields]
    assert Counter(run.rows(f"bronze_{topic}", *columns)) == Counter(
        (payload, event["ts"], *(event.get(field) for field in fields))
        for payload, event in run.topics[topic].events
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_quarantine_has_all_others_with_the_reasons(run: Run, topic: str) -> None:
    assert run.rejected(topic) == run.topics[topic].rejected


@pytest.mark.parametrize("topic", TOPICS)
def test_no_message_is_lost_between_raw_and_bronze(run: Run, topic: str) -> None:
    raw = [payload for (payload,) in run.rows(f"raw_{topic}", "value")]
    bronze = [payload for (payload,) in run.rows(f"bronze_{topic}", "value")]
    assert Counter(raw) == Counter(bronze) + Counter(
        payload for payload, _ in run.rejected(topic).elements()
    )


def test_an_event_delivered_twice_is_told_by_its_identity(run: Run) -> None:
    identities = run.rows("bronze_page_view_events", "value", "event_id")
    assert len({identity for _, identity in identities}) == len({event for event, _ in identities})
    assert len(set(identities)) == len({event for event, _ in identities})


def test_sessions(run: Run) -> None:
    rows = run.rows(
        "silver_user_sessions",
        *("sessionId", "userId", "page_views"),
        *("unix_millis(session_start)", "unix_millis(session_end)", "duration_seconds"),
    )
    assert {(session, user): tuple(rest) for session, user, *rest in rows} == sessions(
        run.page_views
    )
    assert len(rows) == len(sessions(run.page_views))


def test_page_views_of_no_session_are_kept_where_people_can_see_them(run: Run) -> None:
    dataset = "silver_user_sessions_quarantine"
    rows = run.rows(dataset, "userId", "page_views", "concat_ws(',', failed_expectations)")
    expected = views_without_session(run.page_views)
    assert expected
    assert sorted(rows) == [
        (user, views, "session_present") for user, views in sorted(expected.items())
    ]


def test_histories_of_profiles(run: Run) -> None:
    times = ["unix_millis(__START_AT)", "unix_millis(__END_AT)"]
    rows = run.rows("silver_user_profiles", "userId", *PROFILE, *times)
    assert Counter(rows) == Counter(profile_versions(run.page_views))


def test_figures_of_each_user_and_day(run: Run) -> None:
    rows = run.rows(
        "gold_daily_user_metrics",
        *("string(date)", "userId", "total_sessions", "total_page_views"),
        "round(total_duration_seconds, 3)",
    )
    assert {(day, user): tuple(rest) for day, user, *rest in rows} == daily_metrics(run.page_views)
    assert len(rows) == len(daily_metrics(run.page_views))


def test_the_second_run_added_to_the_first_and_began_nothing_anew(runs: dict[str, Run]) -> None:
    first, whole = (
        set(run.rows("raw_page_view_events", "kafka_partition", "kafka_offset", "kafka_timestamp"))
        for run in runs.values()
    )
    assert first < whole


def test_nobody_of_2018_is_active_today(project: Any, runs: dict[str, Run]) -> None:
    assert project.query("SELECT * FROM active_users") == []


def test_people_are_told_how_many_rows_were_turned_away_and_why(runs: dict[str, Run]) -> None:
    run = runs["first part"]
    reasons = run.rows("bronze_page_view_events_quarantine", "explode(failed_expectations)")
    told = [f"{reason} {rows}" for (reason,), rows in Counter(reasons).items()]
    told.append("session_present 1")
    assert [text for text in told if text not in run.output] == []
