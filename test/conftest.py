"""Shared by all Python tests: one Spark session per process, and the synthesized pipeline."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from tools.local.runtime.session import start_session
from tools.local.runtime.state_directory import StateDirectory

PROJECT_ROOT = Path(__file__).resolve().parent.parent

# Two pytest workers share a machine; tests need less memory than a pipeline.
HEAP = "1g"


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def toolchain() -> dict[str, str]:
    """Paths of Python, Java and the jars that the set-up has installed."""
    return json.loads((PROJECT_ROOT / ".local/toolchain/toolchain.json").read_text())


@pytest.fixture(scope="session", autouse=True)
def spark_environment(toolchain: dict[str, str]) -> None:
    """The variables that `npm test` sets, for a pytest that is started by hand."""
    os.environ["JAVA_HOME"] = toolchain["javaHome"]
    os.environ["SPARK_EXTRA_JARS"] = toolchain["sparkJars"]
    os.environ["SPARK_CLASS_ARCHIVE"] = toolchain["classArchive"]


@pytest.fixture(scope="session")
def spark(
    spark_environment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparkSession]:
    """The session that pipelines run in on this machine; a process can have only one."""
    session = start_session(StateDirectory(tmp_path_factory.mktemp("spark")), heap=HEAP)
    yield session
    session.stop()


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Directories that one worker of a run of tests fills, and all of them read."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made_once(name: str, fill: Callable[[Path], None]) -> Path:
        made, whole = shared / name, shared / f"{name}.whole"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(made, ignore_errors=True)
                made.mkdir()
                fill(made)
                whole.touch()
        return made

    return made_once


@pytest.fixture(scope="session")
def artefacts(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The directory with the generated notebooks and the lineage manifest."""
    return made_once("synthesized", synthesize) / "stacks" / "dev" / "music-streaming"


def synthesize(output: Path) -> None:
    synthesis = subprocess.run(
        ["node", "node_modules/ts-node/dist/bin.js", "main.ts"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "CDKTF_OUTDIR": str(output)},
        capture_output=True,
        text=True,
    )
    assert synthesis.returncode == 0, f"main.ts does not synthesize:\n{synthesis.stderr}"


@pytest.fixture(scope="session")
def datasets(artefacts: Path) -> dict[str, dict[str, Any]]:
    """The datasets of the lineage manifest by name."""
    manifest = json.loads((artefacts / "lineage.json").read_text())
    return {dataset["name"]: dataset for dataset in manifest["datasets"]}
