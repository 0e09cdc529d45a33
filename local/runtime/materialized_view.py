"""Materialized views: computed anew, and replaced in one commit."""

from pathlib import Path

from pyspark.sql import DataFrame, Observation
from pyspark.sql.types import StructType

from local.runtime.expectations import Counts, Expectation, enforce, explain_failure
from local.runtime.table_schema import in_order


def rebuild(
    dataset: str,
    rows: DataFrame,
    table: Path,
    schema: StructType,
    expectations: tuple[Expectation, ...],
) -> Counts:
    """Replace the table by its query; readers see all old or all new rows."""
    observation = Observation()
    kept = in_order(enforce(rows, expectations, observation), schema)
    try:
        (
            kept.write.format("delta")
            .mode("overwrite")
            .option("overwriteSchema", "true")
            .save(str(table))
        )
    except Exception:
        explain_failure(dataset, rows, expectations)
        raise
    counts = Counts()
    counts.add(observation.get, expectations)
    return counts


def depends_on_more_than_its_inputs(rows: DataFrame) -> bool:
    """Whether the same inputs may give other rows later: the query asks for time or chance."""
    plan = rows._jdf.queryExecution().analyzed()
    text = plan.toString()
    volatile = ("current_timestamp(", "current_date(", "localtimestamp(", "now(")
    return not plan.deterministic() or any(function in text for function in volatile)
