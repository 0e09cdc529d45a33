"""The data-quality gate: fails a job if more rows failed a rule than tolerated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from time import sleep
from typing import TypeVar

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

EXPECTATIONS = """
    ARRAY<STRUCT<name: STRING, dataset: STRING, passed_records: BIGINT, failed_records: BIGINT>>
"""

RESULT_COLUMNS = """
    job_run_id STRING, event_log STRING, judged_from TIMESTAMP, judged_to TIMESTAMP,
    problems ARRAY<STRING>
"""

# Tolerated share of failed rows for rules without a limit in the project or the job.
TOLERATED_OTHERWISE = 0.01

# Final states of an update, and those without success.
ENDED = ("COMPLETED", "FAILED", "CANCELED")
UNFINISHED = ("FAILED", "CANCELED")

# The event log is published with a delay, usually of seconds. A task that waits is billed, and
# reads the log each time, so it neither waits for hours nor looks every second.
POLL_SECONDS = 30
WAIT_SECONDS = 15 * 60

# A continuous pipeline reports its progress even if it has nothing to do. If it has been silent for
# so long, it has stopped, or its log is not published.
SILENT_MINUTES = 30

# What the first run checks, of pipelines that the job does not update.
FIRST_HOURS = 24

Wait = Callable[[float], None]
Found = TypeVar("Found")


class DataQualityError(Exception):
    """Lists every data-quality problem of the last updates."""


class IncompleteLogError(Exception):
    """The event log does not have what must be judged, however long the gate waited."""


@dataclass(frozen=True)
class Update:
    """An update of a pipeline and its state."""

    id: str
    state: str | None
    message: str | None


@dataclass(frozen=True)
class Judged:
    """Events of an event log that are judged together, and the update whose state counts."""

    events: DataFrame
    name: str
    update: Update | None


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
    results_table: str,
    wait: Wait = sleep,
) -> None:
    """Check the updates of this job run, and of other pipelines everything since the last run."""
    otherwise = float(parameters.get("tolerated_failure_rate", TOLERATED_OTHERWISE))
    updated_here = parameters.get("updated_logs", "").split(",")
    continuous = parameters.get("continuous_logs", "").split(",")
    record = Record(spark, table_name(parameters, results_table), parameters.get("job_run_id"))
    found: list[str] = []
    for event_log in event_logs:
        table = table_name(parameters, event_log)
        if event_log in updated_here:
            started_at = started(parameters)
            judged = last_update_since(spark, table, started_at, wait)
        else:
            if event_log in continuous:
                wait_until_current(spark, table, wait)
            since = record.judged_to(event_log)
            judged = everything_since(spark.table(table), since, event_log in continuous)
        results = rule_results(judged.events, tolerated_failure_rates, otherwise)
        print(f"{event_log}, {judged.name}:")
        print(report(results, minimum_rows) if results else "No rule checked any rows.")
        wrong = problems(judged.update, results, minimum_rows)
        record.append(event_log, judged.events, wrong)
        if wrong:
            found += [f"Data quality of {judged.name} in {event_log}:", *wrong]
    if found:
        raise DataQualityError("\n".join(found))


@dataclass(frozen=True)
class Record:
    """Table of what was judged, so that each run continues where the previous one stopped."""

    spark: SparkSession
    table: str
    job_run_id: str | None

    def judged_to(self, event_log: str) -> datetime | None:
        """Return the time up to which earlier job runs judged a log.

        A run that is repaired judges the same events again.
        """
        if not self.spark.catalog.tableExists(self.table):
            return None
        earlier = self.spark.table(self.table).where(
            (F.col("event_log") == event_log) & ~F.col("job_run_id").eqNullSafe(self.job_run_id)
        )
        return earlier.agg(F.max("judged_to")).collect()[0][0]

    def append(self, event_log: str, events: DataFrame, problems: list[str]) -> None:
        """Append a row, before the task fails: the next run judges newer events.

        A run by hand, outside a job, is not recorded.
        """
        if self.job_run_id is None:
            return
        self.spark.sql(f"CREATE TABLE IF NOT EXISTS {self.table} ({RESULT_COLUMNS}) USING DELTA")
        first, last = events.agg(F.min("timestamp"), F.max("timestamp")).collect()[0]
        row = (self.job_run_id, event_log, first, last, problems)
        self.spark.createDataFrame([row], RESULT_COLUMNS).writeTo(self.table).append()


def table_name(parameters: Mapping[str, str], table: str) -> str:
    """Return the table in the catalog and schema of the job, if the job sets them."""
    place = [parameters[key] for key in ("catalog", "schema") if key in parameters]
    return ".".join(f"`{part}`" for part in [*place, table])


def started(parameters: Mapping[str, str]) -> datetime:
    """Return when the job run started."""
    return datetime.fromtimestamp(int(parameters["job_started_at"]) / 1000, timezone.utc)


def last_update_since(
    spark: SparkSession, event_log: str, started_at: datetime, wait: Wait
) -> Judged:
    """Return the last update that began since then, once its log is complete.

    Job parameters cannot refer to the update of a pipeline task, so it is found by its time. An
    update that was tried again has several; the last one counts.
    """

    def look() -> Judged | None:
        events = spark.table(event_log)
        starts = (
            events.where("origin.update_id IS NOT NULL")
            .groupBy(F.col("origin.update_id").alias("id"))
            .agg(F.min("timestamp").alias("began_at"))
            .where(F.col("began_at") >= F.lit(started_at))
        )
        latest = starts.orderBy(F.desc("began_at")).first()
        if latest is None:
            return None
        of_update = events.where(F.col("origin.update_id") == latest["id"])
        update = last_state(of_update)
        if update is None or update.state not in ENDED:
            return None
        return Judged(of_update, f"update {update.id}", update)

    missing = f"has no update that began since {started_at:%Y-%m-%d %H:%M:%S} UTC and has ended"
    return waited_for(look, event_log, missing, wait)


def wait_until_current(spark: SparkSession, event_log: str, wait: Wait) -> None:
    """Wait until the log of a continuous pipeline reaches close to now."""
    recent = f"timestamp >= current_timestamp() - INTERVAL {SILENT_MINUTES} MINUTES"

    def look() -> bool | None:
        return None if spark.table(event_log).where(recent).isEmpty() else True

    missing = f"has no event of the last {SILENT_MINUTES} minutes: its pipeline may have stopped"
    waited_for(look, event_log, missing, wait)


def waited_for(look: Callable[[], Found | None], event_log: str, missing: str, wait: Wait) -> Found:
    """Look until something is found."""
    for attempt in range(WAIT_SECONDS // POLL_SECONDS + 1):
        if attempt > 0:
            wait(POLL_SECONDS)
        found = look()
        if found is not None:
            return found
    raise IncompleteLogError(
        f"{event_log} {missing}. The gate waited {WAIT_SECONDS} seconds; it judges no partial log."
    )


def everything_since(events: DataFrame, since: datetime | None, continuous: bool) -> Judged:
    """Return all events since then, across updates.

    The update of a continuous pipeline is the last one, which is running; it is canceled whenever
    it is restarted. Of a triggered pipeline it is the last one that has ended.
    """
    if since is None:
        name = f"the last {FIRST_HOURS} hours"
        new = events.where(f"timestamp >= current_timestamp() - INTERVAL {FIRST_HOURS} HOURS")
    else:
        name = "everything since the last run"
        new = events.where(F.col("timestamp") > F.lit(since))
    # The log grows while it is judged.
    until = new.agg(F.max("timestamp")).collect()[0][0]
    judged = new.where(F.col("timestamp") <= F.lit(until).cast("timestamp"))
    return Judged(judged, name, last_state(judged, () if continuous else ENDED))


def last_state(events: DataFrame, states: Sequence[str] = ()) -> Update | None:
    """Return the update of the latest `update_progress` event, of those with one of the states."""
    state = F.get_json_object("details", "$.update_progress.state")
    progress = events.where("event_type = 'update_progress'")
    latest = (
        (progress.where(state.isin(*states)) if states else progress)
        .orderBy(F.desc("timestamp"))
        .select(F.col("origin.update_id").alias("id"), state.alias("state"), "message")
        .first()
    )
    return None if latest is None else Update(latest["id"], latest["state"], latest["message"])


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


def problems(update: Update | None, results: list[RuleResult], minimum_rows: int) -> list[str]:
    """Return what is wrong: an update that did not finish, and rules that failed too often."""
    unfinished = update is not None and update.state in UNFINISHED
    return ([f"update {update.id} is {update.state}: {update.message}"] if unfinished else []) + [
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
