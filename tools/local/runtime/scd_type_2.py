"""SCD type 2: the target holds every version of each key, with the sequence values it was valid."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from tools.local.runtime.change_events import (
    DELETED,
    SEQUENCE,
    ChangeColumns,
    column,
    comparable,
    one_event_for_each,
)
from tools.local.runtime.change_memory import KEY_HASH, ChangeMemory
from tools.local.runtime.row_changes import CHANGE, PART, UNCHANGED, UPSERTED, changes_between
from tools.local.runtime.stored_table import StoredFile, StoredTable
from tools.local.runtime.table_schema import END_AT, START_AT


def versions_of(events: DataFrame, columns: ChangeColumns) -> DataFrame:
    """The history that events tell: runs of equal tracked values, ended by deletions.

    A version has the values of the last event of its run. One sort by key and sequence does it all.
    """
    events = one_event_for_each(events, [*columns.keys, SEQUENCE], columns)
    in_order = Window.partitionBy(*[column(name) for name in columns.keys]).orderBy(SEQUENCE)
    so_far = in_order.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    tracked = F.struct(F.lit(0), *[comparable(name, events.schema) for name in columns.tracked])
    was_deleted = F.lag(DELETED).over(in_order)
    same_as_before = column("__tracked").eqNullSafe(F.lag("__tracked").over(in_order))
    begins: Column = (
        F.when(was_deleted.isNull(), F.lit(True))
        .when(column(DELETED) != was_deleted, F.lit(True))
        .otherwise(~column(DELETED) & ~same_as_before)
    )
    marked = events.withColumn("__tracked", tracked).withColumn("__begins", begins)
    begun = F.last(F.when(column("__begins"), column(SEQUENCE)), ignorenulls=True).over(so_far)
    ended = marked.withColumns(
        {
            START_AT: begun,
            END_AT: F.lead(SEQUENCE).over(in_order),
            "__ends": F.coalesce(F.lead("__begins").over(in_order), F.lit(True)),
        }
    ).where(column("__ends") & ~column(DELETED))
    return ended.select(*[column(name) for name in columns.payload], START_AT, END_AT)


@dataclass(frozen=True)
class LateKeys:
    """Keys for which an event came that is not after all those before it."""

    rows: DataFrame
    first_values: tuple[object, ...]
    first_key: str
    hashes: list[int]


def late_keys(new: DataFrame, memory: ChangeMemory, columns: ChangeColumns) -> LateKeys | None:
    """The keys whose history must be rebuilt from their events; None if there are none."""
    keys = list(columns.keys)
    first_new = new.groupBy(*keys, KEY_HASH).agg(F.min(SEQUENCE).alias("__first"))
    last = memory.keys().select(*keys, column(SEQUENCE).alias("__last"))
    late = first_new.join(last, keys).where(column("__first") <= column("__last"))
    found = late.select(*keys, KEY_HASH)
    rows = found.collect()
    if not rows:
        return None
    return LateKeys(
        new.sparkSession.createDataFrame(rows, found.schema).select(*keys),
        tuple(row[keys[0]] for row in rows),
        keys[0],
        [row[KEY_HASH] for row in rows],
    )


def files_to_replace(table: StoredTable, late: LateKeys | None) -> tuple[StoredFile, ...]:
    """The files that may have open versions, or versions of late keys."""
    return tuple(
        file
        for file in table.files
        if file.least.get(END_AT) is None
        or (late is not None and file.may_have(late.first_key, late.first_values))
    )


def merged(
    new: DataFrame,
    stored: DataFrame,
    late: LateKeys | None,
    memory: ChangeMemory,
    columns: ChangeColumns,
) -> DataFrame:
    """The rows of the replaced files after new events, with what changes.

    The open version of a key stands for all its events before, so that only late keys need them.
    """
    keys = list(columns.keys)
    event = [*columns.payload, SEQUENCE, DELETED]
    is_open = column(END_AT).isNull()
    replaced, kept = stored.where(is_open), stored.where(~is_open)
    events = new.select(event)
    known = replaced.select(
        *[column(name) for name in columns.payload],
        column(START_AT).alias(SEQUENCE),
        F.lit(False).alias(DELETED),
    )
    if late is not None:
        few = F.broadcast(late.rows)
        earlier = memory.earlier_events(late.hashes).select(event).join(few, keys, "left_semi")
        known = known.join(few, keys, "left_anti")
        events = events.unionByName(earlier)
        replaced = replaced.unionByName(kept.join(few, keys, "left_semi"))
        kept = kept.join(few, keys, "left_anti")
    recomputed = versions_of(events.unionByName(known), columns)
    changed = changes_between(replaced, recomputed, [*keys, START_AT])
    rows = changed.unionByName(kept.withColumn(CHANGE, F.lit(UNCHANGED)))
    return rows.withColumn(PART, F.when(is_open, "open").otherwise("closed"))


def first_versions(new: DataFrame, columns: ChangeColumns) -> DataFrame:
    """The rows of a table that had none."""
    versions = versions_of(new.select(*columns.payload, SEQUENCE, DELETED), columns)
    part = F.when(column(END_AT).isNull(), "open").otherwise("closed")
    return versions.withColumns({CHANGE: F.lit(UPSERTED), PART: part})
