"""Runs one streaming query until it has taken everything that its sources hold now."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame

from tools.local.runtime.table_store import TableStore


@dataclass(frozen=True)
class Taken:
    """What a streaming query has read; `late` rows were behind its watermark and left out."""

    rows: int
    late: int


def take_available(
    rows: DataFrame,
    checkpoint: Path,
    target: str,
    store: TableStore,
    write_batch: Callable[[DataFrame, Mapping[str, int]], None],
) -> Taken:
    """Hand all new rows to `write_batch` and return how many were read from the sources.

    It gets each batch with the position to commit to `target` together with its rows: a batch that
    a killed process has written but not confirmed is read again, and recognised by that position.
    """
    errors: list[Exception] = []

    def write(batch: DataFrame, number: int) -> None:
        try:
            stream = _query_identity(checkpoint)
            written = store.existing(target).position(stream)
            if written is None or written < number:
                write_batch(batch, {stream: number})
        except Exception as error:
            errors.append(error)
            raise

    query = (
        rows.writeStream.foreachBatch(write)
        .option("checkpointLocation", str(checkpoint))
        .trigger(availableNow=True)
        .start()
    )
    try:
        query.awaitTermination()
    except Exception:
        # What the batch raised says more than the stream's wrapping of it.
        if errors:
            raise errors[0] from None
        raise
    finally:
        if query.isActive:
            query.stop()
    batches = query.recentProgress
    return Taken(
        sum(max(batch.numInputRows, 0) for batch in batches),
        sum(state.numRowsDroppedByWatermark for batch in batches for state in batch.stateOperators),
    )


def _query_identity(checkpoint: Path) -> str:
    """What Spark calls the query of a checkpoint: the same as long as the checkpoint exists."""
    return json.loads((checkpoint / "metadata").read_text(encoding="utf-8"))["id"]
