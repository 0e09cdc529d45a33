"""The `spark` that notebooks see: it knows datasets by name and notes who reads what."""

import difflib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from local.runtime.errors import PipelineError

STREAM, BATCH = "stream", "batch"
BATCH_LIMITS = (
    "maxOffsetsPerTrigger",
    "minOffsetsPerTrigger",
    "maxFilesPerTrigger",
    "maxBytesPerTrigger",
)
PASSED_THROUGH = ("createDataFrame", "range", "emptyDataFrame", "version")


@dataclass
class Recording:
    """What a dataset's function has asked its `spark` for."""

    one_batch: bool = False
    reads: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, str]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, str | None] = field(default_factory=dict)

    def include(self, other: "Recording") -> None:
        """Take over what a part of the function, such as a view, depends on."""
        self.tables += [table for table in other.tables if table not in self.tables]
        self.sources += other.sources
        self.settings |= other.settings

    def streams(self) -> list[str]:
        """The tables that are read as streams, directly or through views."""
        return sorted(name for name, mode in self.tables if mode == STREAM)


class SparkFacade:
    """Passes reads of datasets to the update in hand and records who asked for them."""

    def __init__(
        self,
        session: SparkSession,
        configuration: dict[str, str],
        resolve: Callable[[str, str], DataFrame],
    ) -> None:
        """`resolve` gives the rows of a dataset, by its name and how it is read."""
        self._session = session
        self._configuration = configuration
        self._resolve = resolve
        self._thread = threading.local()
        # Settings of Spark itself, which may change what any query gives.
        self.spark_settings = {k: v for k, v in configuration.items() if k.startswith("spark.")}

    @contextmanager
    def recording(self, one_batch: bool = False) -> Iterator[Recording]:
        """Note what this thread reads while the context is open; contexts may be nested.

        With `one_batch`, limits on the size of micro-batches are left out.
        """
        stack = self._stack()
        stack.append(Recording(one_batch or (bool(stack) and stack[-1].one_batch)))
        try:
            yield stack[-1]
        finally:
            stack.pop()

    @property
    def read(self) -> "ReaderFacade":
        """Reads a dataset, or anything else, as it is now."""
        return ReaderFacade(self, self._session.read, BATCH)

    @property
    def readStream(self) -> "ReaderFacade":  # noqa: N802 - Spark's name
        """Reads a dataset, or anything else, as a stream."""
        return ReaderFacade(self, self._session.readStream, STREAM)

    @property
    def conf(self) -> "ConfigurationFacade":
        """The pipeline's configuration."""
        return ConfigurationFacade(self)

    def table(self, name: str) -> DataFrame:
        """Short for `spark.read.table`."""
        return self.read.table(name)

    def __getattr__(self, name: str) -> Any:
        """Pass on what neither reads datasets nor changes the session."""
        if name in PASSED_THROUGH:
            return getattr(self._session, name)
        raise AttributeError(
            f"spark.{name} cannot be used in a pipeline's notebook: read datasets with "
            "spark.read.table or spark.readStream.table"
        )

    def _stack(self) -> list[Recording]:
        if not hasattr(self._thread, "stack"):
            self._thread.stack = []
        return self._thread.stack

    def current(self) -> Recording:
        """The recording of the function that this thread is in."""
        stack = self._stack()
        return stack[-1] if stack else Recording()

    def _read_table(self, name: str, mode: str) -> DataFrame:
        recording = self.current()
        if (name, mode) not in recording.reads:
            recording.reads.append((name, mode))
        return self._resolve(name, mode)

    def _setting(self, key: str, *default: str | None) -> str | None:
        value = self._configuration.get(key)
        if value is None:
            value = self._session.conf.get(key, None)
        self.current().settings[key] = value
        if value is None and not default:
            raise PipelineError(
                f"spark.conf.get('{key}'): the pipeline's configuration has no such key"
            )
        return default[0] if value is None else value


class ConfigurationFacade:
    """`spark.conf` of a pipeline: to be read, not to be changed."""

    def __init__(self, facade: SparkFacade) -> None:
        """Belongs to one facade."""
        self._facade = facade

    def get(self, key: str, *default: str | None) -> str | None:
        """The value of a key, or the default, or an error if there is neither."""
        return self._facade._setting(key, *default)


class ReaderFacade:
    """A reader whose `table` knows datasets; everything else is Spark's own."""

    def __init__(self, facade: SparkFacade, reader: Any, mode: str) -> None:
        """Wrap a reader of the session."""
        self._facade = facade
        self._reader = reader
        self._mode = mode
        self._format: str | None = None
        self._options: dict[str, str] = {}

    def table(self, name: str) -> DataFrame:
        """The rows of a dataset of the pipeline."""
        return self._facade._read_table(name, self._mode)

    def format(self, source: str) -> "ReaderFacade":
        """Choose the format of an outside source."""
        self._format = source
        self._reader = self._reader.format(source)
        return self

    def option(self, key: str, value: Any) -> "ReaderFacade":
        """Set an option of an outside source."""
        return self.options(**{key: value})

    def options(self, **options: Any) -> "ReaderFacade":
        """Set options of an outside source."""
        if self._facade.current().one_batch:
            options = {key: value for key, value in options.items() if key not in BATCH_LIMITS}
        self._options |= {key: str(value) for key, value in options.items()}
        self._reader = self._reader.options(**options)
        return self

    def schema(self, schema: Any) -> "ReaderFacade":
        """Declare the columns of an outside source."""
        self._reader = self._reader.schema(schema)
        return self

    def load(self, *path: Any, **options: Any) -> DataFrame:
        """Read from an outside source."""
        self.options(**options)
        self._note_source(self._format, path)
        return self._reader.load(*path)

    def __getattr__(self, name: str) -> Any:
        """Read with a format's own method, such as `json`."""
        method = getattr(self._reader, name)

        def read(*arguments: Any, **options: Any) -> DataFrame:
            self._note_source(name, arguments)
            return method(*arguments, **options)

        return read

    def _note_source(self, source: str | None, path: tuple[Any, ...]) -> None:
        self._facade.current().sources.append(
            {
                "format": source,
                "mode": self._mode,
                "path": [str(part) for part in path],
                "options": self._options,
            }
        )


def unknown_dataset(name: str, known: list[str]) -> str:
    """Says that there is no such dataset, and which there are."""
    similar = difflib.get_close_matches(name, known, 1)
    hint = f" Did you mean '{similar[0]}'?" if similar else ""
    return f"there is no dataset '{name}' (known: {', '.join(sorted(known))}).{hint}"
