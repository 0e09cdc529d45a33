"""Frames of a few rows: created without a Spark job, read in one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from functools import cache
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType, _parse_datatype_string

Row = tuple[Any, ...]
Frame = Callable[[str, Iterable[Row | Mapping[str, Any]]], DataFrame]

# For a few rows, compiling code and starting tasks costs more than the work itself.
SETTINGS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}


def session_for_small_frames(spark: SparkSession) -> SparkSession:
    """A session with its own settings and temporary views, in the same process."""
    session = spark.newSession()
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    return session


def columns_of(dataset: Mapping[str, Any]) -> str:
    """The columns that a dataset of the manifest declares."""
    return ", ".join(f"`{column['name']}` {column['type']}" for column in dataset["columns"])


@cache
def schema_of(columns: str) -> tuple[StructType, pa.Schema]:
    schema = _parse_datatype_string(columns)
    return schema, to_arrow_schema(schema, timezone="UTC")


def small_frame(
    spark: SparkSession, columns: str, rows: Iterable[Row | Mapping[str, Any]]
) -> DataFrame:
    """Rows as tuples, or as dictionaries in which a missing column is NULL."""
    schema, arrow_schema = schema_of(columns)
    names = schema.names
    records = [
        row if isinstance(row, Mapping) else dict(zip(names, row, strict=True)) for row in rows
    ]
    unknown = {name for record in records for name in record} - set(names)
    assert not unknown, f"not a column of ({columns}): {unknown}"
    return spark.createDataFrame(pa.Table.from_pylist(records, arrow_schema), schema)


def rows_of(frame: DataFrame) -> list[Row]:
    """The rows as tuples in ascending order, NULL first, times in UTC."""
    rows = [tuple(map(_in_utc, row)) for row in frame.collect()]
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row])


def _in_utc(value: Any) -> Any:
    # Spark returns times without a zone, in that of the machine.
    return value.astimezone(timezone.utc) if isinstance(value, datetime) else value
