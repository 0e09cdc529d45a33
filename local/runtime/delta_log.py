"""What the transaction log of a Delta table says, read without starting a Spark job.

@see https://github.com/delta-io/delta/blob/master/PROTOCOL.md
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMIT = re.compile(r"^(\d{20})\.json$")


@dataclass(frozen=True)
class TablePosition:
    """A version of a table, and the table's identity: it changes when the table is made anew."""

    table_id: str
    version: int


def latest_version(table: Path) -> int | None:
    """Number of the last commit, or None if there is no table."""
    versions = _versions(table)
    return versions[-1] if versions else None


def position_of(table: Path) -> TablePosition | None:
    """Identity and version of a table, or None if there is none."""
    versions = _versions(table)
    if not versions:
        return None
    # The identity never changes, so the oldest commit that names it will do.
    for version in versions:
        for action in actions(table, version):
            if "metaData" in action:
                return TablePosition(action["metaData"]["id"], versions[-1])
    return None


def rows_changed_since(table: Path, version: int) -> bool:
    """Whether a commit after `version` has added or removed rows.

    Empty micro-batches and changed properties are commits as well, and do not count.
    """
    later = [number for number in _versions(table) if number > version]
    if later and later[0] != version + 1:
        return True
    return any(
        action[kind].get("dataChange", True)
        for number in later
        for action in actions(table, number)
        for kind in ("add", "remove")
        if kind in action
    )


def last_transaction(table: Path, application: str) -> int | None:
    """The last batch that a streaming query has committed, or None if it has none."""
    for version in reversed(_versions(table)):
        for action in actions(table, version):
            if action.get("txn", {}).get("appId") == application:
                return int(action["txn"]["version"])
    return None


def rows_added(table: Path, after: int, until: int) -> int:
    """Rows that an append-only table gained from one version to another."""
    return sum(
        json.loads(action["add"].get("stats") or "{}").get("numRecords", 0)
        for version in _versions(table)
        if after < version <= until
        for action in actions(table, version)
        if "add" in action
    )


def merged_rows(table: Path, after: int) -> tuple[int, int]:
    """Rows written and rows deleted by the commits after a version, as Delta counted them."""
    written = deleted = 0
    for version in _versions(table):
        if version <= after:
            continue
        for action in actions(table, version):
            metrics = action.get("commitInfo", {}).get("operationMetrics", {})
            changed = ("numTargetRowsInserted", "numTargetRowsUpdated")
            appended = ("numOutputRows",) if "numTargetRowsInserted" not in metrics else ()
            written += sum(int(metrics.get(name, 0)) for name in (*changed, *appended))
            deleted += int(metrics.get("numTargetRowsDeleted", 0))
    return written, deleted


def actions(table: Path, version: int) -> Iterator[dict[str, Any]]:
    """The actions of one commit."""
    path = table / "_delta_log" / f"{version:020d}.json"
    with path.open(encoding="utf-8") as commit:
        for line in commit:
            if line.strip():
                yield json.loads(line)


def _versions(table: Path) -> list[int]:
    try:
        entries = (table / "_delta_log").iterdir()
        return sorted(int(found[1]) for entry in entries if (found := COMMIT.match(entry.name)))
    except FileNotFoundError:
        return []
