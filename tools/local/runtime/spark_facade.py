"""The `spark` that notebooks see: it knows datasets by name and notes who reads what."""

import difflib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.reading import BATCH, STREAM, OutsideSource, Reading
from tools.local.runtime.source_files import FILE_FORMATS

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

    reading: Reading
    one_batch: bool = False
    reads: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, str]] = field(default_factory=list)
    sources: list[OutsideSource] = field(default_factory=list)
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
    def recording(
        self, reading: Reading | None = None, one_batch: bool = False
    ) -> Iterator[Recording]:
        """Note what this thread reads while the context is open.

        Contexts may be nested; an inner one reads as the outer one does. With `one_batch`, limits
        on the size of micro-batches are left out.
        """
        stack = self._stack()
        outer = stack[-1] if stack else None
        if reading is None:
            assert outer is not None
            reading = outer.reading
        stack.append(Recording(reading, one_batch or (outer is not None and outer.one_batch)))
        try:
            yield stack[-1]
        finally:
            stack.pop()

    @property
    def read(self) -> "ReaderFacade":
        """Reads a dataset, or anything else, as it is now."""
        return ReaderFacade(self, BATCH)

    @property
    def readStream(self) -> "ReaderFacade":  # noqa: N802 - Spark's name
        """Reads a dataset, or anything else, as a stream."""
        return ReaderFacade(self, STREAM)

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
        if not stack:
            raise PipelineError(
                "spark.read and spark.readStream can be used in the functions of datasets only, "
                "not while the notebook is loaded"
            )
        return stack[-1]

    def _read_table(self, name: str, mode: str) -> DataFrame:
        recording = self.current()
        if (name, mode) not in recording.reads:
            recording.reads.append((name, mode))
        return self._resolve(name, mode)

    def _setting(self, key: str, *default: str | None) -> str | None:
        value = self._configuration.get(key)
        if value is None:
            value = self._session.conf.get(key, None)
        if self._stack():
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
    """A reader whose `table` knows datasets; other calls describe an outside source."""

    def __init__(self, facade: SparkFacade, mode: str) -> None:
        """Nothing is described yet."""
        self._facade = facade
        self._mode = mode
        self._format: str | None = None
        self._schema: Any = None
        self._options: dict[str, str] = {}

    def table(self, name: str) -> DataFrame:
        """The rows of a dataset of the pipeline."""
        return self._facade._read_table(name, self._mode)

    def format(self, source: str) -> "ReaderFacade":
        """Choose the format of an outside source."""
        self._format = source
        return self

    def option(self, key: str, value: Any) -> "ReaderFacade":
        """Set an option of an outside source."""
        return self.options(**{key: value})

    def options(self, **options: Any) -> "ReaderFacade":
        """Set options of an outside source."""
        if self._facade.current().one_batch:
            options = {key: value for key, value in options.items() if key not in BATCH_LIMITS}
        self._options |= {key: _option(value) for key, value in options.items()}
        return self

    def schema(self, schema: Any) -> "ReaderFacade":
        """Declare the columns of an outside source."""
        self._schema = schema
        return self

    def load(
        self, path: Any = None, format: str | None = None, schema: Any = None, **options: Any
    ) -> DataFrame:
        """Read from an outside source."""
        self.options(**options)
        paths = () if path is None else tuple(path) if isinstance(path, (list, tuple)) else (path,)
        source = OutsideSource(
            format or self._format,
            self._mode,
            tuple(str(part) for part in paths),
            dict(self._options),
            self._schema if schema is None else schema,
        )
        recording = self._facade.current()
        recording.sources.append(source)
        return recording.reading.source(source)

    def __getattr__(self, name: str) -> Any:
        """Read with a file format's own method, such as `json`."""
        if name not in FILE_FORMATS:
            raise AttributeError(
                f"spark.read.{name} cannot be used in a pipeline's notebook: name the source with "
                "spark.read.format(…).load(…)"
            )

        def read(path: Any, schema: Any = None, **options: Any) -> DataFrame:
            return self.load(path, name, schema, **options)

        return read


def _option(value: Any) -> str:
    """An option as Spark's readers take it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def unknown_dataset(name: str, known: list[str]) -> str:
    """Says that there is no such dataset, and which there are."""
    similar = difflib.get_close_matches(name, known, 1)
    hint = f" Did you mean '{similar[0]}'?" if similar else ""
    return f"there is no dataset '{name}' (known: {', '.join(sorted(known))}).{hint}"
