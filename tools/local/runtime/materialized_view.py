"""Materialized views: the groups that new rows belong to are recomputed, or everything is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from tools.local.runtime.affected_groups import AffectedGroups, affected_groups
from tools.local.runtime.expectations import Counts, Expectation, enforce, explained_failure
from tools.local.runtime.row_changes import PART
from tools.local.runtime.stored_table import StoredFile
from tools.local.runtime.table_schema import in_order
from tools.local.runtime.table_store import TableStore

INCREMENTAL, FULL = "incremental", "full"

# What the event log of Databricks calls them.
TECHNIQUES = {INCREMENTAL: "GROUP_AGGREGATE", FULL: "COMPLETE_RECOMPUTE"}

# Below so many rows reading everything costs less than finding out what to read.
FEWEST_ROWS = 100_000
GREATEST_SHARE = 0.2
GREATEST_SHARE_OF_GROUPS = 0.5

Build = Callable[[Mapping[str, tuple[StoredFile, ...]]], DataFrame]


@dataclass(frozen=True)
class Refresh:
    """How a materialized view was brought up to date, and why so."""

    technique: str
    reason: str
    counts: Counts

    def planned(self, dataset: str) -> str:
        """The technique and the reason, as the event log says it."""
        return (
            f"Flow '{dataset}' has been planned to be executed as {TECHNIQUES[self.technique]}: "
            f"{self.reason}"
        )

    def planning_information(self) -> dict[str, Any]:
        """The `planning_information` details of the event log.

        @see https://docs.databricks.com/aws/en/ldp/incremental-refresh
        """
        chosen = {
            "maintenance_type": f"MAINTENANCE_TYPE_{TECHNIQUES[self.technique]}",
            "is_chosen": True,
            "reason": self.reason,
        }
        return {"technique_information": [chosen]}


@dataclass(frozen=True)
class NewInput:
    """Rows that came to one input since the view was last computed; None if that is not all."""

    table: str
    new: tuple[StoredFile, ...] | None
    rows: int


@dataclass(frozen=True)
class MaterializedView:
    """A view whose table is to equal its query; `build` gives the query over files of inputs."""

    name: str
    schema: StructType
    expectations: tuple[Expectation, ...]
    store: TableStore
    build: Build

    def refresh(self, inputs: list[NewInput] | str) -> Refresh:
        """Bring the table up to date; `inputs` may be the reason why all has to be recomputed."""
        chosen = inputs if isinstance(inputs, str) else self._groups(inputs)
        if isinstance(chosen, str):
            return Refresh(FULL, chosen, self._recompute())
        counts = self._recompute_groups(chosen)
        groups = "group" if chosen.count == 1 else "groups"
        return Refresh(INCREMENTAL, f"{chosen.count:,} {groups} had new rows", counts)

    def _groups(self, inputs: list[NewInput]) -> AffectedGroups | str:
        changing = [one.table for one in inputs if one.new is None]
        if changing:
            return f"rows of {', '.join(changing)} change in place"
        new = sum(file.rows for one in inputs for file in one.new or ())
        rows = sum(one.rows for one in inputs)
        if rows < FEWEST_ROWS:
            return f"{rows:,} rows are few"
        if new > rows * GREATEST_SHARE:
            return f"{new:,} of {rows:,} rows are new"
        groups = affected_groups(self.build, {one.table: one.new or () for one in inputs})
        if isinstance(groups, AffectedGroups):
            known = self.store.existing(self.name).rows
            if groups.count > known * GREATEST_SHARE_OF_GROUPS:
                return f"{groups.count:,} groups have new rows, the view has {known:,} rows"
        return groups

    def _recompute(self) -> Counts:
        """Replace the table by its query; readers see all old or all new rows."""
        rows = self.build({})
        observation = Observation()
        kept = in_order(enforce(rows, self.expectations, observation), self.schema)
        with explained_failure(self.name, rows, self.expectations):
            files = self.store.write(kept)
        self.store.commit(self.name, files, replaced_by=self.schema)
        return Counts.of(observation.get, self.expectations)

    def _recompute_groups(self, groups: AffectedGroups) -> Counts:
        """Replace the rows of some groups; the files that have none of them stay as they are."""
        if groups.count == 0:
            return Counts(failed={})
        table = self.store.existing(self.name)
        replaced = [file for file in table.files if groups.may_be_in(file)]
        rows = self.build({}).where(groups.condition())
        observation = Observation()
        computed = in_order(enforce(rows, self.expectations, observation), self.schema)
        stored = self.store.read(self.name, replaced).where(~groups.condition())
        both = computed.withColumn(PART, F.lit("computed")).unionByName(
            in_order(stored, self.schema).withColumn(PART, F.lit("kept"))
        )
        with explained_failure(self.name, rows, self.expectations):
            parts = self.store.write_parts(both, PART)
        self.store.commit(self.name, [file for part in parts.values() for file in part], replaced)
        return Counts.of(observation.get, self.expectations)


def depends_on_more_than_its_inputs(rows: DataFrame) -> bool:
    """Whether the same inputs may give other rows later: the query asks for time or chance."""
    plan = rows._jdf.queryExecution().analyzed()
    text = plan.toString()
    volatile = ("current_timestamp(", "current_date(", "localtimestamp(", "now(")
    return not plan.deterministic() or any(function in text for function in volatile)
