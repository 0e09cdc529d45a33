"""What tests of Python code share: one Spark session, and the pipeline as it is synthesized."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from local.runtime.session import start_session
from local.runtime.state_directory import StateDirectory

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def toolchain() -> dict[str, str]:
    """Where the set-up put Python, Java and the jars."""
    return json.loads((PROJECT_ROOT / ".local/toolchain/toolchain.json").read_text())


@pytest.fixture(scope="session", autouse=True)
def spark_environment(toolchain: dict[str, str]) -> None:
    """What `npm test` sets, also where pytest is started by hand."""
    os.environ["JAVA_HOME"] = toolchain["javaHome"]
    os.environ["SPARK_EXTRA_JARS"] = toolchain["sparkJars"]
    os.environ["SPARK_CLASS_ARCHIVE"] = toolchain["classArchive"]


@pytest.fixture(scope="session")
def spark(
    spark_environment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparkSession]:
    """The session that pipelines run in on this machine; a process can have only one."""
    session = start_session(StateDirectory(tmp_path_factory.mktemp("spark")))
    yield session
    session.stop()


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the generated notebooks and the lineage manifest."""
    output = tmp_path_factory.mktemp("synthesized")
    synthesis = subprocess.run(
        ["node", "node_modules/ts-node/dist/bin.js", "main.ts"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "CDKTF_OUTDIR": str(output)},
        capture_output=True,
        text=True,
    )
    assert synthesis.returncode == 0, f"main.ts does not synthesize:\n{synthesis.stderr}"
    return output / "stacks" / "dev" / "music-streaming"


@pytest.fixture(scope="session")
def datasets(artefacts: Path) -> dict[str, dict[str, Any]]:
    """What the lineage manifest says of each dataset, by name."""
    manifest = json.loads((artefacts / "lineage.json").read_text())
    return {dataset["name"]: dataset for dataset in manifest["datasets"]}
