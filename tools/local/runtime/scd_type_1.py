"""SCD type 1: the target holds the last state of each key."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from tools.local.runtime.change_events import (
    DELETED,
    SEQUENCE,
    ChangeColumns,
    column,
    one_event_for_each,
)
from tools.local.runtime.change_memory import ChangeMemory
from tools.local.runtime.row_changes import CHANGE, PART, UNCHANGED, changes_between


def merged(
    new: DataFrame, stored: DataFrame, memory: ChangeMemory, columns: ChangeColumns
) -> DataFrame:
    """The rows of the target after new events, with what changes.

    The last event of a key is known by its sequence value and its row; if it deleted the key, by
    its sequence value alone, so late rows do not bring the key back.
    """
    keys = list(columns.keys)
    touched = new.select(*keys).distinct()
    rows = stored.join(touched, keys, "left_semi")
    last = memory.keys().join(touched, keys, "left_semi")
    event = [*columns.payload, SEQUENCE, DELETED]
    known = last.join(rows, keys, "left").select(event)
    winners = one_event_for_each(new.select(event).unionByName(known), keys, columns)
    states = winners.where(~column(DELETED)).select(*[column(name) for name in columns.payload])
    untouched = stored.join(touched, keys, "left_anti").withColumn(CHANGE, F.lit(UNCHANGED))
    changed = changes_between(rows, states, keys)
    return changed.unionByName(untouched).withColumn(PART, F.lit("rows"))
