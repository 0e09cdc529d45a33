"""A copy of the platform with a table of every kind in every layer, and a further topic."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from generated_pipeline import GeneratedPipeline
from pyspark.sql import DataFrame
from small_frames import Frame, columns_of

ORIGINAL = Path(__file__).resolve().parents[3]

MakeOnce = Callable[[str, Callable[[Path], None]], Path]


def ts_node(directory: Path, *command: str, **variables: str) -> str:
    finished = subprocess.run(
        ["node", "node_modules/ts-node/dist/bin.js", *command],
        cwd=directory,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


# What follows replaces the fixtures of the platform for the tests in this directory. Those that are
# computed from others are written again: pytest would share their values.


@pytest.fixture(scope="session")
def project_root(made_once: MakeOnce) -> Path:
    def scaffold(copy: Path) -> None:
        files = ts_node(ORIGINAL, "test/tools/scaffold/scaffolded-project.ts", str(copy))
        (copy / "scaffolded.txt").write_text(files)
        ts_node(copy, "main.ts", ENVIRONMENTS="dev", CDKTF_OUTDIR=str(copy / "cdktf.out"))

    return made_once("scaffolded", scaffold)


@pytest.fixture(scope="session")
def artefacts(project_root: Path) -> Path:
    return project_root / "cdktf.out" / "stacks" / "dev" / "music-streaming"


@pytest.fixture(scope="session")
def datasets(artefacts: Path) -> dict[str, dict[str, Any]]:
    """Raw and bronze; of later layers, which are tested elsewhere, what is new and its inputs."""
    manifest = json.loads((artefacts / "lineage.json").read_text())
    new = [each for each in manifest["datasets"] if "scaffolded" in each["name"]]
    inputs = {source["dataset"] for dataset in new for source in dataset["inputs"]}
    return {
        dataset["name"]: dataset
        for dataset in manifest["datasets"]
        if dataset in new or dataset["name"] in inputs or dataset["layer"] in ("raw", "bronze")
    }


@pytest.fixture(scope="session")
def pipeline(artefacts: Path, datasets: dict[str, dict[str, Any]]) -> GeneratedPipeline:
    pipeline = GeneratedPipeline(artefacts)
    for name in pipeline.queries.keys() - datasets.keys():
        del pipeline.queries[name]
    return pipeline


@pytest.fixture(scope="session")
def unknown_rows(frame: Frame, datasets: dict[str, dict[str, Any]]) -> dict[str, DataFrame]:
    return {name: frame(columns_of(dataset), [{}]) for name, dataset in datasets.items()}


@pytest.fixture(scope="session")
def empty_tables(frame: Frame, datasets: dict[str, dict[str, Any]]) -> dict[str, DataFrame]:
    return {name: frame(columns_of(dataset), []) for name, dataset in datasets.items()}
