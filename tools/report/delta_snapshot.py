"""Read the current version of a local Delta table without Spark."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError


class UnreadableTableError(Exception):
    """Raised for a table that cannot be read without Spark."""


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a table."""

    path: Path
    rows: int
    size: int


@dataclass(frozen=True)
class DeltaSnapshot:
    """The files of a table at its latest version, oldest first."""

    version: int
    files: tuple[DataFile, ...]

    @property
    def rows(self) -> int:
        """Number of rows in the table."""
        return sum(file.rows for file in self.files)

    @property
    def size(self) -> int:
        """Total size of the data files, in bytes."""
        return sum(file.size for file in self.files)

    def columns(self) -> list[str]:
        """Column names of the newest file; empty for a table without files."""
        return pq.read_schema(self.files[-1].path).names if self.files else []

    def newest(self, limit: int) -> "DeltaSnapshot":
        """The newest files, as many as are needed for `limit` rows."""
        kept: list[DataFile] = []
        for file in reversed(self.files):
            if sum(each.rows for each in kept) >= limit:
                break
            kept.insert(0, file)
        return DeltaSnapshot(self.version, tuple(kept))

    def some_rows(self, columns: list[str], limit: int) -> pa.Table:
        """The first rows of the newest file, with the requested columns that the file has."""
        for file in reversed(self.files):
            if file.rows > 0:
                rows = pq.ParquetFile(file.path)
                present = [name for name in columns if name in rows.schema_arrow.names]
                return pa.Table.from_batches([next(rows.iter_batches(limit, columns=present))])
        return pa.table({})

    def read(self, columns: list[str]) -> pa.Table:
        """All rows with the given columns; a column missing from a file is NULL in its rows."""
        return pa.concat_tables(
            [_read_file(file.path, columns) for file in self.files if file.rows > 0],
            promote_options="permissive",
        )


def read_snapshot(table: Path) -> DeltaSnapshot | None:
    """Return the snapshot of a table, or None if the table does not exist."""
    if not (table / "_delta_log").is_dir():
        return None
    try:
        log = DeltaTable(table)
        found = pa.table(log.get_add_actions(flatten=True)).to_pylist()
    except TableNotFoundError:
        return None
    except DeltaError as error:
        raise UnreadableTableError(f"{table}: {error}") from None
    files = [
        DataFile(table / file["path"], file["num_records"], file["size_bytes"])
        # File names begin with the version that added them.
        for file in sorted(found, key=lambda file: file["path"])
    ]
    return DeltaSnapshot(log.version(), tuple(files))


def _read_file(path: Path, columns: list[str]) -> pa.Table:
    present = set(pq.read_schema(path).names)
    rows = pq.read_table(
        path,
        columns=[name for name in columns if name in present],
    )
    for position, name in enumerate(columns):
        if name not in present:
            rows = rows.add_column(position, name, pa.nulls(rows.num_rows))
    return rows
