"""The lineage manifest that synthesis writes beside the notebooks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.local.runtime.errors import PipelineError

SUPPORTED_VERSION = 1


@dataclass(frozen=True)
class LineageInput:
    """One input of a dataset, and how it is read."""

    dataset: str
    read: str


@dataclass(frozen=True)
class LineageDataset:
    """What the manifest says of one dataset, as far as running it needs."""

    name: str
    layer: str
    kind: str
    inputs: tuple[LineageInput, ...] = ()
    topic: str | None = None
    quarantine: str | None = None


@dataclass(frozen=True)
class Lineage:
    """The manifest: notebooks in the order they are run, and datasets."""

    pipeline: str
    directory: Path
    notebooks: tuple[tuple[str, str, str], ...]
    datasets: dict[str, LineageDataset] = field(default_factory=dict)

    def running_order(self) -> list[str]:
        """Names sorted so that every dataset comes after its inputs, stable for equal graphs."""
        order: list[str] = []
        on_path: list[str] = []

        def visit(name: str) -> None:
            if name in order:
                return
            if name in on_path:
                cycle = " -> ".join([*on_path[on_path.index(name) :], name])
                raise PipelineError(f"lineage.json: datasets read each other in a circle: {cycle}")
            on_path.append(name)
            for read in self.datasets[name].inputs:
                visit(read.dataset)
            on_path.pop()
            order.append(name)

        for name in self.datasets:
            visit(name)
        return order

    def upstream(self, name: str) -> set[str]:
        """Everything that `name` reads, directly or through others."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for read in self.datasets[waiting.pop()].inputs:
                if read.dataset not in found:
                    found.add(read.dataset)
                    waiting.append(read.dataset)
        return found

    def runs_after(self, name: str) -> set[str]:
        """What has to be done before `name`: its inputs, and the table whose quarantine it is."""
        tables = {table.name for table in self.datasets.values() if table.quarantine == name}
        return self.upstream(name) | tables


def read_lineage(directory: Path) -> Lineage:
    """Read `lineage.json` of a synthesized pipeline."""
    path = directory / "lineage.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PipelineError(f"{path} does not exist: synthesize the pipeline first") from None
    except json.JSONDecodeError as error:
        raise PipelineError(f"{path} is not valid JSON: {error}") from None
    if manifest.get("version") != SUPPORTED_VERSION:
        raise PipelineError(
            f"{path}: version {manifest.get('version')!r} is not {SUPPORTED_VERSION}, the one this "
            "runtime reads: synthesize the pipeline again"
        )
    datasets = {entry["name"]: _dataset(entry) for entry in manifest["datasets"]}
    _check_inputs(path, datasets.values())
    notebooks = tuple(
        (entry["layer"], entry["file"], entry["language"]) for entry in manifest["notebooks"]
    )
    return Lineage(manifest["pipeline"], directory, notebooks, datasets)


def _dataset(entry: dict[str, Any]) -> LineageDataset:
    inputs = tuple(
        LineageInput(read["dataset"], read.get("read", "batch")) for read in entry.get("inputs", [])
    )
    return LineageDataset(
        entry["name"],
        entry["layer"],
        entry["kind"],
        inputs,
        entry.get("topic"),
        entry.get("quarantine"),
    )


def _check_inputs(path: Path, datasets: Iterable[LineageDataset]) -> None:
    known = {dataset.name for dataset in datasets}
    for dataset in datasets:
        for read in dataset.inputs:
            if read.dataset not in known:
                raise PipelineError(
                    f"{path}: {dataset.name} reads '{read.dataset}', which is not a dataset of it"
                )
