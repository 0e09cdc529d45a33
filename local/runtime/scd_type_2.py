"""SCD type 2: the target holds every version of each key, with the sequence values it was valid."""

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


def keys_with_later_events(new: DataFrame, earlier: DataFrame, columns: ChangeColumns) -> DataFrame:
    """Keys for which an event was seen before that is not older than a new one."""
    keys = list(columns.keys)
    since = new.agg({SEQUENCE: "min"}).collect()[0][0]
    first_new = new.groupBy(*keys).agg(F.min(SEQUENCE).alias("__first"))
    recent = earlier.where(column(SEQUENCE) >= since).select(*keys, SEQUENCE)
    later = recent.join(F.broadcast(first_new), keys).where(column(SEQUENCE) >= column("__first"))
    return later.select(*keys).distinct()


def extended_versions(
    new: DataFrame, target: DataFrame, late: DataFrame, columns: ChangeColumns
) -> DataFrame:
    """Versions from new events of keys that are in order: they continue the open version.

    The open version stands for all events before, so that nothing older has to be read.
    """
    keys = list(columns.keys)
    touched = new.select(*keys).distinct()
    opened = target.where(column(END_AT).isNull()).join(F.broadcast(touched), keys, "left_semi")
    as_event = opened.select(
        *[column(name) for name in columns.payload],
        column(START_AT).alias(SEQUENCE),
        F.lit(False).alias(DELETED),
    )
    events = new.unionByName(as_event).join(F.broadcast(late), keys, "left_anti")
    return versions_of(events.select(new.columns), columns)


def rebuilt_versions(
    new: DataFrame, earlier: DataFrame, late: DataFrame, columns: ChangeColumns
) -> DataFrame:
    """Versions of keys that events came late for: their whole history, told anew."""
    keys = list(columns.keys)
    events = new.unionByName(earlier.select(new.columns)).join(F.broadcast(late), keys, "left_semi")
    distinct = one_event_for_each(events.select(new.columns), [*keys, SEQUENCE], columns)
    return versions_of(distinct, columns)
