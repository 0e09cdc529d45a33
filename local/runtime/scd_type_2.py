"""SCD type 2: the target holds every version of each key, with the sequence values it was valid."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from local.runtime.change_events import (
    DELETED,
    SEQUENCE,
    ChangeColumns,
    column,
    comparable,
    one_event_for_each,
)
from local.runtime.change_memory import KEY_HASH, ChangeMemory
from local.runtime.row_changes import CHANGE, PART, UNCHANGED, changes_between
from local.runtime.stored_table import StoredFile, StoredTable
from local.runtime.table_schema import END_AT, START_AT

RUN = "__run"


def versions_of(events: DataFrame, columns: ChangeColumns) -> DataFrame:
    """The history that events tell: runs of equal tracked values, ended by deletions.

    Columns that are not tracked have the value of the last event of the run.
    """
    keys = list(columns.keys)
    in_order = Window.partitionBy(*keys).orderBy(SEQUENCE)
    tracked = F.struct(F.lit(0), *[comparable(name, events.schema) for name in columns.tracked])
    marked = events.withColumn("__tracked", tracked)
    was_deleted = F.lag(DELETED).over(in_order)
    same_as_before = column("__tracked").eqNullSafe(F.lag("__tracked").over(in_order))
    begins: Column = (
        F.when(was_deleted.isNull(), F.lit(True))
        .when(column(DELETED) != was_deleted, F.lit(True))
        .otherwise(~column(DELETED) & ~same_as_before)
    )
    numbered = marked.withColumn("__begins", begins).withColumn(
        RUN, F.sum(column("__begins").cast("int")).over(in_order)
    )
    payload = F.struct(*[column(name) for name in columns.payload])
    runs = numbered.groupBy(*keys, RUN).agg(
        F.min(SEQUENCE).alias(START_AT),
        F.first(DELETED).alias(DELETED),
        F.max_by(payload, column(SEQUENCE)).alias("__payload"),
    )
    following = F.lead(START_AT).over(Window.partitionBy(*keys).orderBy(START_AT))
    closed = runs.withColumn(END_AT, following).where(~column(DELETED))
    return closed.select("__payload.*", START_AT, END_AT)


@dataclass(frozen=True)
class LateKeys:
    """Keys for which an event came that is not after all those before it."""

    rows: DataFrame
    first_values: tuple[object, ...]
    first_key: str
    hashes: list[int]


def late_keys(new: DataFrame, memory: ChangeMemory, columns: ChangeColumns) -> LateKeys | None:
    """The keys whose history has to be told again from their events; None if there are none."""
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
        if file.least.get(END_AT) is None or (late is not None and _may_have(file, late))
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
    touched = new.select(*keys).distinct()
    rows = stored.join(touched, keys, "left_semi")
    opened = rows.where(column(END_AT).isNull())
    known = opened.select(
        *[column(name) for name in columns.payload],
        column(START_AT).alias(SEQUENCE),
        F.lit(False).alias(DELETED),
    )
    if late is None:
        recomputed, replaced = versions_of(new.select(event).unionByName(known), columns), opened
    else:
        few = F.broadcast(late.rows)
        earlier = memory.earlier_events(late.hashes).select(event).join(few, keys, "left_semi")
        events = (
            new.select(event).unionByName(known.join(few, keys, "left_anti")).unionByName(earlier)
        )
        recomputed = versions_of(one_event_for_each(events, [*keys, SEQUENCE], columns), columns)
        replaced = opened.unionByName(
            rows.where(column(END_AT).isNotNull()).join(few, keys, "left_semi")
        )
    closed = rows.where(column(END_AT).isNotNull())
    if late is not None:
        closed = closed.join(F.broadcast(late.rows), keys, "left_anti")
    kept = stored.join(touched, keys, "left_anti").unionByName(closed)
    changed = changes_between(replaced, recomputed, [*keys, START_AT])
    is_open = column(END_AT).isNull()
    return changed.unionByName(kept.withColumn(CHANGE, F.lit(UNCHANGED))).withColumn(
        PART, F.when(is_open, "open").otherwise("closed")
    )


def _may_have(file: StoredFile, late: LateKeys) -> bool:
    least, greatest = file.least.get(late.first_key), file.greatest.get(late.first_key)
    if least is None or greatest is None:
        return True
    return any(least <= value <= greatest for value in late.first_values)
