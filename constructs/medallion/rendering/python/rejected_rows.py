"""Rows that failed a rule."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def rejected_rows(
    rows: DataFrame, dropped_by: dict[str, str], also_reported: dict[str, str]
) -> DataFrame:
    """Return rows that fail a rule of `dropped_by`, with the names of all rules they fail.

    Rules are never NULL, so each row is either returned here or kept in the table.
    """
    rules = {**dropped_by, **also_reported}
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in rules.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in dropped_by.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))
