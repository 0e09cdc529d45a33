"""Read the content of a report from the local Delta tables and print it as one line of JSON.

Runs without Spark: it reads little data, and starting a session takes seconds.
"""

import argparse
import json
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from tools.artefacts.manifest import Manifest, ManifestError, read_manifest
from tools.report.chart_rows import CHART_SOURCES
from tools.report.delta_snapshot import DeltaSnapshot, UnreadableTableError, read_snapshot
from tools.report.quarantine_samples import quarantine_samples
from tools.report.row_samples import row_samples

EVENT_COLUMNS = ["timestamp", "origin", "event_type", "level", "message", "details"]
# Each update appends its events as one file.
UPDATES_SHOWN = 20


def main() -> int:
    """Read the tables once; return exit code 1 if a table cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tools.report.read_tables", description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True, help="directory of the tables")
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    arguments = parser.parse_args()
    try:
        manifest = read_manifest(arguments.artefacts)
        content = json.dumps(read_tables(arguments.warehouse, manifest), default=as_text)
        sys.stdout.write(f"{content}\n")
        return 0
    except (ManifestError, UnreadableTableError) as error:
        print(error, file=sys.stderr)
        return 1


def read_tables(warehouse: Path, manifest: Manifest) -> dict[str, Any]:
    """Return sizes and samples of all tables, recent events, quarantines and chart rows."""
    found = {name: read_snapshot(warehouse / name) for name in manifest.datasets}
    snapshots = {name: snapshot for name, snapshot in found.items() if snapshot is not None}
    quarantines = [name for name, each in manifest.datasets.items() if each.quarantine_of]
    found_logs = [read_snapshot(warehouse / log) for log in manifest.event_logs.values()]
    event_logs = [log for log in found_logs if log is not None and log.rows > 0]
    # The first pipeline is part of every update.
    updates = len(event_logs[0].files) if event_logs else 0
    return {
        "tables": {
            name: {"rows": snapshot.rows, "bytes": snapshot.size, "version": snapshot.version}
            for name, snapshot in snapshots.items()
        },
        "earlierUpdates": max(0, updates - UPDATES_SHOWN),
        "events": read_events(event_logs),
        "samples": {
            name: row_samples(snapshots[name], list(each.column_names))
            for name, each in manifest.datasets.items()
            if name in snapshots and not each.quarantine_of
        },
        "quarantines": {
            name: quarantine_samples(snapshots[name]) for name in quarantines if name in snapshots
        },
        "chartRows": read_chart_rows(snapshots),
    }


def read_events(event_logs: list[DeltaSnapshot]) -> list[dict[str, Any]]:
    """Return the events of the last updates, oldest first."""
    last = [DeltaSnapshot(log.version, log.files[-UPDATES_SHOWN:]) for log in event_logs]
    shown = (
        {row["origin"]["update_id"] for row in last[0].read(["origin"]).to_pylist()} if last else {}
    )
    events = [
        {
            "time": event["timestamp"],
            "update": event["origin"]["update_id"],
            "dataset": event["origin"]["dataset_name"],
            "type": event["event_type"],
            "level": event["level"],
            "message": event["message"],
            "details": json.loads(event["details"])[event["event_type"]],
        }
        for log in last
        for event in log.read(EVENT_COLUMNS).to_pylist()
        if event["origin"]["update_id"] in shown
    ]
    return sorted(events, key=lambda event: event["time"])


def read_chart_rows(snapshots: dict[str, DeltaSnapshot]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each chart; charts whose table or columns are missing are left out."""
    chart_rows = {}
    for name, source in CHART_SOURCES.items():
        snapshot = snapshots.get(source.table)
        if snapshot is None or snapshot.rows == 0:
            continue
        if not set(source.columns) <= set(snapshot.columns()):
            continue
        chart_rows[name] = source.rows(snapshot.read(list(source.columns)))
    return chart_rows


def as_text(value: object) -> str:
    """Convert times to ISO 8601 in UTC, and dates to ISO 8601."""
    if isinstance(value, datetime):
        # Timestamps without a zone are UTC: the local runtime's session time zone is UTC.
        zoned = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return zoned.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written to a report as JSON")


if __name__ == "__main__":
    sys.exit(main())
