"""What the lineage manifest promises of the stored tables."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUPPORTED_VERSION = 1

STORED = ("kafka_stream", "streaming_table", "materialized_view", "auto_cdc_table")


class ManifestError(Exception):
    """The manifest cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Expectation:
    """A rule that is true or false for every row, never NULL."""

    name: str
    rule: str
    action: str


@dataclass(frozen=True)
class Reference:
    """A column whose values are found in the column of the same name of another dataset."""

    column: str
    dataset: str


@dataclass(frozen=True)
class Deduplication:
    """Deliveries with equal keys count once, unless they are further apart than `within`."""

    keys: tuple[str, ...]
    within: str
    time: str


@dataclass(frozen=True)
class History:
    """How an AUTO CDC table keeps the versions of a key."""

    keys: tuple[str, ...]
    scd_type: int


@dataclass(frozen=True)
class StoredTable:
    """A dataset that is stored as a table."""

    name: str
    kind: str
    columns: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    primary_key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    deduplication: Deduplication | None = None
    quarantine: str | None = None
    history: History | None = None

    def has(self, *columns: str) -> bool:
        """Whether all of these are columns of the table."""
        return set(columns) <= set(self.columns)

    @property
    def drops_rows(self) -> bool:
        """Whether a rule keeps rows out of the table."""
        return any(expectation.action == "drop" for expectation in self.expectations)


@dataclass(frozen=True)
class SingularCheck:
    """A query, written by hand, of the rows that fail."""

    name: str
    comment: str
    query: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The stored tables, each after all that it reads, and the checks that were written by hand."""

    pipeline: str
    tables: dict[str, StoredTable]
    # Every dataset, those without rows of their own included.
    order: tuple[str, ...]
    checks: tuple[SingularCheck, ...] = ()


def read_manifest(artefacts: Path) -> Manifest:
    """Read `lineage.json` of a synthesized pipeline."""
    path = artefacts / "lineage.json"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(f"{path} does not exist: synthesize the pipeline first") from None
    if content.get("version") != SUPPORTED_VERSION:
        raise ManifestError(
            f"{path}: version {content.get('version')!r} is not {SUPPORTED_VERSION}, the one that "
            "is read here: synthesize the pipeline again"
        )
    return manifest_of(content)


def manifest_of(content: dict[str, Any]) -> Manifest:
    """The manifest, from its JSON."""
    datasets = content["datasets"]
    return Manifest(
        pipeline=content["pipeline"],
        tables={entry["name"]: _table(entry) for entry in datasets if entry["kind"] in STORED},
        order=tuple(entry["name"] for entry in datasets),
        checks=tuple(
            SingularCheck(entry["name"], entry["comment"], entry["query"], tuple(entry["inputs"]))
            for entry in content.get("checks", [])
        ),
    )


def _table(entry: dict[str, Any]) -> StoredTable:
    deduplicate = entry.get("deduplicate")
    cdc = entry.get("cdc")
    return StoredTable(
        name=entry["name"],
        kind=entry["kind"],
        columns=tuple(column["name"] for column in entry["columns"]),
        inputs=tuple(read["dataset"] for read in entry["inputs"]),
        expectations=tuple(
            Expectation(rule["name"], rule["rule"], rule["action"])
            for rule in entry["expectations"]
        ),
        primary_key=tuple(entry.get("primaryKey", [])),
        references=tuple(
            Reference(reference["column"], reference["dataset"])
            for reference in entry.get("references", [])
        ),
        deduplication=deduplicate
        and Deduplication(tuple(deduplicate["keys"]), deduplicate["within"], deduplicate["time"]),
        quarantine=entry.get("quarantine"),
        history=cdc and History(tuple(cdc["keys"]), cdc["scdType"]),
    )
