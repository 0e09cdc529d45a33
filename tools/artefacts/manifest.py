"""Read the lineage manifest that synthesis writes next to the notebooks.

Its JSON schema is `constructs/medallion/rendering/lineage.schema.json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SUPPORTED_VERSION = 2

AGAIN = "synthesize the platform again"

Json = Mapping[str, Any]


class ManifestError(Exception):
    """Raised if the manifest cannot be read; the message has place, reason and fix."""


@dataclass(frozen=True)
class Notebook:
    """A notebook; its file is relative to the manifest."""

    pipeline: str
    layer: str
    file: str
    language: str


@dataclass(frozen=True)
class Column:
    """A column with its Spark SQL type."""

    name: str
    type: str


@dataclass(frozen=True)
class Expectation:
    """A rule that is true or false for every row, never NULL."""

    name: str
    rule: str
    action: str


@dataclass(frozen=True)
class Input:
    """An input of a dataset, and whether it is read as a stream or as a batch."""

    dataset: str
    read: str


@dataclass(frozen=True)
class Reference:
    """A foreign key: a column that refers to the column of the same name in a different dataset."""

    column: str
    dataset: str


@dataclass(frozen=True)
class Deduplication:
    """Rows with equal keys are kept once, unless they are further apart than `within`."""

    keys: tuple[str, ...]
    within: str
    time: str


@dataclass(frozen=True)
class ChangeDataCapture:
    """Keys and SCD type of an AUTO CDC table."""

    keys: tuple[str, ...]
    scd_type: int


@dataclass(frozen=True)
class AuthorSource:
    """Source file of a dataset and the function in it; SQL has no function."""

    file: str
    line: int
    function: str | None = None

    def __str__(self) -> str:
        """The location as `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Dataset:
    """A dataset of the platform."""

    name: str
    pipeline: str
    layer: str
    kind: str
    comment: str = ""
    columns: tuple[Column, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    inputs: tuple[Input, ...] = ()
    primary_key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    deduplication: Deduplication | None = None
    cdc: ChangeDataCapture | None = None
    topic: str | None = None
    quarantine: str | None = None
    quarantine_of: str | None = None
    notebook: str | None = None
    source: AuthorSource | None = None
    table_properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_stored(self) -> bool:
        """Whether the dataset is stored as a table, as opposed to a view."""
        return self.kind not in ("temporary_view", "published_view")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def drops_rows(self) -> bool:
        """Whether a rule drops rows."""
        return any(expectation.action == "drop" for expectation in self.expectations)

    def has(self, *columns: str) -> bool:
        """Whether all of these are columns of the dataset."""
        return set(columns) <= set(self.column_names)


@dataclass(frozen=True)
class QualityCheck:
    """A custom query that returns the failing rows."""

    name: str
    comment: str
    query: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """A platform: pipelines and notebooks in running order, datasets by name, and checks."""

    platform: str
    directory: Path
    pipelines: tuple[str, ...]
    notebooks: tuple[Notebook, ...]
    datasets: dict[str, Dataset]
    checks: tuple[QualityCheck, ...]

    @property
    def event_logs(self) -> dict[str, str]:
        """The table of each pipeline's event log, as the deployment names it."""
        return {pipeline: f"event_log_{pipeline}" for pipeline in self.pipelines}

    @property
    def tables(self) -> dict[str, Dataset]:
        """The datasets that are stored as tables."""
        return {name: dataset for name, dataset in self.datasets.items() if dataset.is_stored}

    def running_order(self) -> list[str]:
        """Return the names in a deterministic topological order, inputs first."""
        order: list[str] = []
        on_path: list[str] = []

        def visit(name: str) -> None:
            if name in order:
                return
            if name in on_path:
                cycle = " -> ".join([*on_path[on_path.index(name) :], name])
                raise ManifestError(f"lineage.json: datasets form a cycle: {cycle}")
            on_path.append(name)
            for read in self.datasets[name].inputs:
                visit(read.dataset)
            on_path.pop()
            order.append(name)

        for name in self.datasets:
            visit(name)
        return order

    def upstream(self, name: str) -> set[str]:
        """Return all direct and indirect inputs of `name`."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for read in self.datasets[waiting.pop()].inputs:
                if read.dataset not in found:
                    found.add(read.dataset)
                    waiting.append(read.dataset)
        return found

    def runs_after(self, name: str) -> set[str]:
        """Return the prerequisites of `name`: its inputs, and for a quarantine its table."""
        tables = {table.name for table in self.datasets.values() if table.quarantine == name}
        return self.upstream(name) | tables


def read_manifest(directory: Path) -> Manifest:
    """Read `lineage.json` of a synthesized platform."""
    path = directory / "lineage.json"
    try:
        return manifest_of(json.loads(path.read_text(encoding="utf-8")), directory)
    except FileNotFoundError:
        raise ManifestError(f"{path} does not exist: synthesize the platform first") from None
    except json.JSONDecodeError as error:
        raise ManifestError(f"{path} is not valid JSON: {error}: {AGAIN}") from None
    except ManifestError as error:
        raise ManifestError(f"{path}: {error}: {AGAIN}") from None


def manifest_of(content: Json, directory: Path = Path()) -> Manifest:
    """Build the manifest from parsed JSON."""
    version = content.get("version") if isinstance(content, dict) else None
    if version != SUPPORTED_VERSION:
        raise ManifestError(f"version {version!r} is not supported, only {SUPPORTED_VERSION}")
    try:
        manifest = Manifest(
            content["platform"],
            directory,
            tuple(content["pipelines"]),
            tuple(
                Notebook(entry["pipeline"], entry["layer"], entry["file"], entry["language"])
                for entry in content["notebooks"]
            ),
            {entry["name"]: _dataset(entry) for entry in content["datasets"]},
            tuple(
                QualityCheck(
                    entry["name"], entry["comment"], entry["query"], tuple(entry["inputs"])
                )
                for entry in content["checks"]
            ),
        )
    except KeyError as error:
        raise ManifestError(f"the manifest is damaged, {error} is missing") from None
    except (AttributeError, TypeError) as error:
        raise ManifestError(f"the manifest is damaged ({error})") from None
    for dataset in manifest.datasets.values():
        for read in dataset.inputs:
            if read.dataset not in manifest.datasets:
                raise ManifestError(
                    f"{dataset.name} reads '{read.dataset}', which is not a dataset"
                )
    return manifest


def _dataset(entry: Json) -> Dataset:
    deduplicate, cdc = entry.get("deduplicate"), entry.get("cdc")
    return Dataset(
        name=entry["name"],
        pipeline=entry["pipeline"],
        layer=entry["layer"],
        kind=entry["kind"],
        comment=entry["comment"],
        columns=tuple(Column(column["name"], column["type"]) for column in entry["columns"]),
        expectations=tuple(
            Expectation(rule["name"], rule["rule"], rule["action"])
            for rule in entry["expectations"]
        ),
        inputs=tuple(Input(read["dataset"], read["read"]) for read in entry["inputs"]),
        primary_key=tuple(entry.get("primaryKey", [])),
        references=tuple(
            Reference(reference["column"], reference["dataset"])
            for reference in entry.get("references", [])
        ),
        deduplication=deduplicate
        and Deduplication(tuple(deduplicate["keys"]), deduplicate["within"], deduplicate["time"]),
        cdc=cdc and ChangeDataCapture(tuple(cdc["keys"]), cdc["scdType"]),
        topic=entry.get("topic"),
        quarantine=entry.get("quarantine"),
        quarantine_of=entry.get("quarantineOf"),
        notebook=entry.get("notebook"),
        source=_source(entry),
        table_properties=entry.get("tableProperties", {}),
    )


def _source(entry: Json) -> AuthorSource | None:
    if "transform" in entry:
        transform = entry["transform"]
        return AuthorSource(transform["file"], transform["line"], transform["function"])
    return AuthorSource(entry["query"]["file"], 1) if "query" in entry else None
