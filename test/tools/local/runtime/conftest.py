"""A pipeline of a few lines, written to disk and run by the real runtime."""

import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from tools.local.runtime.state_directory import StateDirectory
from tools.local.runtime.stored_table import open_table
from tools.local.runtime.table_store import read_table
from tools.local.runtime.update import Update

PYTHON_HEADER = """\
# Databricks notebook source
from pyspark import pipelines as dp
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# COMMAND ----------

"""


@dataclass
class UpdateResult:
    """What an update told on its way."""

    succeeded: bool
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def flows(self) -> dict[str, dict[str, Any]]:
        """The last event of each flow."""
        return {event["dataset"]: event for event in self.events if event["event"] == "flow"}

    @property
    def statuses(self) -> dict[str, str]:
        return {dataset: event["status"] for dataset, event in self.flows.items()}

    @property
    def problem(self) -> str:
        """The message of the one problem."""
        problems = self.events[-1]["problems"]
        assert len(problems) == 1, problems
        return problems[0]["message"]


# Where everything in the pipelines of these tests is.
BRONZE = {"pipeline": "small", "layer": "bronze"}


class PipelineOnDisk:
    """Notebooks, manifest and state of one small pipeline."""

    def __init__(self, directory: Path, session: SparkSession) -> None:
        self.artefacts = directory / "artefacts"
        self.artefacts.mkdir()
        self.state = StateDirectory(directory / "state")
        self.session = session
        self._directory = directory
        self._files = 0

    def define(
        self,
        python: str,
        datasets: dict[str, tuple[str, dict[str, str]]],
        sql: str = "",
        quarantines: dict[str, str] | None = None,
        second_pipeline: tuple[str, ...] = (),
    ) -> None:
        """Write the notebooks; `datasets` gives each one's kind and how it reads its inputs.

        `quarantines` names the quarantine of each table that has one. `second_pipeline` names the
        datasets that a second pipeline, `totals`, computes.
        """
        notebooks = [{**BRONZE, "file": "small/bronze.py", "language": "PYTHON"}]
        (self.artefacts / "small").mkdir(exist_ok=True)
        (self.artefacts / "small/bronze.py").write_text(PYTHON_HEADER + textwrap.dedent(python))
        if sql:
            notebooks.append({**BRONZE, "file": "small/views.sql", "language": "SQL"})
            (self.artefacts / "small/views.sql").write_text(
                "-- Databricks notebook source\n" + textwrap.dedent(sql)
            )
        manifest = {
            "version": 2,
            "platform": "small",
            "pipelines": ["small", *(["totals"] if second_pipeline else [])],
            "notebooks": notebooks,
            "datasets": [
                {
                    **BRONZE,
                    **({"pipeline": "totals"} if name in second_pipeline else {}),
                    "name": name,
                    "kind": kind,
                    "comment": "",
                    "columns": [],
                    "expectations": [],
                    "inputs": [
                        {"dataset": source, "parameter": source, "read": read}
                        for source, read in reads.items()
                    ],
                    **({"quarantine": quarantines[name]} if name in (quarantines or {}) else {}),
                }
                for name, (kind, reads) in datasets.items()
            ],
            "checks": [],
        }
        (self.artefacts / "lineage.json").write_text(json.dumps(manifest))

    def arrive(self, *rows: dict[str, Any], source: str = "events") -> None:
        """Let rows arrive in a source directory, as one file of JSON lines."""
        folder = self.source(source)
        self._files += 1
        draft = self._directory / "draft.json"
        draft.write_text("".join(json.dumps(row) + "\n" for row in rows))
        draft.rename(folder / f"{self._files:05d}.json")

    def source(self, name: str = "events") -> Path:
        folder = self._directory / "sources" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def configuration(self, **settings: str) -> dict[str, str]:
        return {"events": str(self.source()), "others": str(self.source("others")), **settings}

    def update(self, full_refresh: list[str] | str = (), **settings: str) -> UpdateResult:
        events: list[dict[str, Any]] = []
        request = full_refresh if isinstance(full_refresh, str) else list(full_refresh)
        configuration = self.configuration(**settings)
        succeeded = Update(
            self.artefacts, self.state, self.session, configuration, request, events.append
        ).run()
        return UpdateResult(succeeded, events)

    def table(self, name: str) -> DataFrame:
        table = open_table(self.state.table(name))
        assert table is not None
        return read_table(self.session, table)

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """All rows of a table, sorted."""
        return sorted((tuple(row) for row in self.table(name).collect()), key=repr)

    def version(self, name: str) -> int:
        table = open_table(self.state.table(name))
        assert table is not None
        return table.version


@pytest.fixture
def pipeline(tmp_path: Path, spark: SparkSession) -> PipelineOnDisk:
    return PipelineOnDisk(tmp_path, spark)


@pytest.fixture(scope="session")
def new_pipeline(
    tmp_path_factory: pytest.TempPathFactory, spark: SparkSession
) -> Callable[[], PipelineOnDisk]:
    return lambda: PipelineOnDisk(tmp_path_factory.mktemp("pipeline"), spark)
