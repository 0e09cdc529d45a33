"""Change events of an AUTO CDC flow: what they are made of, and which of two equals counts.

Two events of one key with the same sequence value contradict each other. So that neither order of
arrival nor batches decide, one of them always wins: a deletion over a row, else the greater one by
its columns, the first that differs deciding; NULL is less than any value.
"""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.types import MapType, StructField, StructType

from tools.local.runtime.definition import ChangeFlow, Definition
from tools.local.runtime.errors import DatasetError
from tools.local.runtime.table_schema import END_AT, START_AT

SEQUENCE, DELETED = "__sequence", "__deleted"


@dataclass(frozen=True)
class ChangeColumns:
    """The columns of a flow's events by their role."""

    keys: tuple[str, ...]
    values: tuple[str, ...]
    tracked: tuple[str, ...]
    target: StructType

    @property
    def payload(self) -> tuple[str, ...]:
        """The columns that the target has from the events, in the order of the source."""
        own = {START_AT, END_AT}
        return tuple(field.name for field in self.target if field.name not in own)


def change_columns(definition: Definition, rows: DataFrame) -> ChangeColumns:
    """Sort the source's columns into their roles, or say which name is wrong."""
    flow = definition.change_flow
    assert flow is not None
    names = {name.lower(): name for name in rows.columns}

    def known(listed: tuple[str, ...], argument: str) -> list[str]:
        for name in listed:
            if name.lower() not in names:
                raise DatasetError(
                    definition.name,
                    f"{definition.place}: {argument} names '{name}', which is not a column of "
                    f"'{flow.source}' ({', '.join(rows.columns)})",
                )
        return [names[name.lower()] for name in listed]

    if flow.column_list is not None:
        payload = known(flow.column_list, "column_list")
    else:
        excepted = known(flow.except_column_list, "except_column_list")
        payload = [name for name in rows.columns if name not in excepted]
    keys = known(flow.keys, "keys")
    for key in keys:
        if key not in payload:
            raise DatasetError(
                definition.name, f"{definition.place}: key '{key}' is not among the columns to keep"
            )
    values = [name for name in payload if name not in keys]
    if flow.track_history_column_list is not None:
        tracked = known(flow.track_history_column_list, "track_history_column_list")
    else:
        untracked = known(flow.track_history_except_column_list, "track_history_except_column_list")
        tracked = [name for name in values if name not in untracked]
    target = StructType([rows.schema[name] for name in payload])
    if flow.scd_type == 2:
        sequence = rows.select(F.expr(flow.sequence_by)).schema[0].dataType
        target = StructType(
            [*target, StructField(START_AT, sequence), StructField(END_AT, sequence)]
        )
    return ChangeColumns(tuple(keys), tuple(values), tuple(tracked), target)


def as_events(rows: DataFrame, flow: ChangeFlow, columns: ChangeColumns) -> DataFrame:
    """The payload of each row with its sequence value and whether it deletes."""
    deletes = F.lit(False)
    if flow.apply_as_deletes is not None:
        deletes = F.coalesce(F.expr(flow.apply_as_deletes), F.lit(False))
    return rows.select(
        *(column(name) for name in columns.payload),
        F.expr(flow.sequence_by).alias(SEQUENCE),
        deletes.alias(DELETED),
    )


def one_event_for_each(events: DataFrame, identity: list[str], columns: ChangeColumns) -> DataFrame:
    """The event that counts among those with equal `identity`: the last, then the winner.

    `identity` is the keys, or the keys and the sequence value.
    """
    values = [comparable(name, events.schema) for name in columns.values]
    in_order = Window.partitionBy(*[column(name) for name in columns.keys]).orderBy(
        SEQUENCE, DELETED, *values
    )
    following = F.lead(SEQUENCE).over(in_order)
    is_last = following.isNull()
    if SEQUENCE in identity:
        is_last = is_last | (following != column(SEQUENCE))
    return events.withColumn("__is_last", is_last).where("__is_last").drop("__is_last")


def column(name: str, table: str | None = None) -> Column:
    """A column by its exact name."""
    return F.col(f"`{name}`" if table is None else f"{table}.`{name}`")


def comparable(name: str, schema: StructType) -> Column:
    """A column in a form that can be compared; maps cannot."""
    kind = schema[name].dataType
    return F.to_json(column(name)) if isinstance(kind, MapType) else column(name)
