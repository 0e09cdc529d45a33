"""What an AUTO CDC flow remembers besides its table: every change event, and each key's last one.

Both are Delta tables that nobody else reads. The target's commit names the versions that belong to
it; what a killed process left after them is removed before the next run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import LongType, StructField, StructType

from tools.local.runtime.change_events import DELETED, SEQUENCE, ChangeColumns, column
from tools.local.runtime.stored_table import (
    PLAIN,
    StoredFile,
    StoredTable,
    create_table,
    open_table,
)
from tools.local.runtime.table_store import TableStore, read_table

EVENTS, KEYS = "events", "keys"
KEY_HASH = "__key_hash"

# So many events share a file: a late event reads the files that may have events of its key.
EVENTS_A_FILE = 50_000
MOST_FILES = 32


@dataclass
class ChangeMemory:
    """The events and keys of one flow, as its target's last commit left them."""

    store: TableStore
    directory: Path
    target: StoredTable
    columns: ChangeColumns

    def open(self, events: StructType) -> None:
        """Create what is missing, and remove what no commit of the target belongs to."""
        keys = StructType(
            [*[events[key] for key in self.columns.keys], events[SEQUENCE], events[DELETED]]
        )
        hashed = StructType([*events, StructField(KEY_HASH, LongType())])
        self._events = self._opened(EVENTS, hashed)
        self._keys = self._opened(KEYS, keys)
        orphans = [f for f in self._events.files if _version(f) > self._committed(EVENTS)]
        self._events = self._without(self._events, orphans)
        orphans = [f for f in self._keys.files if _version(f) != self._committed(KEYS)]
        self._keys = self._without(self._keys, orphans)

    def keys(self) -> DataFrame:
        """The last sequence value of each key, and whether its event deleted the key."""
        return self._read(self._keys, self._keys.files)

    def add_events(self, events: DataFrame, about: int) -> DataFrame:
        """Store events, about as many as said; returns them read back."""
        files = min(max(about // EVENTS_A_FILE, 1), MOST_FILES)
        hashed = events.withColumn(KEY_HASH, key_hash(self.columns.keys))
        # By ranges of the hash, so that the statistics of a file say which keys it may have.
        group = F.shiftright(KEY_HASH, 64 - files.bit_length() + 1) if files > 1 else F.lit(0)
        parts = self.store.write_parts(
            hashed.withColumn("__group", group.cast("string")), "__group"
        )
        self._earlier = self._events.files
        self._events = self._events.commit([file for part in parts.values() for file in part])
        earlier = {file.path for file in self._earlier}
        new = [file for file in self._events.files if file.path not in earlier]
        return self._read(self._events, new)

    def earlier_events(self, hashes: list[int]) -> DataFrame:
        """The events before the last addition, of keys with these hashes and perhaps of others."""
        files = [file for file in self._earlier if file.may_have(KEY_HASH, hashes)]
        return self._read(self._events, files)

    def replace_keys(self, keys: DataFrame) -> None:
        """Store all keys; those before stay until the target's commit no longer needs them."""
        self._keys = self._keys.commit(self.store.write(keys))

    def positions(self) -> Mapping[str, int]:
        """What belongs to the target's next commit."""
        return {EVENTS: self._events.version, KEYS: self._keys.version}

    def _without(self, table: StoredTable, orphans: list[StoredFile]) -> StoredTable:
        """The table without some files, which are deleted: nobody reads earlier versions of it."""
        if not orphans:
            return table
        remaining = table.commit(removed=orphans)
        for file in orphans:
            (table.path / file.path).unlink(missing_ok=True)
        return remaining

    def _opened(self, name: str, schema: StructType) -> StoredTable:
        path = self.directory / name
        table = open_table(path) or create_table(path, schema, PLAIN)
        stored = {field.name for field in table.schema}
        added = [field for field in schema if field.name not in stored]
        if not added:
            return table
        return table.with_columns(added)

    def _committed(self, name: str) -> int:
        position = self.target.position(name)
        return -1 if position is None else position

    def _read(
        self, table: StoredTable, files: tuple[StoredFile, ...] | list[StoredFile]
    ) -> DataFrame:
        return read_table(self.store.session, table, files)


def last_events(new: DataFrame, memory: ChangeMemory, columns: ChangeColumns) -> DataFrame:
    """The last event of each key, after new ones; of equal ones a deletion counts."""
    facts = [*columns.keys, SEQUENCE, DELETED]
    known = memory.keys().select(facts).unionAll(new.select(facts))
    last = F.max(F.struct(SEQUENCE, DELETED)).alias("__last")
    return known.groupBy(*columns.keys).agg(last).select(*columns.keys, "__last.*")


def key_hash(keys: tuple[str, ...]):
    """A number for each key, the same wherever it is computed."""
    return F.xxhash64(*[column(key) for key in keys])


def _version(file: StoredFile) -> int:
    return -1 if file.version is None else file.version
