"""New rows of a table, each event once."""

from pyspark.sql import DataFrame


def read_once(table: str, keys: list[str], time: str, within: str) -> DataFrame:
    """New rows of a table without those that repeat the keys of an earlier one.

    Rows whose `time` is more than `within` behind are left out: nobody remembers their keys.
    """
    # Databricks reads a table from its start in this order, or older rows would count as late.
    rows = spark.readStream.option("withEventTimeOrder", "true").table(table)
    return rows.withWatermark(time, within).dropDuplicatesWithinWatermark(keys)
