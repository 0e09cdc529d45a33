"""Reads what a report shows from the local Delta tables; writes it to stdout, one line of JSON.

No Spark is started for it: the tables are small where it looks, and a session costs seconds.
"""

import argparse
import json
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from tools.artefacts.manifest import Manifest, ManifestError, read_manifest
from tools.report.delta_snapshot import DeltaSnapshot, UnreadableTableError, read_snapshot
from tools.report.gold_figures import GOLD_FIGURES
from tools.report.quarantine_samples import quarantine_samples
from tools.report.row_samples import row_samples

EVENT_LOG = "event_log"
EVENT_COLUMNS = ["timestamp", "origin", "event_type", "level", "message", "details"]
# An update appends its events as one file.
UPDATES_SHOWN = 20


def main() -> int:
    """Read once; the exit code is 1 if a table cannot be read."""
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
    """Sizes and samples of all tables, events of the last updates, quarantines and gold figures."""
    found = {name: read_snapshot(warehouse / name) for name in manifest.datasets}
    snapshots = {name: snapshot for name, snapshot in found.items() if snapshot is not None}
    quarantines = [name for name, each in manifest.datasets.items() if each.quarantine_of]
    event_log = read_snapshot(warehouse / EVENT_LOG)
    updates = len(event_log.files) if event_log else 0
    return {
        "tables": {
            name: {"rows": snapshot.rows, "bytes": snapshot.size, "version": snapshot.version}
            for name, snapshot in snapshots.items()
        },
        "earlierUpdates": max(0, updates - UPDATES_SHOWN),
        "events": read_events(event_log),
        "samples": {
            name: row_samples(snapshots[name], list(each.column_names))
            for name, each in manifest.datasets.items()
            if name in snapshots and not each.quarantine_of
        },
        "quarantines": {
            name: quarantine_samples(snapshots[name]) for name in quarantines if name in snapshots
        },
        "figures": read_figures(snapshots),
    }


def read_events(snapshot: DeltaSnapshot | None) -> list[dict[str, Any]]:
    """The events of the last updates, in the order in which they happened."""
    if snapshot is None or snapshot.rows == 0:
        return []
    last = DeltaSnapshot(snapshot.version, snapshot.files[-UPDATES_SHOWN:])
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
        for event in last.read(EVENT_COLUMNS).to_pylist()
    ]
    return sorted(events, key=lambda event: event["time"])


def read_figures(snapshots: dict[str, DeltaSnapshot]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each figure; one whose table is not there, or has other columns, is left out."""
    figures = {}
    for name, figure in GOLD_FIGURES.items():
        snapshot = snapshots.get(figure.table)
        if snapshot is None or snapshot.rows == 0:
            continue
        if not set(figure.columns) <= set(snapshot.columns()):
            continue
        figures[name] = figure.rows(snapshot.read(list(figure.columns)))
    return figures


def as_text(value: object) -> str:
    """Times as ISO 8601 in UTC, days as ISO 8601."""
    if isinstance(value, datetime):
        # What Parquet says without a zone is UTC, as the session of the runtime writes it.
        zoned = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return zoned.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a report")


if __name__ == "__main__":
    sys.exit(main())
