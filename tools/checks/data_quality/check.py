"""A check of data quality: what it counts in the tables, and what the counts mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PASS = "PASS"
WARN = "WARN"
FAIL = "FAIL"
# Tells something and judges nothing.
INFO = "INFO"

# What a measure came out as; NULL where there was nothing to measure.
Numbers = Mapping[str, int | None]

FAILING = "failing"


@dataclass(frozen=True)
class Verdict:
    """What the numbers of a check mean."""

    status: str
    failing_rows: int | None = None
    message: str | None = None


@dataclass(frozen=True)
class Check:
    """Something that should be true of a table, or between tables.

    Checks with the same `source` are measured by one query, so a table is read once for many.
    """

    name: str
    dataset: str
    kind: str
    # What is true if the check passes.
    sentence: str
    # All tables that it reads; the one it is about is one of them.
    reads: tuple[str, ...]
    # What follows FROM.
    source: str
    # Aggregates over the source that are whole numbers, by name.
    measures: Mapping[str, str]
    judge: Callable[[Numbers], Verdict]
    # Query of the rows that fail, to show some; None where no row can be pointed at.
    failing_rows: str | None = None


@dataclass(frozen=True)
class CheckResult:
    """What came out of a check."""

    check: Check
    verdict: Verdict
    sample_rows: list[dict[str, Any]] = field(default_factory=list)


def none_may_fail(otherwise: str = FAIL) -> Callable[[Numbers], Verdict]:
    """Judges by the number of failing rows alone."""

    def judge(numbers: Numbers) -> Verdict:
        failing = numbers[FAILING] or 0
        return Verdict(PASS if failing == 0 else otherwise, failing)

    return judge
