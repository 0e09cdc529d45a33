"""What a dataset's function gets when it asks for its inputs: their form, all rows, or a stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from tools.local.runtime.stored_table import StoredFile
from tools.local.runtime.table_store import TableStore

STREAM, BATCH = "stream", "batch"


@dataclass(frozen=True)
class OutsideSource:
    """A source that is not a table of the pipeline, as a function describes it."""

    format: str | None
    mode: str
    paths: tuple[str, ...]
    options: Mapping[str, str]
    schema: str | StructType | None

    def read(self, session: SparkSession) -> DataFrame:
        """All of it, or a stream of it, as Spark itself reads it."""
        return self._load(self.described(session.readStream if self.is_stream else session.read))

    @property
    def is_stream(self) -> bool:
        """Whether the function wants only what is new."""
        return self.mode == STREAM

    def described(self, reader: Any) -> Any:
        """A reader that knows format, options and schema."""
        if self.format is not None:
            reader = reader.format(self.format)
        if self.schema is not None:
            reader = reader.schema(self.schema)
        return reader.options(**self.options)

    def _load(self, reader: Any) -> DataFrame:
        if self.is_stream or len(self.paths) <= 1:
            return reader.load(*self.paths)
        return reader.load(list(self.paths))


class Reading(Protocol):
    """Gives a function its inputs."""

    def table(self, name: str, mode: str) -> DataFrame:
        """A table of the pipeline."""

    def source(self, source: OutsideSource) -> DataFrame:
        """Anything else."""


@dataclass
class FormOnly:
    """No rows: enough to see which columns a function returns, and how it computes them."""

    store: TableStore
    empty_directory: Path
    coming_schemas: Mapping[str, StructType]

    def table(self, name: str, mode: str) -> DataFrame:
        """An empty table, or a stream in which nothing ever comes."""
        schema = self.coming_schemas.get(name) or self.store.existing(name).schema
        if mode == BATCH:
            return self.store.session.createDataFrame([], schema)
        self.empty_directory.mkdir(parents=True, exist_ok=True)
        return self.store.session.readStream.schema(schema).parquet(str(self.empty_directory))

    def source(self, source: OutsideSource) -> DataFrame:
        """The source itself: Spark does not read it before somebody asks for rows."""
        return source.read(self.store.session)


@dataclass
class AllRows:
    """Every row that there is now, or only those of some files of a table; streams as streams."""

    store: TableStore
    files: Mapping[str, tuple[StoredFile, ...]] = field(default_factory=dict)

    def table(self, name: str, mode: str) -> DataFrame:
        """The rows of a table, or what comes to it."""
        if mode == BATCH:
            return self.store.read(name, self.files.get(name))
        reader = self.store.session.readStream.format("delta")
        # One update takes all there is, so there is no use in many small steps.
        reader = reader.option("maxFilesPerTrigger", 2**31 - 1)
        return reader.load(str(self.store.state.table(name)))

    def source(self, source: OutsideSource) -> DataFrame:
        """The source as Spark reads it."""
        return source.read(self.store.session)
