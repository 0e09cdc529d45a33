"""AUTO CDC tables: change events merged into the state, or the history, of each key.

Events are computed once and stored; the merge reads them back with what is known of their keys,
and its result is one commit of the table, together with the position in the source. Expectations
are applied to the rows of the source, before they become events: what is dropped takes no part in
the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import Column, DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from tools.local.runtime import scd_type_1, scd_type_2
from tools.local.runtime.change_events import ChangeColumns, as_events, column
from tools.local.runtime.change_memory import ChangeMemory, last_events
from tools.local.runtime.definition import ChangeFlow
from tools.local.runtime.errors import DatasetError
from tools.local.runtime.expectations import (
    Counts,
    Expectation,
    as_json,
    enforce,
    explained_failure,
    kept_rows,
)
from tools.local.runtime.row_changes import CHANGE, DELETED_ROW, PART, UPSERTED
from tools.local.runtime.stream import Taken, take_available
from tools.local.runtime.table_schema import in_order
from tools.local.runtime.table_store import TableStore


@dataclass
class MergedRows:
    """Rows of the target that a flow has written and deleted."""

    upserted: int = 0
    deleted: int = 0


@dataclass(frozen=True)
class AutoCdc:
    """One AUTO CDC flow and the places it writes to."""

    dataset: str
    flow: ChangeFlow
    columns: ChangeColumns
    schema: StructType
    store: TableStore
    expectations: tuple[Expectation, ...]

    def merge(
        self, rows: DataFrame, about: int, positions: Mapping[str, int]
    ) -> tuple[Counts, MergedRows]:
        """Merge the change events in `rows`, about as many as said, and commit `positions`."""
        memory = ChangeMemory(
            self.store,
            self.store.state.changes(self.dataset),
            self.store.existing(self.dataset),
            self.columns,
        )
        observation = Observation()
        accepted = enforce(rows, self.expectations, observation, {"unplaced": self._unplaced()})
        events = as_events(accepted, self.flow, self.columns)
        memory.open(events.schema)
        with explained_failure(self.dataset, rows, self.expectations):
            new = memory.add_events(events, about)
        counts = Counts.of(observation.get, self.expectations)
        if observation.get["unplaced"]:
            self._refuse_unplaced_events(kept_rows(rows, self.expectations))
        return counts, self._commit(new, memory, positions)

    def follow(self, rows: DataFrame, checkpoint: Path) -> tuple[Taken, Counts, MergedRows]:
        """Merge what a stream brings, batch by batch."""
        counts, merged = Counts(), MergedRows()

        def merge(batch: DataFrame, position: Mapping[str, int]) -> None:
            counted, changed = self.merge(batch, 0, position)
            counts.include(counted)
            merged.upserted += changed.upserted
            merged.deleted += changed.deleted

        return take_available(rows, checkpoint, self.dataset, self.store, merge), counts, merged

    def _commit(
        self, new: DataFrame, memory: ChangeMemory, positions: Mapping[str, int]
    ) -> MergedRows:
        table = self.store.existing(self.dataset)
        observation = Observation()
        if self.flow.scd_type == 1:
            replaced = table.files
            stored = self.store.read(self.dataset, replaced)
            merged = scd_type_1.merged(new, stored, memory, self.columns)
        else:
            late = scd_type_2.late_keys(new, memory, self.columns)
            replaced = scd_type_2.files_to_replace(table, late)
            if table.files:
                stored = self.store.read(self.dataset, replaced)
                merged = scd_type_2.merged(new, stored, late, memory, self.columns)
            else:
                merged = scd_type_2.first_versions(new, self.columns)
        counted = merged.observe(
            observation,
            F.count_if(column(CHANGE) == UPSERTED).alias("upserted"),
            F.count_if(column(CHANGE) == DELETED_ROW).alias("deleted"),
        ).where(column(CHANGE) != DELETED_ROW)
        parts = self.store.write_parts(in_order(counted, self.schema, PART), PART)
        memory.replace_keys(last_events(new, memory, self.columns))
        added = [file for files in parts.values() for file in files]
        self.store.commit(self.dataset, added, replaced, {**positions, **memory.positions()})
        return MergedRows(observation.get["upserted"], observation.get["deleted"])

    def _unplaced(self) -> Column:
        """Whether an event has no key or no place in time."""
        unplaced = F.lit(False)
        for value in self._required().values():
            unplaced = unplaced | value.isNull()
        return unplaced

    def _required(self) -> dict[str, Column]:
        """What no event may lack, by what it is called."""
        keys = {f"key '{key}'": column(key) for key in self.columns.keys}
        return {**keys, f"sequence_by '{self.flow.sequence_by}'": F.expr(self.flow.sequence_by)}

    def _refuse_unplaced_events(self, events: DataFrame) -> None:
        text = as_json(events)
        for role, value in self._required().items():
            lacking = events.where(value.isNull())
            found = lacking.agg(
                F.count(F.lit(1)).alias("rows"), F.min(text).alias("example")
            ).first()
            assert found is not None
            if found["rows"]:
                raise DatasetError(
                    self.dataset,
                    f"{role} is NULL in {found['rows']} change events of "
                    f"'{self.flow.source}', for example {found['example']}: leave such "
                    "rows out in the source, or drop them with an expectation",
                )
