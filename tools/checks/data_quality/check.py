"""A data-quality check: its measures and their evaluation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PASS = "PASS"
WARN = "WARN"
FAIL = "FAIL"
# Informational, without pass or fail.
INFO = "INFO"

# Values of measures; NULL if there was nothing to measure.
Numbers = Mapping[str, int | None]

FAILING = "failing"


@dataclass(frozen=True)
class Verdict:
    """The evaluation of a check's measures."""

    status: str
    failing_rows: int | None = None
    message: str | None = None


@dataclass(frozen=True)
class Check:
    """A statement that should be true of a table or between tables.

    Checks with the same `source` share one query, so the table is read once.
    """

    name: str
    dataset: str
    kind: str
    # The statement that is true if the check passes.
    sentence: str
    # All tables it reads, including `dataset`.
    reads: tuple[str, ...]
    # The FROM clause.
    source: str
    # Integer aggregates over the source, by name.
    measures: Mapping[str, str]
    judge: Callable[[Numbers], Verdict]
    # Query of the failing rows; None if failures are not individual rows.
    failing_rows: str | None = None


@dataclass(frozen=True)
class CheckResult:
    """The result of a check."""

    check: Check
    verdict: Verdict
    sample_rows: list[dict[str, Any]] = field(default_factory=list)


def none_may_fail(otherwise: str = FAIL) -> Callable[[Numbers], Verdict]:
    """Return a judge that passes only if no rows fail."""

    def judge(numbers: Numbers) -> Verdict:
        failing = numbers[FAILING] or 0
        return Verdict(PASS if failing == 0 else otherwise, failing)

    return judge
