"""Streaming tables: rows are appended, each exactly once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from tools.local.runtime.expectations import (
    DROP,
    Counts,
    Expectation,
    all_hold,
    enforce,
    explained_failure,
)
from tools.local.runtime.row_changes import PART
from tools.local.runtime.stream import Taken, take_available
from tools.local.runtime.table_schema import in_order
from tools.local.runtime.table_store import TableStore

FAILED_EXPECTATIONS = "failed_expectations"
ACCEPTED, REJECTED = "accepted", "rejected"
Positions = Callable[[], Mapping[str, int]]


@dataclass(frozen=True)
class StreamingTable:
    """A table that rows are appended to, and the rules that they must keep."""

    name: str
    schema: StructType
    expectations: tuple[Expectation, ...]
    store: TableStore

    def append(self, rows: DataFrame, positions: Positions) -> Counts:
        """Append a batch in one commit, with the positions that are known once it is computed."""
        observation = Observation()
        kept = in_order(enforce(rows, self.expectations, observation), self.schema)
        with explained_failure(self.name, rows, self.expectations):
            files = self.store.write(kept)
        self.store.commit(self.name, files, positions=positions())
        return Counts.of(observation.get, self.expectations)

    def append_with_quarantine(
        self, rows: DataFrame, quarantine: "StreamingTable", positions: Positions
    ) -> Counts:
        """Append a batch to the table and its quarantine; each rule is evaluated once per row."""
        observation = Observation()
        names = [f"__holds_{position}" for position, _ in enumerate(self.expectations)]
        judged = rows.withColumns(
            {name: rule.holds() for name, rule in zip(names, self.expectations, strict=True)}
        )
        evaluated = tuple(
            Expectation(rule.name, f"`{name}`", rule.action)
            for name, rule in zip(names, self.expectations, strict=True)
        )
        failed = F.array(
            *[F.when(~F.col(name), rule.name) for name, rule in zip(names, evaluated, strict=True)]
        )
        is_accepted = all_hold(evaluated, DROP)
        split = enforce(judged, evaluated, observation, drop=False).withColumns(
            {
                FAILED_EXPECTATIONS: F.when(~is_accepted, F.array_compact(failed)),
                PART: F.when(is_accepted, ACCEPTED).otherwise(REJECTED),
            }
        )
        with explained_failure(self.name, rows, self.expectations):
            parts = self.store.write_parts(in_order(split, quarantine.schema, PART), PART)
        # A process that is killed between the two goes on with the quarantine alone.
        self.store.commit(self.name, parts.get(ACCEPTED, []), positions=positions())
        self.store.commit(quarantine.name, parts.get(REJECTED, []), positions=positions())
        return Counts.of(observation.get, self.expectations)

    def follow(self, rows: DataFrame, checkpoint: Path) -> tuple[Taken, Counts]:
        """Append what a stream brings, batch by batch."""
        counts = Counts()

        def append(batch: DataFrame, position: Mapping[str, int]) -> None:
            counts.include(self.append(batch, lambda: position))

        return take_available(rows, checkpoint, self.name, self.store, append), counts
