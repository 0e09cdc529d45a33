"""The rows of a local Delta table as they are now, read without Spark.

@see https://github.com/delta-io/delta/blob/master/PROTOCOL.md#action-reconciliation
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from local.runtime.delta_log import COMMIT, actions

# What a reader must know of, or it reads wrong rows. Local tables have none of it.
UNREADABLE = {"deletionVectors", "columnMapping", "v2Checkpoint", "catalogManaged"}


class UnreadableTableError(Exception):
    """A table that only Spark can read."""


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of a table."""

    path: Path
    rows: int
    size: int


@dataclass(frozen=True)
class DeltaSnapshot:
    """The files that make up a table at its last version, those added last at the end."""

    version: int
    files: tuple[DataFile, ...]

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return sum(file.rows for file in self.files)

    @property
    def size(self) -> int:
        """Bytes of the data files."""
        return sum(file.size for file in self.files)

    def columns(self) -> list[str]:
        """Names of the columns, as the file that was added last has them; none without files."""
        return pq.read_schema(self.files[-1].path).names if self.files else []

    def newest(self, limit: int) -> "DeltaSnapshot":
        """The files added last, as many as it takes to have `limit` rows."""
        kept: list[DataFile] = []
        for file in reversed(self.files):
            if sum(each.rows for each in kept) >= limit:
                break
            kept.insert(0, file)
        return DeltaSnapshot(self.version, tuple(kept))

    def read(self, columns: list[str]) -> pa.Table:
        """Some columns of all rows; one that a file does not have is NULL in its rows."""
        return pa.concat_tables(
            [_read_file(file.path, columns) for file in self.files if file.rows > 0],
            promote_options="permissive",
        )


def read_snapshot(table: Path) -> DeltaSnapshot | None:
    """The snapshot of a table, or None if there is no table."""
    log = table / "_delta_log"
    names = [path.name for path in log.iterdir()] if log.is_dir() else []
    versions = sorted(int(found[1]) for name in names if (found := COMMIT.match(name)))
    if not versions:
        return None
    files: dict[str, DataFile] = {}
    if versions[0] > 0:
        # Older commits have been cleaned up: a checkpoint has what they said.
        beginning = _last_checkpoint(table)
        for action in _checkpoint_actions(log, beginning):
            _apply(action, files, table)
        versions = [version for version in versions if version > beginning]
        if versions and versions[0] != beginning + 1:
            raise UnreadableTableError(f"{table}: its log lacks version {beginning + 1}")
    for version in versions:
        for action in actions(table, version):
            _apply(action, files, table)
    return DeltaSnapshot(versions[-1] if versions else beginning, tuple(files.values()))


def _apply(action: dict[str, Any], files: dict[str, DataFile], table: Path) -> None:
    if protocol := action.get("protocol"):
        features = UNREADABLE.intersection(protocol.get("readerFeatures") or [])
        if features or protocol["minReaderVersion"] == 2:
            raise UnreadableTableError(f"{table}: only Spark reads {', '.join(sorted(features))}")
    if remove := action.get("remove"):
        files.pop(remove["path"], None)
    if add := action.get("add"):
        files.pop(add["path"], None)
        path = table / unquote(add["path"])
        files[add["path"]] = DataFile(path, _row_count(add, path), add["size"])


def _row_count(add: dict[str, Any], path: Path) -> int:
    count = json.loads(add.get("stats") or "{}").get("numRecords")
    return pq.read_metadata(path).num_rows if count is None else count


def _last_checkpoint(table: Path) -> int:
    try:
        text = (table / "_delta_log" / "_last_checkpoint").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableTableError(f"{table}: the beginning of its log is missing") from None
    return json.loads(text)["version"]


def _checkpoint_actions(log: Path, version: int) -> list[dict[str, Any]]:
    parts = sorted(log.glob(f"{version:020d}.checkpoint*.parquet"))
    return [
        {name: value for name, value in row.items() if value is not None}
        for part in parts
        for row in pq.read_table(part, columns=["add", "protocol"]).to_pylist()
    ]


def _read_file(path: Path, columns: list[str]) -> pa.Table:
    present = set(pq.read_schema(path).names)
    rows = pq.read_table(
        path,
        columns=[name for name in columns if name in present],
        # Spark writes INT96; nanoseconds would come as objects of pandas, which takes long to load.
        coerce_int96_timestamp_unit="us",
    )
    for position, name in enumerate(columns):
        if name not in present:
            rows = rows.add_column(position, name, pa.nulls(rows.num_rows))
    return rows
