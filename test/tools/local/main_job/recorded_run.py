"""One run of the platform through the whole recording, in a copy of the project."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from recording import DELIVERIES

from tools.local.runtime.stored_table import StoredTable, open_table
from tools.local.runtime.table_store import read_table

NEEDED = ["main.ts", "constructs", "environments", "notebooks", "tools"]
NEEDED += ["package.json", "package-lock.json"]
NEEDED += ["test/tools/local/main_job"]
SETTINGS = ["tsconfig.json", "cdktf.json"]
SHARED = ["node_modules", ".local/toolchain"]

PATIENCE_SECONDS = 900

TS_NODE = ["node", "node_modules/ts-node/dist/bin.js"]

RAW_TABLE = "{ comment, topic, fields }"
REFUSED = "[{ name: 'refused', rule: 'kafka_offset < 0', action: 'fail' }]"
LISTENS_REFUSED = f"""{{
  comment, topic, fields, expectations: topic === 'listen_events' ? {REFUSED} : [],
}}"""


@dataclass
class Project:
    """A copy of the project whose `.local` is empty but for the toolchain."""

    directory: Path

    def copy(self, original: Path) -> None:
        for name in NEEDED + SETTINGS:
            copy = shutil.copytree if (original / name).is_dir() else shutil.copy
            (self.directory / name).parent.mkdir(parents=True, exist_ok=True)
            copy(original / name, self.directory / name)
        for name in SHARED:
            (self.directory / name).parent.mkdir(exist_ok=True)
            (self.directory / name).symlink_to(original / name)

    def start(self, *options: str) -> str:
        """What `npm start` runs when everything is set up; returns its output."""
        return self._run("start", *options)

    def query(self, sql: str) -> list[dict[str, Any]]:
        """What `medallion query` runs."""
        return json.loads(self._run("query", "--format", "json", sql))

    @property
    def warehouse(self) -> Path:
        """The directory with a Delta table for each dataset."""
        return self.directory / ".local" / "warehouse"

    @contextmanager
    def updates(self, events: Path) -> Iterator[Callable[[], dict[str, Any]]]:
        """The platform in one process: each call delivers what is new, and updates."""
        log = self.directory / "updates.log"
        with log.open("wb") as problems:
            process = subprocess.Popen(
                [*TS_NODE, "test/tools/local/main_job/update-by-update.ts", str(events)],
                cwd=self.directory,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=problems,
            )

        def update() -> dict[str, Any]:
            process.stdin.write(b"\n")
            process.stdin.flush()
            finished = process.stdout.readline()
            assert finished, log.read_text()
            return json.loads(finished)

        try:
            yield update
        finally:
            process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, log.read_text()

    @property
    def _environment(self) -> dict[str, str]:
        # Nothing that the tests set for their own Spark: it must find everything by itself.
        return {name: text for name, text in os.environ.items() if "SPARK" not in name}

    def _run(self, command: str, *options: str) -> str:
        finished = subprocess.run(
            ["node", "tools/cli/medallion.mjs", command, *options],
            cwd=self.directory,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"
        return finished.stdout


@dataclass
class Tables:
    """What the tables and the event log held after a delivery and its update."""

    directory: Path
    spark: SparkSession

    def __getitem__(self, name: str) -> DataFrame:
        return read_table(self.spark, self.stored(name))

    def stored(self, name: str) -> StoredTable:
        table = open_table(self.directory / name)
        assert table is not None
        return table

    def names(self) -> list[str]:
        return sorted(
            path.name for path in self.directory.iterdir() if not path.name.startswith("event_log_")
        )


class RecordedRun:
    """The platform from its launch through all deliveries."""

    def __init__(self, directory: Path, spark: SparkSession) -> None:
        self.project = Project(directory / "project")
        self.events = directory / "events"
        self._directory = directory
        self._spark = spark

    def after(self, delivery: str) -> Tables:
        return Tables(self._directory / "tables" / delivery, self._spark)

    @property
    def output(self) -> str:
        """What `npm start` printed of the last delivery."""
        return (self._directory / "output.txt").read_text()

    def make(self, original: Path) -> None:
        """All updates but the last in one process; then `npm start` goes on from there."""
        self.project.copy(original)
        self.events.mkdir()
        *others, last = DELIVERIES
        with self.project.updates(self.events) as update:
            for name in others:
                self._deliver(name)
                if name == "unhealthy":
                    with self._listens_refused():
                        [problem] = update()["problems"]
                    assert "expectation 'refused'" in problem["message"]
                else:
                    assert update()["status"] == "COMPLETED"
                self._keep(name)
        self._deliver(last)
        output = self.project.start("--events", str(self.events))
        (self._directory / "output.txt").write_text(output)
        self._keep(last)

    def _deliver(self, name: str) -> None:
        for topic, messages in DELIVERIES[name].items():
            with (self.events / f"{topic}.jsonl").open("ab") as lines:
                lines.writelines(payload + b"\n" for payload, _ in messages)
            with (self.events / f"{topic}.times").open("a") as times:
                times.writelines(f"{broker_time}\n" for _, broker_time in messages)

    def _keep(self, name: str) -> None:
        shutil.copytree(self.project.warehouse, self._directory / "tables" / name)

    @contextmanager
    def _listens_refused(self) -> Iterator[None]:
        raw_layer = self.project.directory / "constructs/music-streaming/raw.ts"
        text = raw_layer.read_text()
        assert text.count(RAW_TABLE) == 1
        raw_layer.write_text(text.replace(RAW_TABLE, LISTENS_REFUSED))
        yield
        raw_layer.write_text(text)
