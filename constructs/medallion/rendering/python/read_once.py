"""New rows of a table, without repeated deliveries."""

from pyspark.sql import DataFrame


def read_once(table: str, keys: list[str], time: str, within: str) -> DataFrame:
    """Read new rows of a table and drop those whose keys were already seen.

    Rows that are late by more than `within` are dropped too: their keys may be forgotten.
    """
    # With this option Databricks reads a backlog in event-time order, so older rows are not late.
    rows = spark.readStream.option("withEventTimeOrder", "true").table(table)
    return rows.withWatermark(time, within).dropDuplicatesWithinWatermark(keys)
