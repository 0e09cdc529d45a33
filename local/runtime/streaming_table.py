"""Streaming tables: rows are appended, each exactly once."""

from pathlib import Path

from pyspark.sql import DataFrame, Observation
from pyspark.sql.types import StructType

from local.runtime.delta_log import last_transaction
from local.runtime.expectations import Counts, Expectation, enforce, explain_failure
from local.runtime.stream import Taken, query_identity, take_available
from local.runtime.table_schema import in_order


def append_new_rows(
    dataset: str,
    rows: DataFrame,
    table: Path,
    schema: StructType,
    checkpoint: Path,
    expectations: tuple[Expectation, ...],
) -> tuple[Taken, Counts]:
    """Append what is new in the sources; returns rows read and what expectations counted.

    Delta notes the number of the last batch with its rows, in one commit. So a batch that a killed
    process has written but not confirmed is not written twice.
    """
    counts = Counts()
    may_be_written_already = True

    def append(batch: DataFrame, number: int) -> None:
        nonlocal may_be_written_already
        application = query_identity(checkpoint)
        if may_be_written_already:
            may_be_written_already = False
            written = last_transaction(table, application)
            if written is not None and written >= number:
                return
        observation = Observation()
        kept = in_order(enforce(batch, expectations, observation), schema)
        try:
            (
                kept.write.format("delta")
                .mode("append")
                .option("txnAppId", application)
                .option("txnVersion", number)
                .save(str(table))
            )
        except Exception:
            explain_failure(dataset, batch, expectations)
            raise
        counts.add(observation.get, expectations)

    return take_available(rows, checkpoint, append), counts
