"""AUTO CDC tables: change events merged into the state, or the history, of each key.

Every event is kept in a private Delta table, because versions alone forget: A, a repeated A, then
a late B between them gives three versions. Events are stored first and merged second, so that a
batch that comes again after a kill finds its own events there and is merged as one that came late;
the same rows result.

Expectations of the target are applied to the rows of the source, before they become events: what
is dropped takes no part in the history.
"""

from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType

from local.runtime import scd_type_1, scd_type_2
from local.runtime.change_events import (
    DELETED,
    SEQUENCE,
    ChangeColumns,
    as_events,
    column,
    one_event_for_each,
)
from local.runtime.definition import ChangeFlow
from local.runtime.delta_log import latest_version, merged_rows
from local.runtime.delta_table import create_table, table_sql
from local.runtime.errors import DatasetError
from local.runtime.expectations import (
    FAIL,
    Counts,
    Expectation,
    counters,
    explain_failure,
    kept_rows,
)
from local.runtime.stream import Taken, query_identity, take_available
from local.runtime.table_schema import START_AT, in_order

STALE = "__stale"


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
    table: Path
    changes: Path
    checkpoint: Path
    expectations: tuple[Expectation, ...]

    def follow(self, rows: DataFrame) -> tuple[Taken, Counts, MergedRows]:
        """Merge all new events; returns rows read, what expectations counted, rows changed."""
        counts, merged = Counts(), MergedRows()

        def apply(batch: DataFrame, number: int) -> None:
            batch.persist()
            try:
                self._apply(batch, number, counts, merged)
            finally:
                batch.unpersist()

        return take_available(rows, self.checkpoint, apply), counts, merged

    def _apply(self, batch: DataFrame, number: int, counts: Counts, merged: MergedRows) -> None:
        session = batch.sparkSession
        if self._count(batch, counts) == 0:
            return
        events = as_events(kept_rows(batch, self.expectations), self.flow, self.columns)
        identity = [*self.columns.keys, *([SEQUENCE] if self.flow.scd_type == 2 else [])]
        new = one_event_for_each(events, identity, self.columns).persist()
        try:
            self._merge(session, new, number, merged)
        finally:
            new.unpersist()

    def _merge(
        self, session: SparkSession, new: DataFrame, number: int, merged: MergedRows
    ) -> None:
        create_events_table(session, self.changes, new.schema)
        before = latest_version(self.changes)
        earlier = session.read.format("delta").option("versionAsOf", before).load(str(self.changes))
        first = before == 0
        (
            new.write.format("delta")
            .mode("append")
            .option("mergeSchema", "true")
            .option("txnAppId", query_identity(self.checkpoint))
            .option("txnVersion", number)
            .save(str(self.changes))
        )
        start = latest_version(self.table)
        assert start is not None
        for name in self.columns.payload:
            if name not in earlier.columns:
                earlier = earlier.withColumn(name, F.lit(None).cast(new.schema[name].dataType))
        if self.flow.scd_type == 1:
            self._merge_states(session, new, earlier, first)
        else:
            self._merge_versions(session, new, earlier, first)
        upserted, deleted = merged_rows(self.table, start)
        merged.upserted += upserted
        merged.deleted += deleted

    def _merge_states(
        self, session: SparkSession, new: DataFrame, earlier: DataFrame, first: bool
    ) -> None:
        if first:
            self._append(new.where(~column(DELETED)))
            return
        states = scd_type_1.last_states(new, earlier, self.columns)
        self._merge_into_table(session, states.withColumnRenamed(DELETED, STALE), self.columns.keys)

    def _merge_versions(
        self, session: SparkSession, new: DataFrame, earlier: DataFrame, first: bool
    ) -> None:
        if first:
            self._append(scd_type_2.versions_of(new, self.columns))
            return
        keys = list(self.columns.keys)
        target = session.read.format("delta").load(str(self.table))
        late = scd_type_2.keys_with_later_events(new, earlier, self.columns).localCheckpoint()
        versions = scd_type_2.extended_versions(new, target, late, self.columns)
        if late.isEmpty():
            source = versions.withColumn(STALE, F.lit(False))
        else:
            rebuilt = scd_type_2.rebuilt_versions(new, earlier, late, self.columns)
            versions = versions.unionByName(rebuilt).withColumn(STALE, F.lit(False))
            versions = versions.localCheckpoint()
            stored = target.join(F.broadcast(late), keys, "left_semi")
            stale = stored.join(versions, [*keys, START_AT], "left_anti")
            source = versions.unionByName(stale.withColumn(STALE, F.lit(True)))
        self._merge_into_table(session, source, (*self.columns.keys, START_AT))

    def _append(self, rows: DataFrame) -> None:
        in_order(rows, self.schema).write.format("delta").mode("append").save(str(self.table))

    def _merge_into_table(
        self, session: SparkSession, source: DataFrame, identity: tuple[str, ...]
    ) -> None:
        view = f"__changes_of_{self.dataset}"
        names = [field.name for field in self.schema]
        matching = " AND ".join(f"t.`{name}` = s.`{name}`" for name in identity)
        values = [name for name in names if name not in identity]
        comparable = [
            name for name in values if "map<" not in self.schema[name].dataType.simpleString()
        ]
        differs = " OR ".join(f"NOT (t.`{name}` <=> s.`{name}`)" for name in comparable)
        changed = f" AND ({differs})" if differs and len(comparable) == len(values) else ""
        assignments = ", ".join(f"t.`{name}` = s.`{name}`" for name in values)
        update = f"WHEN MATCHED{changed} THEN UPDATE SET {assignments} " if values else ""
        # MERGE reads its source twice and refuses a cached one: compute it once, before.
        source.localCheckpoint().createOrReplaceTempView(view)
        try:
            session.sql(
                f"MERGE INTO {table_sql(self.table)} AS t USING `{view}` AS s ON {matching} "
                f"WHEN MATCHED AND s.`{STALE}` THEN DELETE "
                f"{update}"
                f"WHEN NOT MATCHED AND NOT s.`{STALE}` THEN INSERT "
                f"({', '.join(f'`{name}`' for name in names)}) "
                f"VALUES ({', '.join(f's.`{name}`' for name in names)})"
            )
        finally:
            session.catalog.dropTempView(view)

    def _count(self, batch: DataFrame, counts: Counts) -> int:
        """Count what expectations say, and how many events they let through.

        Refuses events that have no key or no place in time. One pass, unless there is a mistake.
        """
        without_place = F.lit(False)
        for value in self._required().values():
            without_place = without_place | value.isNull()
        found = batch.agg(
            *counters(self.expectations), F.count_if(without_place).alias("without_place")
        ).collect()[0]
        if any(found[f"failed_{i}"] for i, e in enumerate(self.expectations) if e.action == FAIL):
            explain_failure(self.dataset, batch, self.expectations)
        if found["without_place"]:
            self._refuse_events_without_place(kept_rows(batch, self.expectations))
        counts.add(found.asDict(), self.expectations)
        return found["rows"] - found["dropped"]

    def _required(self) -> dict[str, Column]:
        """What no event may lack, by what it is called."""
        keys = {f"key '{key}'": column(key) for key in self.columns.keys}
        return {**keys, f"sequence_by '{self.flow.sequence_by}'": F.expr(self.flow.sequence_by)}

    def _refuse_events_without_place(self, events: DataFrame) -> None:
        text = F.to_json(
            F.struct(*[column(name) for name in events.columns]), {"ignoreNullFields": "false"}
        )
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


def create_events_table(session: SparkSession, path: Path, schema: StructType) -> None:
    """Create the private table of events unless it exists."""
    if latest_version(path) is None:
        nullable = StructType([StructField(f.name, f.dataType, True) for f in schema])
        create_table(session, path, nullable, {"comment": None, "properties": {}, "clusterBy": []})
