"""Alerts and dashboards: every query of them, asked of what a real run wrote.

They look at October: at a healthy day, at an update with nothing to do, and at a day on which a
producer breaks and a table fails. The queries are those that are deployed; only catalog and schema
are taken off.
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from october import HEALTHY
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from recorded_run import RecordedRun, Tables

# Messages of the healthy day fail these rules: a message that is no JSON has no field either.
HEALTHY_FAILURES = {
    "bronze_page_view_events.valid_json": 2,
    "bronze_page_view_events.ts_present": 2,
    "bronze_page_view_events.user_present": 5,
    "bronze_page_view_events.session_present": 2,
}
BROKEN_RULES = ["session_present", "ts_present", "user_present", "valid_json"]

# The healthy day begins with an update at the launch, before the first event.
PIPELINES = ("ingestion", "analytics")
UPDATES = ["healthy", "healthy", "quiet", "unhealthy"]
TWO_DAYS = timedelta(days=2)


OPERATIONS, FIGURES = "music-streaming-prod-operations", "music-streaming-prod-figures"


class WatchedPlatform:
    """The queries of the alerts and dashboards that are deployed, by their names."""

    def __init__(self, terraform: dict[str, Any]) -> None:
        resources = terraform["resource"]
        self.alerts = {
            alert["display_name"].removeprefix("music-streaming-prod: "): unqualified(
                alert["query_text"]
            )
            for alert in resources["databricks_alert_v2"].values()
        }
        self.dashboards = {
            dashboard["display_name"]: json.loads(dashboard["serialized_dashboard"])
            for dashboard in resources["databricks_dashboard"].values()
        }

    def datasets(self, dashboard: str) -> dict[str, str]:
        return {
            dataset["name"]: unqualified("".join(dataset["queryLines"]))
            for dataset in self.dashboards[dashboard]["datasets"]
        }


def unqualified(query: str) -> str:
    """The tables of this test have no catalog and no schema."""
    return query.replace("`prod`.`${databricks_schema.schema.name}`.", "")


def rows_by_layer(tables: Tables) -> Counter[str]:
    """Rows of all tables, as the transaction logs count them: that is faster than Spark."""
    rows = Counter[str]()
    for name in tables.names():
        rows[name.split("_")[0]] += tables.stored(name).rows
    return rows


def log(tables: Tables, **ages: timedelta) -> DataFrame:
    """The event logs of both pipelines, with the events of some updates made older."""
    log = tables["event_log_ingestion"].unionByName(tables["event_log_analytics"])
    updates = log.groupBy("origin.update_id").agg(F.min("timestamp").alias("started_at"))
    age = F.lit(timedelta(0))
    for run, update in zip(UPDATES, updates.sort("started_at").collect(), strict=False):
        is_of_run = F.col("origin.update_id") == update.update_id
        age = F.when(is_of_run, F.lit(ages.get(run, timedelta(0)))).otherwise(age)
    return log.withColumn("timestamp", F.col("timestamp") - age)


Ask = Callable[[str], list[Row]]
Datasets = dict[str, dict[str, Any]]


def gold_tables(datasets: Datasets) -> list[str]:
    """The tables of gold, whose pipeline is not updated after a flow of ingestion has failed."""
    return sorted(
        name
        for name, dataset in datasets.items()
        if dataset["layer"] == "gold" and dataset["kind"] == "materialized_view"
    )


@pytest.fixture(scope="module")
def watched(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> WatchedPlatform:
    output = tmp_path_factory.mktemp("watched")
    app = Path(__file__).parent / "watched-platform.ts"
    synthesis = subprocess.run(
        ["node", "node_modules/ts-node/dist/bin.js", str(app)],
        cwd=project_root,
        env={**os.environ, "CDKTF_OUTDIR": str(output)},
        capture_output=True,
        text=True,
    )
    assert synthesis.returncode == 0, synthesis.stderr
    return WatchedPlatform(json.loads((output / "stacks/prod/cdk.tf.json").read_text()))


@pytest.fixture(scope="module")
def after(recorded_run: RecordedRun) -> Callable[[str], Tables]:
    return recorded_run.after


def asking(tables: Tables, log: DataFrame) -> Ask:
    """Asks queries of tables, and of a log as it would look at another time."""
    for name in tables.names():
        tables[name].createOrReplaceTempView(name)
    events = log.localCheckpoint()
    for pipeline in PIPELINES:
        own = events.where(F.col("origin.pipeline_name") == pipeline)
        own.createOrReplaceTempView(f"event_log_{pipeline}")
    return lambda query: tables.spark.sql(query).collect()


@pytest.fixture(scope="module")
def views(spark: SparkSession) -> Iterator[None]:
    yield
    for view in spark.catalog.listTables():
        spark.catalog.dropTempView(view.name)


@pytest.fixture
def healthy(after: Callable[[str], Tables], views: None) -> Ask:
    """After the healthy run."""
    return asking(after("healthy"), log(after("healthy")))


@pytest.fixture
def quiet(after: Callable[[str], Tables], views: None) -> Ask:
    """Two days later, after an update that found nothing to do."""
    return asking(after("quiet"), log(after("quiet"), healthy=TWO_DAYS))


@pytest.fixture
def unhealthy(after: Callable[[str], Tables], views: None) -> Ask:
    """Two days after the healthy runs, when a producer and a table broke."""
    tables = after("unhealthy")
    return asking(tables, log(tables, healthy=TWO_DAYS, quiet=TWO_DAYS))


@pytest.fixture
def forgotten(after: Callable[[str], Tables], views: None) -> Ask:
    """Two days after all of that: no update has run since."""
    tables = after("unhealthy")
    return asking(tables, log(tables, healthy=2 * TWO_DAYS, quiet=2 * TWO_DAYS, unhealthy=TWO_DAYS))


ALERTS = ["problems", "rows dropped as late", "notices"]


def test_these_are_all_alerts(watched: WatchedPlatform) -> None:
    assert sorted(watched.alerts) == sorted(ALERTS)


@pytest.mark.parametrize("alert", ALERTS)
def test_no_alert_tells_of_a_healthy_run(
    watched: WatchedPlatform, healthy: Ask, alert: str
) -> None:
    assert healthy(watched.alerts[alert]) == []


def test_no_alert_tells_of_an_update_that_found_nothing_to_do(
    watched: WatchedPlatform, quiet: Ask
) -> None:
    assert quiet(watched.alerts["problems"]) == []


def test_everything_that_went_wrong_is_told(
    watched: WatchedPlatform, unhealthy: Ask, datasets: Datasets
) -> None:
    told: dict[str, list[Row]] = {}
    for row in unhealthy(watched.alerts["problems"]):
        told.setdefault(row.kind, []).append(row)

    (failed,) = told.pop("update failed")
    assert (failed.object, failed.value) == ("ingestion", 1)
    assert (
        "Flow 'raw_listen_events' has FAILED: expectation 'refused' (coalesce((kafka_offset < 0), "
        "false)) of raw_listen_events failed for 120 of 120 rows"
    ) in failed.message

    tolerated = {"user_present": "10.00"}
    assert [tuple(row)[1:] for row in told.pop("rule fails too often")] == [
        (
            "raw_listen_events.refused",
            1.0,
            "120 of 120 rows (100.00 %) failed, 1.00 % tolerated",
        ),
        *(
            (
                f"bronze_page_view_events.{rule}",
                0.75,
                f"150 of 200 rows (75.00 %) failed, {tolerated.get(rule, '2.00')} % tolerated",
            )
            for rule in BROKEN_RULES
        ),
    ]

    # Five of a hundred and sixty on the healthy day.
    usual = 100 * 5 / len(HEALTHY["page_view_events"])
    assert [tuple(row)[1:] for row in told.pop("quarantine grows")] == [
        (
            "bronze_page_view_events_quarantine",
            0.75,
            f"150 of 200 rows (75.00 %) dropped, usually {usual:.2f} %",
        )
    ]

    stale = told.pop("table is stale")
    assert [row.object for row in stale] == gold_tables(datasets)
    assert [row.value for row in stale] == pytest.approx([48] * len(stale), abs=0.3)
    assert stale[0].message == f"last up to date {stale[0].value} hours ago"

    (late,) = told.pop("stream falls behind")
    assert (late.object, late.value) == ("raw_listen_events", 2.4)
    assert late.message.startswith("120 messages")
    assert told == {}


def test_all_tables_are_stale_when_no_update_runs(
    watched: WatchedPlatform, forgotten: Ask, datasets: Datasets
) -> None:
    told = forgotten(watched.alerts["problems"])
    # The problems of the updates themselves have ended meanwhile.
    assert {row.kind for row in told} == {"table is stale"}
    assert {row.object: row.value for row in told} == pytest.approx(
        dict.fromkeys(gold_tables(datasets), 96), abs=0.3
    )


def test_a_table_that_was_never_updated_is_stale(
    watched: WatchedPlatform, after: Callable[[str], Tables], views: None, datasets: Datasets
) -> None:
    gold = gold_tables(datasets)
    nothing = asking(after("healthy"), log(after("healthy")).where("event_type = 'create_update'"))
    assert {tuple(row) for row in nothing(watched.alerts["problems"])} == {
        ("table is stale", name, 720, "never updated in the last 30 days") for name in gold
    }


@pytest.mark.parametrize("dashboard", [OPERATIONS, FIGURES])
def test_every_widget_shows_columns_that_its_query_returns(
    watched: WatchedPlatform, healthy: Ask, spark: SparkSession, dashboard: str
) -> None:
    columns = {name: spark.sql(q).columns for name, q in watched.datasets(dashboard).items()}
    shown = 0
    for page in watched.dashboards[dashboard]["pages"]:
        for widget in (placed["widget"] for placed in page["layout"]):
            for query in (query["query"] for query in widget.get("queries", [])):
                fields = {field["expression"].strip("`") for field in query["fields"]}
                assert fields <= set(columns[query["datasetName"]]), widget["name"]
                shown += 1
    assert shown > 5


class Dashboard:
    """Asks the datasets of a dashboard."""

    def __init__(self, queries: dict[str, str], ask: Ask) -> None:
        self.queries = queries
        self.ask = ask

    def rows(self, dataset: str) -> list[Row]:
        return self.ask(self.queries[dataset])

    def tuples(self, dataset: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.rows(dataset)]


@pytest.fixture
def operations(watched: WatchedPlatform, healthy: Ask) -> Dashboard:
    return Dashboard(watched.datasets(OPERATIONS), healthy)


@pytest.fixture
def operations_later(watched: WatchedPlatform, unhealthy: Ask) -> Dashboard:
    return Dashboard(watched.datasets(OPERATIONS), unhealthy)


class TestOperations:
    def test_the_summary_of_a_healthy_run(self, operations: Dashboard) -> None:
        (summary,) = operations.tuples("summary")
        assert summary == (0, pytest.approx(0, abs=0.3), 5, 0)

    def test_the_summary_of_an_unhealthy_run(self, operations_later: Dashboard) -> None:
        (summary,) = operations_later.tuples("summary")
        assert summary == (1, pytest.approx(48, abs=0.3), 150, 120)

    def test_throughput_is_what_the_tables_of_a_layer_took(
        self, operations: Dashboard, after: Callable[[str], Tables]
    ) -> None:
        rows = rows_by_layer(after("healthy"))
        assert {tuple(row)[1:] for row in operations.rows("throughput")} == {*rows.items()}
        assert rows["raw"] == sum(len(messages) for messages in HEALTHY.values())

    def test_updates_tell_how_they_ended(self, operations_later: Dashboard) -> None:
        updates = operations_later.rows("updates")
        # The pipeline after the one that has failed is not updated.
        assert [update.pipeline for update in updates].count("analytics") == 3
        assert [update.state for update in updates] == ["FAILED", *["COMPLETED"] * 6]
        assert [update.reason is None for update in updates] == [False, *[True] * 6]
        assert all(0 <= update.minutes < 10 for update in updates)

    def test_rules_tell_how_many_rows_failed_each_day(
        self, operations: Dashboard, operations_later: Dashboard
    ) -> None:
        failures = operations_later.rows("rule_failures")
        first, second = sorted({row.day for row in failures})
        assert second - first == TWO_DAYS
        by_day = {(row.day, row.rule): row.failed_rows for row in failures}
        assert by_day == {
            **{(first, rule): rows for rule, rows in HEALTHY_FAILURES.items()},
            **{(second, f"bronze_page_view_events.{rule}"): 150 for rule in BROKEN_RULES},
            (second, "raw_listen_events.refused"): 120,
        }

    def test_rules_are_compared_with_what_is_tolerated(self, operations: Dashboard) -> None:
        results = {(row.table_name, row.rule): row for row in operations.rows("rule_results")}
        pages = len(HEALTHY["page_view_events"])
        user_present = results["bronze_page_view_events", "user_present"]
        assert tuple(user_present)[2:] == (5, pages, 5 / pages, 0.1)
        assert results["silver_page_views", "event_of_a_user"].failure_rate == 0
        assert results["raw_auth_events", "no_unknown_fields"].tolerated == 1

    @pytest.mark.parametrize("run", ["healthy", "unhealthy"])
    def test_the_reasons_are_those_of_the_rows_in_quarantine(
        self, request: pytest.FixtureRequest, after: Callable[[str], Tables], run: str
    ) -> None:
        name = {"healthy": "operations", "unhealthy": "operations_later"}[run]
        told = request.getfixturevalue(name).tuples("quarantine")
        in_quarantine = {
            (table, reason, rows)
            for table in after(run).names()
            if table.endswith("_quarantine")
            for reason, rows in after(run)[table]
            .select(F.explode("failed_expectations").alias("reason"))
            .groupBy("reason")
            .count()
            .collect()
        }
        assert set(told) == in_quarantine
        assert len(told) == 4

    def test_freshness_knows_every_table_and_the_oldest_first(
        self, operations_later: Dashboard, after: Callable[[str], Tables], datasets: Datasets
    ) -> None:
        freshness = operations_later.rows("freshness")
        assert sorted(row.table_name for row in freshness) == after("unhealthy").names()
        hours = {row.table_name: row.hours_since_update for row in freshness}
        gold = gold_tables(datasets)
        assert [hours[name] for name in gold] == pytest.approx([48] * len(gold), abs=0.3)
        assert hours["raw_listen_events"] == pytest.approx(48, abs=0.3)
        assert hours["bronze_page_view_events"] == pytest.approx(0, abs=0.3)
        assert freshness == sorted(freshness, key=lambda row: row.updated_at)

    def test_backlog_is_what_each_topic_holds_that_was_not_taken(
        self, operations_later: Dashboard, datasets: Datasets
    ) -> None:
        waiting: dict[str, list[float]] = {}
        for row in operations_later.rows("backlog"):
            waiting.setdefault(row.table_name, []).append(row.backlog_records)
        raw = [name for name, dataset in datasets.items() if dataset["layer"] == "raw"]
        assert waiting == {name: [0, 0, 0, 0] for name in raw} | {
            "raw_listen_events": [0, 0, 0, 120]
        }


@pytest.fixture
def music(watched: WatchedPlatform, healthy: Ask) -> Dashboard:
    return Dashboard(watched.datasets(FIGURES), healthy)


FIRST, SECOND, LAST = date(2018, 10, 4), date(2018, 10, 5), date(2018, 10, 12)


class TestMusic:
    def test_the_last_whole_day(self, music: Dashboard) -> None:
        # Anna alone; Anna, Ben and Zoë in the month. Ben and Zoë pay.
        assert music.tuples("yesterday") == [(LAST, 1, 3, 1 / 3, 2)]

    def test_active_users_by_day(self, music: Dashboard) -> None:
        activity = {row.date: row for row in music.rows("activity")}
        assert list(activity) == [FIRST + timedelta(days=day) for day in range(9)]
        users = ["daily_active_users", "weekly_active_users", "monthly_active_users"]
        users += ["new_users", "returning_users", "sessions"]
        assert [tuple(activity[day][name] for name in users) for day in (FIRST, SECOND, LAST)] == [
            (3, 3, 3, 3, 0, 3),
            (1, 3, 3, 0, 1, 1),
            (1, 1, 3, 0, 1, 1),
        ]
        # Of three sessions Ben's is the middle one: from 10:00 to 10:50.
        assert activity[FIRST].median_session_minutes == 50

    def test_retention_by_weeks(self, music: Dashboard) -> None:
        assert music.tuples("retention") == [(0, 3, 1.0), (1, 3, 1 / 3)]

    def test_songs_played_by_day(self, music: Dashboard) -> None:
        # Yellow is 266.47465 seconds long, Vitamin C six minutes.
        hours = round((99 * Decimal("266.47465") + 50 * 360) / 3600, 1)
        assert music.tuples("plays") == [(FIRST, 149, hours), (SECOND, 1, Decimal("0.1"))]

    def test_songs_and_artists_played_most(self, music: Dashboard) -> None:
        yellow, vitamin_c = round(100 * Decimal("266.47465") / 3600, 1), Decimal("5.0")
        assert music.tuples("top_songs") == [
            ("Yellow", "Coldplay", 100, yellow),
            ("Vitamin C", "Can", 50, vitamin_c),
        ]
        assert music.tuples("top_artists") == [("Coldplay", 100, yellow), ("Can", 50, vitamin_c)]

    def test_states(self, music: Dashboard) -> None:
        assert music.tuples("states") == [
            ("NO", 100 + 2 + 1, 100, 1),
            ("MA", 51, 50, 1),
            ("PL", 2, 0, 1),
        ]

    def test_subscriptions(self, music: Dashboard) -> None:
        subscriptions = music.tuples("subscriptions")
        assert len(subscriptions) == 9
        assert subscriptions[0] == (FIRST, 2, 1, 0, 1.0)
        assert subscriptions[-1] == (LAST, 2, 0, 0, None)
        assert music.tuples("conversion") == [(1, 1, 1.0)]

    def test_logins_by_hour(self, music: Dashboard) -> None:
        assert [(row.hour.isoformat(), *tuple(row)[1:]) for row in music.rows("logins")] == [
            ("2018-10-04T08:00:00", 4, 1, 0.25),
            ("2018-10-04T09:00:00", 1, 0, 0.0),
        ]
