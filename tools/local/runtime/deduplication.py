"""Deduplication within a watermark, of a batch of new rows: the table remembers the keys.

The same rules as in Structured Streaming. The watermark is the greatest time of earlier batches
minus the delay. A row whose time is not after the watermark is late and left out. A key is
remembered until the watermark has passed the time of its row by the delay.

@see https://spark.apache.org/docs/latest/streaming/apis-on-dataframes-and-datasets.html#streaming-deduplication
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import reduce

from pyspark.sql import Column, DataFrame, Observation, Window
from pyspark.sql import functions as F
from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame

from tools.local.runtime.flow_plan import Deduplication
from tools.local.runtime.new_rows import NewRows
from tools.local.runtime.table_store import TableStore, read_table

GREATEST_TIME = "greatest time"
MOST_BROADCAST = 100_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass
class Deduplicator:
    """Leaves out, for one run of a flow, what its table has or may have forgotten."""

    store: TableStore
    new: NewRows
    rule: Deduplication
    observation: Observation = field(default_factory=Observation)

    def new_rows(self, rows: DataFrame, keys: list[str]) -> DataFrame:
        """The first row of each key that the table does not remember."""
        time = self.rule.watermark
        watermark = self._watermark()
        is_late = F.lit(False)
        if watermark is not None:
            is_late = F.coalesce(F.col(time) <= F.lit(watermark), F.lit(False))
        counted = rows.observe(
            self.observation,
            F.max(F.unix_micros(time)).alias("greatest"),
            F.count_if(is_late).alias("late"),
        )
        on_time = counted.where(~is_late)
        # Both shorter ways compute the rows twice, which has to give the same keys.
        is_repeatable = rows._jdf.queryExecution().analyzed().deterministic()
        if self._is_small() or not is_repeatable:
            once = _first_of_each(on_time, keys, time)
        else:
            once = _first_of_each_repeated(on_time, rows.where(~is_late), keys, time)
        remembered = self._remembered(watermark)
        if remembered is None:
            return once

        def same(of: DataFrame) -> Column:
            pairs = zip(keys, self.rule.keys, strict=True)
            equal = [of[key].eqNullSafe(remembered[f"__seen_{stored}"]) for key, stored in pairs]
            return reduce(lambda left, right: left & right, equal)

        if self._is_small() and is_repeatable:
            # Find the few duplicates first, so that the table is not shuffled.
            coming = F.broadcast(rows.select(*keys))
            remembered = F.broadcast(remembered.join(coming, same(coming), "left_semi"))
        return once.join(remembered, same(once), "left_anti")

    def positions(self) -> dict[str, int]:
        """What the next run must know, to be committed with the rows."""
        earlier = self.new.target.position(GREATEST_TIME)
        greatest = [time for time in (earlier, self._observed("greatest")) if time is not None]
        return {GREATEST_TIME: max(greatest)} if greatest else {}

    @property
    def late(self) -> int:
        """How many rows were late, once the rows were computed."""
        return self._observed("late") or 0

    def _is_small(self) -> bool:
        return self.new.rows is not None and self.new.rows <= MOST_BROADCAST

    def _observed(self, name: str) -> int | None:
        return self.observation.get.get(name)

    def _watermark(self) -> datetime | None:
        greatest = self.new.target.position(GREATEST_TIME)
        if greatest is None:
            return None
        # Spark's watermark has whole milliseconds.
        return EPOCH + timedelta(milliseconds=greatest // 1000 - self.rule.milliseconds)

    def _remembered(self, watermark: datetime | None) -> DataFrame | None:
        """The keys that the table has and that are not forgotten."""
        if watermark is None:
            return None
        since = watermark - timedelta(milliseconds=self.rule.milliseconds)
        files = [
            file
            for file in self.new.target.files
            if (latest := file.greatest.get(self.rule.time)) is None or _utc(latest) > since
        ]
        if not files:
            return None
        rows = read_table(self.store.session, self.new.target, files)
        return rows.where(F.col(f"`{self.rule.time}`") > F.lit(since)).select(
            *[F.col(f"`{key}`").alias(f"__seen_{key}") for key in self.rule.keys]
        )


def _first_of_each(rows: DataFrame, keys: list[str], time: str) -> DataFrame:
    """The row of each key that has the least time."""
    first = Window.partitionBy(*keys).orderBy(time)
    numbered = rows.withColumn("__number", F.row_number().over(first))
    return numbered.where("__number = 1").drop("__number")


def _first_of_each_repeated(
    counted: DataFrame, rows: DataFrame, keys: list[str], time: str
) -> DataFrame:
    """The same for many rows, of which few repeat keys: only those are sorted.

    `counted` is the same rows as `rows`, and is read once.
    """
    key_hash = F.xxhash64(*keys).alias("__hash")
    hashes = counted.select(key_hash).groupBy("__hash").count()
    repeated = F.broadcast(hashes.where("count > 1").select("__hash"))
    hashed = rows.withColumn("__hash", key_hash)
    alone = hashed.join(repeated, "__hash", "left_anti")
    several = hashed.join(repeated, "__hash", "left_semi")
    return alone.unionAll(_first_of_each(several, keys, time)).drop("__hash")


_of_thread = threading.local()
_dropped_by_spark = ClassicDataFrame.dropDuplicatesWithinWatermark


@contextmanager
def deduplicating(deduplicator: Deduplicator | None) -> Iterator[None]:
    """Let `dropDuplicatesWithinWatermark`, which Spark has for streams only, work on batches."""
    _of_thread.deduplicator = deduplicator
    try:
        yield
    finally:
        _of_thread.deduplicator = None


def _drop_duplicates(rows: DataFrame, subset: list[str] | None = None) -> DataFrame:
    deduplicator = getattr(_of_thread, "deduplicator", None)
    if deduplicator is None:
        return _dropped_by_spark(rows, subset)
    return deduplicator.new_rows(rows, list(subset or rows.columns))


ClassicDataFrame.dropDuplicatesWithinWatermark = _drop_duplicates


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
