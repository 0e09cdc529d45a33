"""What is new in the sources of a flow, as one batch of rows with its position.

The position is committed together with the rows that were computed from the batch, so every row
of a source counts exactly once, whenever a process is killed.
"""

from dataclasses import dataclass, field

from pyspark.sql import DataFrame

from tools.local.runtime.kafka_offsets import TopicRange, new_messages
from tools.local.runtime.reading import BATCH, OutsideSource
from tools.local.runtime.source_files import matching_files
from tools.local.runtime.stored_table import StoredTable
from tools.local.runtime.table_store import TableStore


def table_position(name: str) -> str:
    """Under which name a flow stores the version of a table that it has read."""
    return f"table {name}"


def topic_position(topic: str, partition: int) -> str:
    """Under which name a flow stores the offset in a topic that it reads next."""
    return f"topic {topic} {partition}"


def file_position(file: str) -> str:
    """Under which name a flow stores that it has read a file."""
    return f"file {file}"


@dataclass
class NewRows:
    """Reads, for one run of a flow, what the last commit of its table had not taken yet."""

    store: TableStore
    target: StoredTable
    rows: int | None = 0
    positions: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether all sources are where they were."""
        return not self.positions

    def table(self, name: str, mode: str) -> DataFrame:
        """The rows that came to a table of the pipeline; all of a table that is no stream."""
        if mode == BATCH:
            return self.store.read(name)
        files = self.store.existing(name).files_after(self.taken_from(name))
        if files:
            self._count(sum(file.rows for file in files))
            self.positions[table_position(name)] = max(file.version or 0 for file in files)
        return self.store.read(name, files)

    def taken_from(self, name: str) -> int:
        """The version of a table up to which its rows are taken; -1 if none is."""
        position = self.target.position(table_position(name))
        return -1 if position is None else position

    def source(self, source: OutsideSource) -> DataFrame:
        """The messages that came to a topic, or the files that came to a directory."""
        if not source.is_stream:
            return source.read(self.store.session)
        return self._messages(source) if source.format == "kafka" else self._files(source)

    def _messages(self, source: OutsideSource) -> DataFrame:
        found: TopicRange = new_messages(
            source.options, lambda topic, part: self.target.position(topic_position(topic, part))
        )
        self._count(found.messages)
        if found.moves:
            for part, end in found.ends.items():
                self.positions[topic_position(found.topic, part)] = end
        return source.described(self.store.session.read).options(**found.limits()).load()

    def _files(self, source: OutsideSource) -> DataFrame:
        new = [
            file
            for file in matching_files(source.paths)
            if self.target.position(file_position(file)) is None
        ]
        self.positions |= {file_position(file): 1 for file in new}
        if new:
            # How many rows they have is only known once they were read.
            self.rows = None
        reader = source.described(self.store.session.read)
        return reader.load(new) if new else self.store.session.createDataFrame([], source.schema)

    def _count(self, rows: int) -> None:
        if self.rows is not None:
            self.rows += rows
