"""Stored tables: Spark writes Parquet files, delta-rs commits them to the Delta log.

Files are named after the version that adds them, so a reader's position in a table is one number
and does not need old versions of the log.
"""

import json
import os
import re
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructField, StructType

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.file_statistics import statistics_of

FILE_NAME = re.compile(r"^part-(\d{20})-[0-9a-f]{32}-\d+\.parquet$")

# Liquid clustering and these properties need table features that delta-rs does not write, so the
# table only states them.
CLUSTERING = "clusteringColumns"
STATED_ONLY = re.compile(r"^delta\.(enable\w+|columnMapping\..+|feature\..+)$")
STATED_PREFIX = "databricks."

# The presentation of a table that nobody looks at.
PLAIN: dict[str, Any] = {"comment": None, "properties": {}, "clusterBy": []}


@dataclass(frozen=True)
class StoredFile:
    """One data file of a table, and the range of values of its columns as far as it is known."""

    path: str
    version: int | None
    size: int
    rows: int
    least: Mapping[str, Any]
    greatest: Mapping[str, Any]

    def may_have(self, column: str, values: Iterable[Any]) -> bool:
        """Whether one of these values may be in a column."""
        least, greatest = self.least.get(column), self.greatest.get(column)
        if least is None or greatest is None:
            return True
        return any(least <= value <= greatest for value in values)


class StoredTable:
    """One version of a table on disk."""

    def __init__(self, path: Path, log: DeltaTable) -> None:
        """Use `open_table`."""
        self.path = path
        self._log = log

    @property
    def version(self) -> int:
        """Number of the last commit."""
        return self._log.version()

    @cached_property
    def table_id(self) -> str:
        """Identity of the table: it changes when the table is created again."""
        return str(self._log.metadata().id)

    @cached_property
    def schema(self) -> StructType:
        """Columns with their comments."""
        return StructType.fromJson(json.loads(self._log.schema().to_json()))

    @cached_property
    def files(self) -> tuple[StoredFile, ...]:
        """The data files, oldest first."""
        entries = pa.table(self._log.get_add_actions(flatten=False)).to_pylist()
        return tuple(sorted(map(_stored_file, entries), key=lambda file: file.path))

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(file.rows for file in self.files)

    def files_after(self, version: int) -> tuple[StoredFile, ...]:
        """The files that were added after a version; refuses a table that others rewrote."""
        for file in self.files:
            if file.version is None:
                raise PipelineError(
                    f"{self.path} has the file {file.path}, which no update wrote: readers cannot "
                    f"tell its new rows from old ones. Refresh the table and its readers in full"
                )
        return tuple(file for file in self.files if (file.version or 0) > version)

    def position(self, application: str) -> int | None:
        """The position that the last commit of `application` stored with its rows."""
        return self._log.transaction_version(application)

    def commit(
        self,
        added: Iterable[Path] = (),
        removed: Iterable[StoredFile] = (),
        positions: Mapping[str, int] | None = None,
        replaced_by: StructType | None = None,
    ) -> "StoredTable":
        """Add and remove files in one commit, together with positions in sources.

        With `replaced_by` the added files replace all others, and the table takes that schema.
        """
        version = self.version + 1
        actions: list[AddAction | RemoveAction] = [
            RemoveAction(file.path, True, _now(), file.size) for file in removed
        ]
        batch = uuid.uuid4().hex
        for number, file in enumerate(added):
            name = f"part-{version:020d}-{batch}-{number}.parquet"
            actions.append(_add(file, self.path / name))
        self._log.create_write_transaction(
            actions,
            "append" if replaced_by is None else "overwrite",
            self._log.schema() if replaced_by is None else _delta_schema(replaced_by),
            commit_properties=CommitProperties(
                # Two writers cannot happen under the lock of the state directory.
                max_commit_retries=0,
                app_transactions=[
                    Transaction(application, position)
                    for application, position in (positions or {}).items()
                ],
            ),
        )
        return StoredTable(self.path, DeltaTable(self.path))

    def append(self, rows: list[dict[str, Any]]) -> "StoredTable":
        """Append a few rows that Python has."""
        draft = self.path / f"_{uuid.uuid4().hex}.parquet"
        parquet.write_table(
            pa.Table.from_pylist(rows, to_arrow_schema(self.schema, timezone="UTC")), draft
        )
        return self.commit([draft])

    def with_columns(self, added: list[StructField]) -> "StoredTable":
        """The table with more columns at its end."""
        fields = [json.dumps(field.jsonValue()) for field in added]
        self._log.alter.add_columns([Field.from_json(field) for field in fields])
        return StoredTable(self.path, DeltaTable(self.path))


def open_table(path: Path) -> StoredTable | None:
    """The newest version of a table, or None if there is no table."""
    if not (path / "_delta_log").is_dir():
        return None
    try:
        return StoredTable(path, DeltaTable(path))
    except TableNotFoundError:
        return None
    except DeltaError as error:
        raise PipelineError(
            f"{path} cannot be read as a Delta table: {error}. Delete the directory and run the "
            "command again to recompute it"
        ) from None


def create_table(path: Path, schema: StructType, presentation: dict[str, Any]) -> StoredTable:
    """Create an empty table."""
    path.mkdir(parents=True, exist_ok=True)
    created = DeltaTable.create(
        path,
        _delta_schema(schema),
        mode="ignore",
        description=presentation["comment"],
        configuration=stated_properties(presentation),
        raise_if_key_not_exists=False,
    )
    return StoredTable(path, created)


def stated_properties(presentation: dict[str, Any]) -> dict[str, str]:
    """The table properties as they are stored."""
    stated = {
        (STATED_PREFIX + key if STATED_ONLY.match(key) else key): value
        for key, value in presentation["properties"].items()
    }
    if presentation["clusterBy"]:
        stated[CLUSTERING] = json.dumps([[column] for column in presentation["clusterBy"]])
    return stated


def _delta_schema(schema: StructType) -> Schema:
    return Schema.from_json(schema.json())


def _stored_file(entry: dict[str, Any]) -> StoredFile:
    name = FILE_NAME.match(entry["path"])
    return StoredFile(
        entry["path"],
        int(name[1]) if name else None,
        entry["size_bytes"],
        entry["num_records"] or 0,
        entry.get("min") or {},
        entry.get("max") or {},
    )


def _add(written: Path, place: Path) -> AddAction:
    statistics, size = statistics_of(written), written.stat().st_size
    os.replace(written, place)
    return AddAction(place.name, size, {}, _now(), True, json.dumps(statistics))


def _now() -> int:
    return int(time.time() * 1000)
