"""The generated notebooks, run against recording fakes."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyspark
import pytest
from pyspark.sql import DataFrame
from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame


@dataclass(frozen=True)
class Call:
    """A call of `pyspark.pipelines` in a notebook."""

    function: str
    arguments: tuple[Any, ...]
    named_arguments: dict[str, Any]


@dataclass
class FakePipelines:
    """Replaces `pyspark.pipelines`: accepts and records every call, and does nothing."""

    calls: list[Call] = field(default_factory=list)
    queries: dict[str, Callable[[], DataFrame]] = field(default_factory=dict)

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("__"):
            raise AttributeError(function)

        def call(*arguments: Any, **named_arguments: Any) -> Callable[[Any], Any]:
            self.calls.append(Call(function, arguments, named_arguments))

            def decorate(query: Callable[[], DataFrame]) -> Callable[[], DataFrame]:
                if "name" in named_arguments:
                    self.queries[named_arguments["name"]] = query
                return query

            return decorate

        return call


class FakeReader:
    """Replaces `spark.read` or `spark.readStream`."""

    def __init__(self, spark: "FakeSpark", how: str) -> None:
        self._spark = spark
        self._how = how

    def table(self, name: str) -> DataFrame:
        self._spark.read_tables.append((name, self._how))
        return self._spark.tables[name]

    def option(self, key: str, value: str) -> "FakeReader":
        assert (key, value, self._how) == ("withEventTimeOrder", "true", "stream")
        return self

    def format(self, name: str) -> "FakeReader":
        assert (name, self._how) == ("kafka", "stream")
        return self

    def options(self, **options: str) -> "FakeReader":
        self._spark.read_topics.append(options["subscribe"])
        return self

    def load(self) -> DataFrame:
        return self._spark.messages


class FakeSpark:
    """Replaces `spark`: returns the frames that a test has put in."""

    def __init__(self) -> None:
        self.tables: dict[str, DataFrame] = {}
        self.messages: DataFrame | None = None
        self.read_tables: list[tuple[str, str]] = []
        self.read_topics: list[str] = []
        self.read = FakeReader(self, "batch")
        self.readStream = FakeReader(self, "stream")

    @property
    def conf(self) -> dict[str, str]:
        """A configuration in which nothing is set."""
        return {}


@dataclass
class Read:
    """Tables and topics that a dataset's query has read."""

    tables: list[tuple[str, str]]
    topics: list[str]


class GeneratedPipeline:
    """The generated notebooks, loaded; `definitions` has what each `pipeline/layer` defines."""

    def __init__(self, directory: Path) -> None:
        self.python_notebooks = sorted(directory.glob("*/*.py"))
        self.sql_notebooks = sorted(directory.glob("*/*.sql"))
        self.definitions: dict[str, dict[str, Any]] = {}
        self._pipelines = FakePipelines()
        self._spark = FakeSpark()
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, "pyspark.pipelines", self._pipelines)
            patch.setattr(pyspark, "pipelines", self._pipelines, raising=False)
            for notebook in self.python_notebooks:
                code = compile(notebook.read_text(), notebook, "exec")
                names = {"__name__": notebook.stem, "spark": self._spark}
                exec(code, names)
                self.definitions[f"{notebook.parent.name}/{notebook.stem}"] = names

    @property
    def calls(self) -> list[Call]:
        """Every call of `pyspark.pipelines`, in the order of the notebooks."""
        return self._pipelines.calls

    @property
    def queries(self) -> dict[str, Callable[[], DataFrame]]:
        """The decorated functions by dataset name."""
        return self._pipelines.queries

    def rows(
        self, dataset: str, tables: dict[str, DataFrame], messages: DataFrame | None = None
    ) -> tuple[DataFrame, Read]:
        """The rows that a dataset's function returns, before expectations, and what it read."""
        self._spark.tables, self._spark.messages = tables, messages
        self._spark.read_tables, self._spark.read_topics = [], []
        with pytest.MonkeyPatch.context() as patch:
            # Spark deduplicates within a watermark only in streams; these frames are batches.
            patch.setattr(
                ClassicDataFrame, "dropDuplicatesWithinWatermark", ClassicDataFrame.dropDuplicates
            )
            rows = self.queries[dataset]()
        return rows, Read(self._spark.read_tables, self._spark.read_topics)
