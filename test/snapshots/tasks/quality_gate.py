# Databricks notebook source
# MAGIC %md
# MAGIC # Data-quality gate
# MAGIC
# MAGIC Reads from the event log of each pipeline how many rows failed each rule in the last update,
# MAGIC and fails if their share exceeds `TOLERATED_FAILURE_RATES`. For rules not listed there, the
# MAGIC limit is the job parameter `tolerated_failure_rate` or, without it, `TOLERATED_OTHERWISE`.
# MAGIC
# MAGIC Changes made here are lost with the next deployment: edit the project it is deployed from.

# COMMAND ----------

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

# COMMAND ----------

EXPECTATIONS = """
    ARRAY<STRUCT<name: STRING, dataset: STRING, passed_records: BIGINT, failed_records: BIGINT>>
"""

# Tolerated share of failed rows for rules without a limit in the project or the job.
TOLERATED_OTHERWISE = 0.01

# States of an update that ended without success.
UNFINISHED = ("FAILED", "CANCELED")


class DataQualityError(Exception):
    """Lists every data-quality problem of the last updates."""


@dataclass(frozen=True)
class Update:
    """An update of a pipeline and its state."""

    id: str
    state: str | None
    message: str | None


@dataclass(frozen=True)
class RuleResult:
    """Rows that a rule checked, rows that failed, and the tolerated share."""

    dataset: str
    rule: str
    failed: int
    rows: int
    tolerated: float

    @property
    def failure_rate(self) -> float:
        """Share of rows that failed, from 0 to 1."""
        return self.failed / self.rows

    def verdict(self, minimum_rows: int) -> str:
        """Return the verdict; a share of too few rows is not significant unless no row may fail."""
        if self.failure_rate <= self.tolerated:
            return "passed"
        return "FAILED" if self.rows >= minimum_rows or self.tolerated == 0 else "too few rows"


def check_data_quality(
    spark: SparkSession,
    parameters: Mapping[str, str],
    event_logs: Sequence[str],
    tolerated_failure_rates: Mapping[str, Mapping[str, float]],
    minimum_rows: int,
) -> None:
    """Check the last update of each pipeline, or all updates of the last hours."""
    hours = parameters.get("lookback_hours")
    otherwise = float(parameters.get("tolerated_failure_rate", TOLERATED_OTHERWISE))
    found: list[str] = []
    for event_log in event_logs:
        events = spark.table(table_name(parameters, event_log))
        update = last_update(events)
        if update is None:
            print(f"{event_log} has no updates: nothing to check.")
            continue
        judged = since(events, int(hours)) if hours else of_update(events, update.id)
        results = rule_results(judged, tolerated_failure_rates, otherwise)
        when = f"the last {hours} hours" if hours else f"update {update.id}"
        print(f"{event_log}, {when}:")
        print(report(results, minimum_rows) if results else "No rule checked any rows.")
        if wrong := problems(update, results, minimum_rows):
            found += [f"Data quality of {when} in {event_log}:", *wrong]
    if found:
        raise DataQualityError("\n".join(found))


def table_name(parameters: Mapping[str, str], table: str) -> str:
    """Return the table in the catalog and schema of the job, if the job sets them."""
    place = [parameters[key] for key in ("catalog", "schema") if key in parameters]
    return ".".join(f"`{part}`" for part in [*place, table])


def last_update(events: DataFrame) -> Update | None:
    """Return the update of the latest event, with its last known state."""
    youngest_first = F.col("timestamp").desc()
    youngest = (
        events.where("origin.update_id IS NOT NULL")
        .orderBy(youngest_first)
        .select("origin.update_id")
        .first()
    )
    if youngest is None:
        return None
    progress = (
        of_update(events, youngest.update_id)
        .where("event_type = 'update_progress'")
        .orderBy(youngest_first)
        .select(F.get_json_object("details", "$.update_progress.state").alias("state"), "message")
        .first()
    )
    state, message = progress if progress else (None, None)
    return Update(youngest.update_id, state, message)


def of_update(events: DataFrame, update: str) -> DataFrame:
    """Return the events of one update."""
    return events.where(F.col("origin.update_id") == update)


def since(events: DataFrame, hours: int) -> DataFrame:
    """Return the events of the last hours, across updates."""
    return events.where(f"timestamp >= current_timestamp() - INTERVAL {hours} HOURS")


def rule_results(
    events: DataFrame, tolerated_failure_rates: Mapping[str, Mapping[str, float]], otherwise: float
) -> list[RuleResult]:
    """Return every rule that checked rows, with totals over all events, by dataset and rule."""
    reported = F.get_json_object("details", "$.flow_progress.data_quality.expectations")
    counts = (
        events.where("event_type = 'flow_progress'")
        .select(F.explode(F.from_json(reported, EXPECTATIONS)).alias("rule"))
        .select(
            # The event log may report a dataset with catalog and schema.
            F.element_at(F.split(F.translate("rule.dataset", "`", ""), "[.]"), -1).alias("dataset"),
            F.col("rule.name").alias("rule"),
            F.col("rule.failed_records").alias("failed"),
            (F.col("rule.failed_records") + F.col("rule.passed_records")).alias("rows"),
        )
        .groupBy("dataset", "rule")
        .agg(F.sum("failed").alias("failed"), F.sum("rows").alias("rows"))
        .where("rows > 0")
        .orderBy("dataset", "rule")
    )
    return [
        RuleResult(
            row["dataset"],
            row["rule"],
            row["failed"],
            row["rows"],
            tolerated_failure_rates.get(row["dataset"], {}).get(row["rule"], otherwise),
        )
        for row in counts.collect()
    ]


def problems(update: Update, results: list[RuleResult], minimum_rows: int) -> list[str]:
    """Return why the update does not pass: its state, and rules that failed too often."""
    unfinished = [f"update {update.id} is {update.state}: {update.message}"]
    return (unfinished if update.state in UNFINISHED else []) + [
        f"{result.dataset}.{result.rule}: {result.failed:,} of {result.rows:,} rows failed"
        f" ({result.failure_rate:.2%}), {result.tolerated:.2%} tolerated"
        for result in results
        if result.verdict(minimum_rows) == "FAILED"
    ]


def report(results: list[RuleResult], minimum_rows: int) -> str:
    """Return all rules as a text table, names on the left and numbers on the right."""
    heading = ("dataset", "rule", "failed", "rows", "rate", "tolerated", "verdict")
    rows = [
        (
            result.dataset,
            result.rule,
            f"{result.failed:,}",
            f"{result.rows:,}",
            f"{result.failure_rate:.2%}",
            f"{result.tolerated:.2%}",
            result.verdict(minimum_rows),
        )
        for result in results
    ]
    widths = [max(len(cell) for cell in column) for column in zip(heading, *rows, strict=True)]
    texts = (0, 1, len(heading) - 1)
    lines = [
        "  ".join(
            cell.ljust(width) if position in texts else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in [heading, *rows]
    ]
    return "\n".join(lines)


# COMMAND ----------

EVENT_LOGS = ["event_log_ingestion", "event_log_analytics"]

# COMMAND ----------

MINIMUM_ROWS = 100

# COMMAND ----------

TOLERATED_FAILURE_RATES = {
    "bronze_page_view_events": {
        "valid_json": 0.02,
        "ts_present": 0.02,
        "ts_in_range": 0.02,
        "user_present": 0.1,
        "session_present": 0.02,
    },
    "bronze_listen_events": {
        "valid_json": 0.02,
        "ts_present": 0.02,
        "ts_in_range": 0.02,
        "user_present": 0.02,
        "session_present": 0.02,
        "song_present": 0.02,
        "duration_plausible": 0.02,
    },
    "bronze_auth_events": {
        "valid_json": 0.02,
        "ts_present": 0.02,
        "ts_in_range": 0.02,
        "success_present": 0.02,
    },
    "bronze_status_change_events": {
        "valid_json": 0.02,
        "ts_present": 0.02,
        "ts_in_range": 0.02,
        "user_present": 0.02,
        "session_present": 0.02,
        "level_known": 0.02,
    },
}

# COMMAND ----------

check_data_quality(
    spark, dbutils.widgets.getAll(), EVENT_LOGS, TOLERATED_FAILURE_RATES, MINIMUM_ROWS
)
