"""How a flow ended, for the reader of the protocol and of the event log."""

from dataclasses import dataclass
from typing import Any

from tools.local.runtime.definition import Definition
from tools.local.runtime.errors import ExpectationFailedError
from tools.local.runtime.expectations import DROP, WARN, Counts, Expectation
from tools.local.runtime.materialized_view import Refresh

RUNNING, COMPLETED, SKIPPED, FAILED, EXCLUDED = (
    "RUNNING",
    "COMPLETED",
    "SKIPPED",
    "FAILED",
    "EXCLUDED",
)

# The event log speaks as Databricks does: a flow that finds nothing new has completed, and one is
# skipped because what it reads has failed.
IN_EVENT_LOG = {SKIPPED: COMPLETED, EXCLUDED: SKIPPED}

SENTENCES = {
    RUNNING: "Flow '{}' is RUNNING",
    COMPLETED: "Flow '{}' has COMPLETED",
    SKIPPED: "Flow '{}' was SKIPPED",
    FAILED: "Flow '{}' has FAILED",
}


@dataclass
class FlowOutcome:
    """Status, counts and explanation of one flow in one update."""

    status: str
    rows_in: int = 0
    rows_out: int = 0
    counts: Counts | None = None
    upserted: int | None = None
    deleted: int | None = None
    late: int = 0
    backlog: int | None = None
    seconds: float = 0.0
    message: str | None = None
    error: BaseException | None = None
    refresh: Refresh | None = None

    @property
    def status_in_event_log(self) -> str:
        """The status as the event log names it."""
        return IN_EVENT_LOG.get(self.status, self.status)

    @property
    def late_rows(self) -> str | None:
        """Says that rows are missing, and how to get them; nothing if none is."""
        if self.late == 0:
            return None
        return (
            f"{self.late} rows were behind the watermark and left out: they are repetitions, or "
            "came later than the deduplication allows; a full refresh takes them in"
        )

    @staticmethod
    def failure(error: BaseException, message: str) -> "FlowOutcome":
        """The outcome of a flow that raised an error, which a message explains."""
        outcome = FlowOutcome(FAILED, message=message, error=error)
        if isinstance(error, ExpectationFailedError):
            outcome.rows_in = error.rows
            outcome.counts = Counts(rows=error.rows, failed=error.failed)
        return outcome

    def failed_rows(self, expectations: tuple[Expectation, ...], action: str) -> dict[str, int]:
        """Rows that failed each rule of one action."""
        failed = (self.counts.failed if self.counts else None) or {}
        return {e.name: failed.get(e.name, 0) for e in expectations if e.action == action}

    def as_event(self, expectations: tuple[Expectation, ...]) -> dict[str, Any]:
        """The fields of a `flow` line of the protocol."""
        event: dict[str, Any] = {"status": self.status}
        if self.status != RUNNING:
            event |= {
                "rowsIn": self.rows_in,
                "rowsOut": self.rows_out,
                "rejected": self.failed_rows(expectations, DROP),
                "warned": self.failed_rows(expectations, WARN),
                "seconds": round(self.seconds, 2),
            }
        if self.message is not None:
            event["message"] = self.message
        if self.refresh is not None:
            event |= {"refresh": self.refresh.technique, "refreshReason": self.refresh.reason}
        return event

    def sentence(self, dataset: str) -> str:
        """The outcome for people who read the event log."""
        text = SENTENCES[self.status_in_event_log].format(dataset)
        return f"{text}: {self.message}" if self.message else f"{text}."


def flow_progress(definition: Definition, outcome: FlowOutcome) -> dict[str, Any]:
    """The `flow_progress` details of the event log."""
    progress: dict[str, Any] = {"status": outcome.status_in_event_log}
    metrics = _metrics(outcome)
    if metrics:
        progress["metrics"] = metrics
    if outcome.counts is None:
        return progress
    failed = outcome.counts.failed or {}
    progress["data_quality"] = {
        "dropped_records": outcome.counts.dropped,
        "expectations": [
            {
                "name": expectation.name,
                "dataset": definition.name,
                "passed_records": outcome.counts.rows - failed.get(expectation.name, 0),
                "failed_records": failed.get(expectation.name, 0),
            }
            for expectation in definition.expectations
        ],
    }
    return progress


def _metrics(outcome: FlowOutcome) -> dict[str, int]:
    """The numbers that are known, by the names of the event log."""
    metrics: dict[str, int | None] = {"backlog_records": outcome.backlog}
    if outcome.counts is not None:
        metrics["num_output_rows"] = outcome.rows_out
        metrics["num_rows_dropped_by_watermark"] = outcome.late or None
        metrics["num_upserted_rows"] = outcome.upserted
        metrics["num_deleted_rows"] = outcome.deleted
    return {name: number for name, number in metrics.items() if number is not None}
