# Databricks notebook source
# MAGIC %md
# MAGIC # Reconciliation with the original pipeline
# MAGIC
# MAGIC Compares each dataset of `PAIRS` with a table of the original pipeline in `original_catalog`
# MAGIC and `original_schema`, and appends one row per check to the table `RESULTS_TABLE`. It fails
# MAGIC if the share of differing rows exceeds `tolerated`. To compare only some datasets, set the
# MAGIC parameter `datasets` to their names, separated by commas.
# MAGIC
# MAGIC Changes made here are lost with the next deployment: edit the project it is deployed from.

# COMMAND ----------

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import (
    DataType,
    DateType,
    IntegralType,
    NumericType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

# COMMAND ----------

RESULT_COLUMNS = """
    run_time TIMESTAMP COMMENT 'Start of the comparison; the same for all checks of a run',
    dataset STRING COMMENT 'Table of this pipeline',
    original_table STRING COMMENT 'Table of the original pipeline',
    check_name STRING COMMENT 'Check, such as missing_key or different_value',
    column_name STRING COMMENT 'Column of the dataset; NULL for checks of whole rows',
    rows_concerned BIGINT COMMENT 'Rows or keys that differ between the tables',
    rows_compared BIGINT COMMENT 'Rows or keys compared; NULL if the check could not run',
    tolerated DOUBLE COMMENT 'Share of compared rows, 0 to 1, that may differ; NULL if not judged',
    passed BOOLEAN COMMENT 'Whether at most that share differs; NULL if not judged',
    message STRING COMMENT 'Additional information, such as why the check could not run',
    examples STRING COMMENT 'A few of the differing rows, as a JSON list without personal data'
"""

# Number of examples per check.
EXAMPLES = 5

TIMESTAMPS = (TimestampType, TimestampNTZType)
MICROSECONDS = 1_000_000


class ReconciliationError(Exception):
    """Lists every check that found more differences than tolerated."""


@dataclass(frozen=True)
class ComparedColumn:
    """Name of a column in the original, and the maximum difference between equal values."""

    original: str
    tolerance: float


@dataclass(frozen=True)
class Pair:
    """A dataset and the table of the original pipeline that it replaces.

    `keys` maps each key to its name in the original. `tolerated` is the share of rows that may be
    missing, surplus, duplicate or different. Values of `personal` columns are never shown.
    """

    dataset: str
    original: str
    keys: Mapping[str, str]
    columns: Mapping[str, ComparedColumn]
    tolerated: Mapping[str, float]
    personal: Sequence[str]

    @property
    def names(self) -> dict[str, str]:
        """Keys and columns, with their names in the original."""
        return {**self.keys, **{name: column.original for name, column in self.columns.items()}}

    def failure(self, check: str, message: str, column: str | None = None) -> "CheckResult":
        """Return the result of a check that could not run."""
        return CheckResult(self.dataset, self.original, check, column, message=message)


@dataclass(frozen=True)
class Check:
    """Conditions over rows: which rows are compared, and which of them differ.

    `values` holds the values of both tables, for examples.
    """

    name: str
    concerned: Column
    compared: Column
    tolerated: float
    column: str | None = None
    values: Column | None = None


@dataclass(frozen=True)
class CheckResult:
    """Number of differing and compared rows of a check, and the tolerated share."""

    dataset: str
    original: str
    check: str
    column: str | None = None
    concerned: int | None = None
    compared: int | None = None
    tolerated: float | None = None
    message: str | None = None
    examples: str | None = None

    @property
    def passed(self) -> bool | None:
        """A check that could not run has failed; a result for information only is None."""
        if self.concerned is None or self.compared is None:
            return False
        if self.tolerated is None:
            return None
        return self.concerned == 0 or self.concerned / self.compared <= self.tolerated

    def __str__(self) -> str:
        """The result as one line of text."""
        check = f"{self.check} of {self.column}" if self.column else self.check
        if self.message is not None:
            return f"{check}: {self.message}"
        if not self.concerned or not self.compared:
            return f"{check}: none of {self.compared:,}"
        such_as = f", such as {self.examples}" if self.examples else ""
        share = self.concerned / self.compared
        return (
            f"{check}: {self.concerned:,} of {self.compared:,} ({share:.2%}),"
            f" {self.tolerated:.2%} tolerated{such_as}"
        )


def reconcile(
    spark: SparkSession,
    parameters: Mapping[str, str],
    pairs: Sequence[Mapping[str, Any]],
    results_table: str,
) -> None:
    """Compare all pairs, append the results to a table, then fail if too much differs.

    The parameter `datasets` limits the run to these datasets, separated by commas.
    """
    run_time = datetime.now(timezone.utc)
    results: list[CheckResult] = []
    for pair in chosen([pair_of(constant) for constant in pairs], parameters):
        print(f"{pair.dataset} and {pair.original} of the original")
        for result in compare(spark, pair, parameters):
            verdict = {True: "passed", False: "FAILED", None: "info"}[result.passed]
            print(f"  {verdict}  {result}")
            results.append(result)
    write_results(spark, table_name(parameters, results_table), run_time, results)
    failed = [result for result in results if result.passed is False]
    print(f"{len(results):,} checks, {len(failed):,} failed.")
    if failed:
        lines = [f"{result.dataset} and {result.original}: {result}" for result in failed]
        raise ReconciliationError("\n".join([f"{len(failed)} checks failed:", *lines]))


def pair_of(constant: Mapping[str, Any]) -> Pair:
    """Parse a pair from the constant in the notebook."""
    columns = {name: ComparedColumn(**column) for name, column in constant["columns"].items()}
    return Pair(**{**constant, "columns": columns})


def chosen(pairs: Sequence[Pair], parameters: Mapping[str, str]) -> list[Pair]:
    """Return the pairs to compare."""
    if "datasets" not in parameters:
        return list(pairs)
    names = [name.strip() for name in parameters["datasets"].split(",")]
    known = sorted({pair.dataset for pair in pairs})
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"datasets has {', '.join(unknown)}; valid names: {', '.join(known)}")
    return [pair for pair in pairs if pair.dataset in names]


def table_name(parameters: Mapping[str, str], table: str) -> str:
    """Return the table in the catalog and schema of the job, if the job sets them."""
    place = [parameters[key] for key in ("catalog", "schema") if key in parameters]
    return ".".join(quoted(part) for part in [*place, table])


def original_name(parameters: Mapping[str, str], table: str) -> str:
    """Return the original's table, by default in the catalog and schema of the datasets."""
    originals = {
        key: parameters[f"original_{key}"]
        for key in ("catalog", "schema")
        if f"original_{key}" in parameters
    }
    return table_name({**parameters, **originals}, table)


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return f"`{name.replace('`', '``')}`"


def compare(spark: SparkSession, pair: Pair, parameters: Mapping[str, str]) -> list[CheckResult]:
    """Run all checks of a pair. A check that cannot run has failed; the others still run."""
    names = {
        "dataset": table_name(parameters, pair.dataset),
        "original": original_name(parameters, pair.original),
    }
    if names["dataset"] == names["original"]:
        reason = f"{names['dataset']} would be compared with itself. Set original_schema."
        return [pair.failure("readable_table", reason)]
    unreadable = [
        pair.failure("readable_table", f"the {side} {name} cannot be read: {reason}")
        for side, name in names.items()
        if (reason := unreadable_reason(spark, name))
    ]
    if unreadable:
        return unreadable
    try:
        return compare_tables(pair, spark.table(names["dataset"]), spark.table(names["original"]))
    except Exception as error:
        return [pair.failure("comparison", first_line(error))]


def unreadable_reason(spark: SparkSession, table: str) -> str | None:
    """Return why a table cannot be read; None if it can."""
    try:
        # Spark may only resolve the table when its columns are requested.
        _ = spark.table(table).schema
    except Exception as error:
        return first_line(error)
    return None


def compare_tables(pair: Pair, dataset: DataFrame, original: DataFrame) -> list[CheckResult]:
    """Run all checks of a pair whose tables can be read.

    Rows are matched by key, and NULL equals NULL. Keys that occur more than once in a table are
    reported and their values are not compared, because the rows cannot be matched.
    """
    incomparable = incomparable_columns(pair, dataset, original)
    left_out = {result.column for result in incomparable}
    if left_out & set(pair.keys):
        return incomparable
    compared = {name: column for name, column in pair.columns.items() if name not in left_out}
    pair = replace(pair, columns=compared)
    types = dataset.select(*pair.names).schema
    theirs = original_rows(pair, original, types)
    keys = matched_keys(pair, dataset, theirs)
    return [
        row_count(pair, dataset, original),
        *incomparable,
        *results_of(pair, cast_checks(pair, original, types), theirs),
        *results_of(pair, [*key_checks(pair), *value_checks(pair, types)], keys),
    ]


def incomparable_columns(pair: Pair, dataset: DataFrame, original: DataFrame) -> list[CheckResult]:
    """Find columns that one of the tables lacks, or whose types cannot be converted."""
    results = []
    for name, theirs in pair.names.items():
        lacking = [
            pair.failure("present_column", f"the {side} has no column {column}", name)
            for side, table, column in (
                ("dataset", dataset, name),
                ("original", original, theirs),
            )
            if not has_column(table, column)
        ]
        results += lacking
        if lacking:
            continue
        try:
            data_type = dataset.select(name).schema[0].dataType
            _ = original.select(cast_value(original, theirs, data_type)).schema
        except Exception as error:
            results.append(pair.failure("castable_value", first_line(error), name))
    return results


def has_column(table: DataFrame, column: str) -> bool:
    """Whether a table has the column; column names are case-insensitive in Spark."""
    return column.lower() in [name.lower() for name in table.columns]


def original_rows(pair: Pair, original: DataFrame, types: StructType) -> DataFrame:
    """Return rows of the original with the types of the dataset, and the original values.

    `lost` marks, for each column, values that the type of the dataset cannot represent.
    """
    given = {name: F.col(quoted(theirs)) for name, theirs in pair.names.items()}
    cast = {
        name: cast_value(original, theirs, types[name].dataType)
        for name, theirs in pair.names.items()
    }
    lost = {name: given[name].isNotNull() & cast[name].isNull() for name in pair.names}
    return original.select(
        F.struct(*[cast[name].alias(name) for name in pair.keys]).alias("key"),
        F.struct(*[value.alias(name) for name, value in cast.items()]).alias("row"),
        F.struct(*[value.alias(name) for name, value in lost.items()]).alias("lost"),
        F.struct(*[value.alias(name) for name, value in given.items()]).alias("given"),
    )


def cast_value(original: DataFrame, column: str, wanted: DataType) -> Column:
    """Cast a column; NULL if the type cannot represent the value.

    Fractions are not cast to whole numbers, nor timestamps to dates, if that loses information.
    """
    given = original.select(quoted(column)).schema[0].dataType
    if given == wanted:
        return F.col(quoted(column))
    cast = f"try_cast({quoted(column)} AS {wanted.simpleString()})"
    cut = isinstance(wanted, IntegralType) and isinstance(given, NumericType)
    if cut or (isinstance(wanted, DateType) and isinstance(given, TIMESTAMPS)):
        back = F.expr(f"try_cast({cast} AS {given.simpleString()})")
        return F.when(back.eqNullSafe(F.col(quoted(column))), F.expr(cast))
    return F.expr(cast)


def matched_keys(pair: Pair, dataset: DataFrame, theirs: DataFrame) -> DataFrame:
    """Return one row per key: how often each table has it, and a row of each table.

    Unlike a join, grouping treats NULLs as equal and never multiplies rows.
    """
    ours = dataset.select(
        F.struct(*[F.col(name).alias(name) for name in pair.keys]).alias("key"),
        F.struct(*[F.col(name).alias(name) for name in pair.names]).alias("row"),
        F.lit(True).alias("is_ours"),
    )
    lost_keys = F.array(*[F.col("lost")[name] for name in pair.keys])
    known = theirs.where(~F.array_contains(lost_keys, True))
    both = ours.unionByName(
        known.select("key", "row", "lost", F.lit(False).alias("is_ours")), allowMissingColumns=True
    )
    is_ours = F.col("is_ours")
    return both.groupBy("key").agg(
        F.count_if(is_ours).alias("in_dataset"),
        F.count_if(~is_ours).alias("in_original"),
        F.first(F.when(is_ours, F.col("row")), ignorenulls=True).alias("dataset"),
        F.first(F.when(~is_ours, F.col("row")), ignorenulls=True).alias("original"),
        F.first("lost", ignorenulls=True).alias("lost"),
    )


def key_checks(pair: Pair) -> list[Check]:
    """Checks on matched keys: which table has them, and how often."""
    ours, theirs = F.col("in_dataset"), F.col("in_original")
    tolerated = pair.tolerated
    return [
        Check("missing_key", ours == 0, theirs > 0, tolerated["missing"]),
        Check("surplus_key", theirs == 0, ours > 0, tolerated["surplus"]),
        Check("duplicate_key", ours > 1, ours > 0, tolerated["duplicate"]),
        Check("duplicate_key_in_original", theirs > 1, theirs > 0, tolerated["duplicate"]),
    ]


def cast_checks(pair: Pair, original: DataFrame, types: StructType) -> list[Check]:
    """Checks on rows of the original: values that the types of the dataset cannot represent.

    A row without its key counts as missing, a row without a value as different.
    """
    return [
        Check(
            "castable_value",
            F.col("lost")[name],
            F.lit(True),
            pair.tolerated["missing" if name in pair.keys else "different"],
            name,
            F.struct(F.col("given")[name].alias("original")),
        )
        for name, theirs in pair.names.items()
        if original.select(quoted(theirs)).schema[0].dataType != types[name].dataType
    ]


def value_checks(pair: Pair, types: StructType) -> list[Check]:
    """Checks on matched keys: values that differ. Values lost in a cast are reported separately."""
    once = (F.col("in_dataset") == 1) & (F.col("in_original") == 1)
    checks = []
    for name, column in pair.columns.items():
        ours, theirs = F.col("dataset")[name], F.col("original")[name]
        compared = once & ~F.col("lost")[name]
        equal = nearly_equal(ours, theirs, types[name].dataType, column.tolerance)
        values = F.struct(ours.alias("dataset"), theirs.alias("original"))
        tolerated = pair.tolerated["different"]
        checks.append(
            Check("different_value", compared & ~equal, compared, tolerated, name, values)
        )
    return checks


def nearly_equal(ours: Column, theirs: Column, data_type: DataType, tolerance: float) -> Column:
    """Whether two values differ by at most the tolerance: in days for dates, in seconds for
    timestamps. NULL only equals NULL, and NaN only equals NaN.
    """
    equal = ours.eqNullSafe(theirs)
    if tolerance == 0:
        return equal
    if isinstance(data_type, DateType):
        apart = F.datediff(ours, theirs)
    elif isinstance(data_type, TIMESTAMPS):
        micros = [F.unix_micros(moment.cast("timestamp")) for moment in (ours, theirs)]
        apart = F.try_subtract(*micros) / MICROSECONDS
    else:
        # A difference that overflows the type exceeds any tolerance.
        apart = F.try_subtract(ours, theirs)
    return equal | F.coalesce(apart.between(-tolerance, tolerance), F.lit(False))


def row_count(pair: Pair, dataset: DataFrame, original: DataFrame) -> CheckResult:
    """Row counts, for information only: the other checks identify the differing rows."""
    ours, theirs = dataset.count(), original.count()
    return CheckResult(
        pair.dataset,
        pair.original,
        "row_count",
        concerned=abs(ours - theirs),
        compared=theirs,
        message=f"{ours:,} rows, {theirs:,} in the original",
    )


def results_of(pair: Pair, checks: Sequence[Check], rows: DataFrame) -> list[CheckResult]:
    """Count all checks in one pass; collect examples only for checks that found differences."""
    if not checks:
        return []
    counts = rows.agg(
        *[F.count_if(check.concerned).alias(f"concerned_{i}") for i, check in enumerate(checks)],
        *[F.count_if(check.compared).alias(f"compared_{i}") for i, check in enumerate(checks)],
    ).collect()[0]
    return [
        CheckResult(
            pair.dataset,
            pair.original,
            check.name,
            check.column,
            concerned=counts[f"concerned_{i}"],
            compared=counts[f"compared_{i}"],
            tolerated=check.tolerated,
            examples=examples_of(pair, check, rows) if counts[f"concerned_{i}"] else None,
        )
        for i, check in enumerate(checks)
    ]


def examples_of(pair: Pair, check: Check, rows: DataFrame) -> str | None:
    """Return a few of the differing rows by key, as a JSON list of keys and differing values."""
    shown = {name: F.col("key")[name] for name in pair.keys}
    if check.column is not None and check.values is not None:
        shown[check.column] = check.values
    public = [value.alias(name) for name, value in shown.items() if name not in pair.personal]
    if not public:
        return None
    found = (
        rows.where(check.concerned)
        .orderBy("key")
        .limit(EXAMPLES)
        .select(F.to_json(F.struct(*public), {"ignoreNullFields": "false"}))
        .collect()
    )
    return f"[{', '.join(text for (text,) in found)}]"


def write_results(
    spark: SparkSession, table: str, run_time: datetime, results: Sequence[CheckResult]
) -> None:
    """Append one row per check to the results; the first run creates the table."""
    spark.sql(f"CREATE TABLE IF NOT EXISTS {table} ({RESULT_COLUMNS}) USING DELTA")
    rows = [
        (
            run_time,
            result.dataset,
            result.original,
            result.check,
            result.column,
            result.concerned,
            result.compared,
            None if result.tolerated is None else float(result.tolerated),
            result.passed,
            result.message,
            result.examples,
        )
        for result in results
    ]
    spark.createDataFrame(rows, RESULT_COLUMNS).coalesce(1).writeTo(table).append()


def first_line(error: Exception) -> str:
    """Return the message of an error, without Spark's query plan."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


# COMMAND ----------

PAIRS = [
    {
        "dataset": "raw_page_view_events",
        "original": "raw_page_view_events",
        "keys": {"kafka_partition": "partition", "kafka_offset": "offset"},
        "columns": {
            "value": {"original": "value", "tolerance": 0},
            "kafka_timestamp": {"original": "kafka_timestamp", "tolerance": 0},
        },
        "tolerated": {"missing": 0, "surplus": 1, "duplicate": 0, "different": 0},
        "personal": ["value"],
    },
    {
        "dataset": "raw_listen_events",
        "original": "raw_listen_events",
        "keys": {"kafka_partition": "partition", "kafka_offset": "offset"},
        "columns": {
            "value": {"original": "value", "tolerance": 0},
            "kafka_timestamp": {"original": "kafka_timestamp", "tolerance": 0},
        },
        "tolerated": {"missing": 0, "surplus": 1, "duplicate": 0, "different": 0},
        "personal": ["value"],
    },
    {
        "dataset": "raw_auth_events",
        "original": "raw_auth_events",
        "keys": {"kafka_partition": "partition", "kafka_offset": "offset"},
        "columns": {
            "value": {"original": "value", "tolerance": 0},
            "kafka_timestamp": {"original": "kafka_timestamp", "tolerance": 0},
        },
        "tolerated": {"missing": 0, "surplus": 1, "duplicate": 0, "different": 0},
        "personal": ["value"],
    },
    {
        "dataset": "raw_status_change_events",
        "original": "raw_status_change_events",
        "keys": {"kafka_partition": "partition", "kafka_offset": "offset"},
        "columns": {
            "value": {"original": "value", "tolerance": 0},
            "kafka_timestamp": {"original": "kafka_timestamp", "tolerance": 0},
        },
        "tolerated": {"missing": 0, "surplus": 1, "duplicate": 0, "different": 0},
        "personal": ["value"],
    },
    {
        "dataset": "silver_user_sessions",
        "original": "silver_user_sessions",
        "keys": {"sessionId": "sessionId", "userId": "userId"},
        "columns": {
            "page_views": {"original": "page_views", "tolerance": 0},
            "session_start": {"original": "session_start", "tolerance": 1},
            "session_end": {"original": "session_end", "tolerance": 1},
            "duration_seconds": {"original": "duration_seconds", "tolerance": 1},
        },
        "tolerated": {"missing": 0, "surplus": 0, "duplicate": 0, "different": 0.05},
        "personal": ["sessionId", "userId"],
    },
    {
        "dataset": "gold_daily_user_metrics",
        "original": "gold_daily_user_metrics",
        "keys": {"date": "date", "userId": "userId"},
        "columns": {
            "total_sessions": {"original": "total_sessions", "tolerance": 0},
            "total_page_views": {"original": "total_page_views", "tolerance": 0},
            "total_duration_seconds": {"original": "total_duration_seconds", "tolerance": 10},
        },
        "tolerated": {"missing": 0, "surplus": 0, "duplicate": 0, "different": 0.25},
        "personal": ["userId"],
    },
]

# COMMAND ----------

RESULTS_TABLE = "reconciliation_results"

# COMMAND ----------

reconcile(spark, dbutils.widgets.getAll(), PAIRS, RESULTS_TABLE)
