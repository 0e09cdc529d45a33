"""SCD type 1: the target holds the last state of each key."""

from pyspark.sql import DataFrame

from local.runtime.change_events import (
    DELETED,
    SEQUENCE,
    ChangeColumns,
    column,
    one_event_for_each,
)


def last_states(new: DataFrame, earlier: DataFrame, columns: ChangeColumns) -> DataFrame:
    """The last event of each key that has a new one.

    An earlier event can only win if it is not older than the first new one; the literal bound lets
    Delta skip files. Deletions are among the earlier events, so late rows do not bring a key back.
    """
    keys = list(columns.keys)
    since = new.agg({SEQUENCE: "min"}).collect()[0][0]
    rivals = earlier.where(column(SEQUENCE) >= since).join(
        new.select(*keys).distinct(), keys, "left_semi"
    )
    events = new.unionByName(rivals.select(new.columns))
    winners = one_event_for_each(events, keys, columns)
    return winners.select(*[column(name) for name in columns.payload], column(DELETED))
