"""The stored tables of one update: opened once, read by their files, changed by one commit each."""

import shutil
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as parquet
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from tools.local.runtime.state_directory import StateDirectory
from tools.local.runtime.step_times import step
from tools.local.runtime.stored_table import StoredFile, StoredTable, open_table


class TableStore:
    """Reads and writes the tables below one state directory."""

    def __init__(self, session: SparkSession, state: StateDirectory, scratch: Path) -> None:
        """`scratch` is where Spark writes files before they are committed; same file system."""
        self.session = session
        self.state = state
        self._scratch = scratch
        self._opened: dict[str, StoredTable | None] = {}

    def table(self, name: str) -> StoredTable | None:
        """The newest version of a dataset's table, or None if it has none."""
        if name not in self._opened:
            self._opened[name] = open_table(self.state.table(name))
        return self._opened[name]

    def existing(self, name: str) -> StoredTable:
        """The newest version of a dataset's table, which must exist."""
        table = self.table(name)
        assert table is not None, name
        return table

    def forget(self, name: str) -> None:
        """Open a table again when it is asked for next."""
        self._opened.pop(name, None)

    @step("commit")
    def commit(
        self,
        name: str,
        added: Iterable[Path] = (),
        removed: Iterable[StoredFile] = (),
        positions: Mapping[str, int] | None = None,
        replaced_by: StructType | None = None,
    ) -> StoredTable:
        """Change a table in one commit; later reads of this update see it."""
        table = self.existing(name).commit(added, removed, positions, replaced_by)
        self._opened[name] = table
        return table

    def read(self, name: str, files: Iterable[StoredFile] | None = None) -> DataFrame:
        """The rows of a table, or of some of its files."""
        return read_table(self.session, self.existing(name), files)

    def write(self, rows: DataFrame) -> list[Path]:
        """Compute rows into new Parquet files, which belong to no table yet."""
        return self._written(rows, None).get("", [])

    def write_parts(self, rows: DataFrame, part: str) -> dict[str, list[Path]]:
        """Compute rows once into separate files for each value of the text column `part`.

        The files do not have the column.
        """
        return self._written(rows, part)

    @step("compute rows")
    def _written(self, rows: DataFrame, part: str | None) -> dict[str, list[Path]]:
        directory = self._scratch / uuid.uuid4().hex
        writer = rows.write
        if part is not None:
            writer = writer.partitionBy(part)
        try:
            writer.parquet(str(directory))
        except Exception:
            shutil.rmtree(directory, ignore_errors=True)
            raise
        found: dict[str, list[Path]] = {}
        for file in sorted(directory.rglob("part-*.parquet")):
            if parquet.read_metadata(file).num_rows > 0:
                value = "" if part is None else file.parent.name.removeprefix(f"{part}=")
                found.setdefault(value, []).append(file)
        return found


def read_table(
    session: SparkSession, table: StoredTable, files: Iterable[StoredFile] | None = None
) -> DataFrame:
    """The rows of a stored table, or of some of its files; columns that a file lacks are NULL."""
    paths = [str(table.path / file.path) for file in (table.files if files is None else files)]
    if not paths:
        return session.createDataFrame([], table.schema)
    return session.read.schema(table.schema).parquet(*paths)
