"""What a report is made from, as the process writes it."""

import json
import subprocess
import sys
from datetime import date, datetime, timezone

import pyarrow as pa
import pytest
from pyspark.sql.pandas.types import from_arrow_schema

from tools.local.runtime.stored_table import PLAIN, create_table
from tools.report.read_tables import as_text

TABLE = {
    "pipeline": "sales",
    "comment": "",
    "layer": "gold",
    "kind": "materialized_view",
    "columns": [],
    "expectations": [],
    "inputs": [],
}
MANIFEST = {
    "version": 2,
    "platform": "shop",
    "pipelines": ["sales"],
    "notebooks": [],
    "datasets": [
        {
            **TABLE,
            "name": "gold_daily_subscriptions",
            "columns": [{"name": "date", "type": "DATE"}],
        },
        {**TABLE, "name": "gold_daily_activity"},
        {**TABLE, "name": "bronze_sales_quarantine", "quarantineOf": "bronze_sales"},
    ],
    "checks": [],
}
ORIGIN = pa.struct([("update_id", pa.string()), ("dataset_name", pa.string())])


@pytest.fixture
def warehouse(tmp_path):
    (tmp_path / "lineage.json").write_text(json.dumps(MANIFEST))
    return tmp_path / "warehouse"


def write(warehouse, name, *files):
    """A table of some files, each added by a commit of its own."""
    table = create_table(warehouse / name, from_arrow_schema(files[0].schema), PLAIN)
    for rows in files:
        table = table.append(rows.to_pylist())


def events(update, *minutes):
    count = len(minutes)
    return pa.table(
        {
            "timestamp": [
                datetime(2026, 1, update, 12, minute, tzinfo=timezone.utc) for minute in minutes
            ],
            "origin": pa.array([(f"update-{update}", None)] * count, ORIGIN),
            "event_type": ["update_progress"] * count,
            "level": ["INFO"] * count,
            "message": ["it went on"] * count,
            "details": [json.dumps({"update_progress": {"state": "COMPLETED"}})] * count,
        }
    )


def read(project_root, warehouse):
    places = ["--warehouse", warehouse, "--artefacts", warehouse.parent]
    done = subprocess.run(
        [sys.executable, "-m", "tools.report.read_tables", *places],
        cwd=project_root,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("}\n")
    return json.loads(done.stdout)


def test_nothing_is_there_before_the_first_run(project_root, warehouse):
    nothing = {
        "tables": {},
        "samples": {},
        "earlierUpdates": 0,
        "events": [],
        "quarantines": {},
        "chartRows": {},
    }
    assert read(project_root, warehouse) == nothing


def test_the_content_has_the_rows_of_tables_and_charts(project_root, warehouse):
    days = {"date": [date(2026, 1, 2), date(2026, 1, 1)], "paid_users": [4, None]}
    write(
        warehouse,
        "gold_daily_subscriptions",
        pa.table({**days, "upgrades": [1, 0], "downgrades": [0, 0]}),
    )
    write(warehouse, "gold_daily_activity", pa.table({"date": pa.array([], pa.date32())}))
    content = read(project_root, warehouse)
    assert content["tables"]["gold_daily_subscriptions"]["rows"] == 2
    assert content["samples"]["gold_daily_subscriptions"] == {
        "columns": ["date"],
        "rows": [["2026-01-02"], ["2026-01-01"]],
    }
    assert content["chartRows"] == {
        "subscriptions": [
            {"date": "2026-01-01", "paid_users": None, "upgrades": 0, "downgrades": 0},
            {"date": "2026-01-02", "paid_users": 4, "upgrades": 1, "downgrades": 0},
        ]
    }


def test_a_chart_whose_table_has_other_columns_is_left_out(project_root, warehouse):
    write(warehouse, "gold_daily_activity", pa.table({"date": [date(2026, 1, 1)], "users": [3]}))
    content = read(project_root, warehouse)
    assert (content["chartRows"], content["tables"]["gold_daily_activity"]["rows"]) == ({}, 1)


def test_events_are_those_of_the_last_updates_in_their_order(project_root, warehouse):
    write(warehouse, "event_log_sales", *[events(update, 3, 1) for update in range(1, 24)])
    content = read(project_root, warehouse)
    found = content["events"]
    assert (len(found), content["earlierUpdates"]) == (2 * 20, 3)
    assert found[0] == {
        "time": "2026-01-04T12:01:00.000+00:00",
        "update": "update-4",
        "dataset": None,
        "type": "update_progress",
        "level": "INFO",
        "message": "it went on",
        "details": {"state": "COMPLETED"},
    }
    assert [event["time"] for event in found] == sorted(event["time"] for event in found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5, 678901), "2026-01-02T03:04:05.678+00:00"),
        (datetime(2026, 1, 2, 3, tzinfo=timezone.utc), "2026-01-02T03:00:00.000+00:00"),
    ],
)
def test_days_and_times_are_written_as_iso_8601_in_utc(value, text):
    assert as_text(value) == text
