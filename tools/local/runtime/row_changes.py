"""How a merge changes the rows of a table: which are new, which stay, which go."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from tools.local.runtime.change_events import column, comparable

CHANGE = "__change"
UNCHANGED, UPSERTED, DELETED_ROW = "unchanged", "upserted", "deleted"

# Rows of one part are written to files of their own.
PART = "__part"


def changes_between(stored: DataFrame, computed: DataFrame, identity: list[str]) -> DataFrame:
    """All rows of both, each identity once, with what becomes of it in the column `__change`.

    A stored row that was not computed again is there as well: it is to be deleted.
    """
    names = computed.columns
    sides = computed.withColumn("__computed", F.lit(True)).unionByName(
        stored.select(names).withColumn("__computed", F.lit(False))
    )
    row = F.struct(*[column(name) for name in names])
    values = F.struct(F.lit(0), *[comparable(name, computed.schema) for name in names])
    both = sides.groupBy(*[column(name) for name in identity]).agg(
        F.first(F.when(column("__computed"), row), ignorenulls=True).alias("__after"),
        F.first(F.when(~column("__computed"), row), ignorenulls=True).alias("__before"),
        F.first(F.when(column("__computed"), values), ignorenulls=True).alias("__new"),
        F.first(F.when(~column("__computed"), values), ignorenulls=True).alias("__old"),
    )
    change = (
        F.when(column("__after").isNull(), DELETED_ROW)
        .when(column("__new").eqNullSafe(column("__old")), UNCHANGED)
        .otherwise(UPSERTED)
    )
    return both.select(
        F.coalesce("__after", "__before").alias("__row"), change.alias(CHANGE)
    ).select("__row.*", CHANGE)
