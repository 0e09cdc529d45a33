"""Expectations: what rows must fulfil, and what happens to those that do not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, Observation
from pyspark.sql import functions as F

from tools.local.runtime.errors import DatasetError, ExpectationFailedError
from tools.local.runtime.failure import cause_of

WARN, DROP, FAIL = "warn", "drop", "fail"


@dataclass(frozen=True)
class Expectation:
    """A named SQL condition and the action on rows that do not fulfil it."""

    name: str
    rule: str
    action: str

    def holds(self) -> Column:
        """True or false, never NULL: a rule that is unknown for a row has failed for it."""
        return F.coalesce(F.expr(self.rule), F.lit(False))


@dataclass
class Counts:
    """Rows of a flow, and how many failed each rule."""

    rows: int = 0
    dropped: int = 0
    failed: dict[str, int] | None = None

    @staticmethod
    def of(observed: dict[str, Any], expectations: tuple[Expectation, ...]) -> "Counts":
        """What one query has observed."""
        failed = {
            expectation.name: observed[f"failed_{position}"]
            for position, expectation in enumerate(expectations)
        }
        return Counts(observed["rows"], observed["dropped"], failed)

    def include(self, other: "Counts") -> None:
        """Add the counts of another query."""
        self.rows += other.rows
        self.dropped += other.dropped
        failed = self.failed or {}
        for name, rows in (other.failed or {}).items():
            failed[name] = failed.get(name, 0) + rows
        self.failed = failed


def counters(expectations: tuple[Expectation, ...]) -> list[Column]:
    """One aggregate for all rows, one for dropped rows, and one for each rule."""
    dropped = ~all_hold(expectations, DROP)
    return [
        F.count(F.lit(1)).alias("rows"),
        F.count_if(dropped).alias("dropped"),
        *(
            F.count_if(~expectation.holds()).alias(f"failed_{position}")
            for position, expectation in enumerate(expectations)
        ),
    ]


def enforce(
    rows: DataFrame,
    expectations: tuple[Expectation, ...],
    observation: Observation,
    also_counted: Mapping[str, Column] | None = None,
    drop: bool = True,
) -> DataFrame:
    """Count all rows, then let through only those that may be written.

    A row that breaks a `fail` rule aborts the query, so that nothing of it is committed; the one
    CASE keeps Spark from trying the `drop` rules first. `explained_failure` says which it was.
    Conditions that are `also_counted` are counted of the rows that no rule drops. Without `drop`
    the rows that a rule drops go through as well.
    """
    kept = all_hold(expectations, DROP)
    counted = rows.observe(
        observation,
        *counters(expectations),
        *(
            F.count_if(kept & condition).alias(name)
            for name, condition in (also_counted or {}).items()
        ),
    )
    if not drop:
        kept = F.lit(True)
    if any(expectation.action == FAIL for expectation in expectations):
        broken = F.raise_error(F.lit("an expectation failed")).cast("boolean")
        return counted.where(F.when(all_hold(expectations, FAIL), kept).otherwise(broken))
    if drop and any(expectation.action == DROP for expectation in expectations):
        return counted.where(kept)
    return counted


def enforce_in_view(view: str, rows: DataFrame, expectations: tuple[Expectation, ...]) -> DataFrame:
    """Hold a temporary view to its `drop` and `fail` rules; whatever reads the view fails with it.

    A view has no flow of its own to count rows for, so rules that warn change nothing.
    """
    kept = all_hold(expectations, DROP)
    for expectation in expectations:
        if expectation.action == FAIL:
            broken = F.concat(
                F.lit(f"expectation '{expectation.name}' ({expectation.rule}) of {view} failed: "),
                as_json(rows),
            )
            kept = F.when(expectation.holds(), kept).otherwise(
                F.raise_error(broken).cast("boolean")
            )
    return rows.where(kept)


def kept_rows(rows: DataFrame, expectations: tuple[Expectation, ...]) -> DataFrame:
    """The rows that no `drop` rule drops."""
    return rows.where(all_hold(expectations, DROP))


@contextmanager
def explained_failure(
    dataset: str, rows: DataFrame, expectations: tuple[Expectation, ...]
) -> Iterator[None]:
    """If computing `rows` fails because of `fail` rules, say which, how often, and an example."""
    try:
        yield
    except Exception:
        _explain_failure(dataset, rows, expectations)
        raise


def _explain_failure(dataset: str, rows: DataFrame, expectations: tuple[Expectation, ...]) -> None:
    """Raise an error that names the `fail` rules that `rows` break; return if they break none."""
    if not any(expectation.action == FAIL for expectation in expectations):
        return
    row = as_json(rows)
    examples = [
        F.min(F.when(~expectation.holds(), row)).alias(f"example_{position}")
        for position, expectation in enumerate(expectations)
    ]
    found = rows.agg(*counters(expectations), *examples).collect()[0].asDict()
    failed = {
        expectation.name: found[f"failed_{position}"]
        for position, expectation in enumerate(expectations)
    }
    messages = [
        f"expectation '{expectation.name}' ({expectation.rule}) of {dataset} failed for "
        f"{failed[expectation.name]} of {found['rows']} rows, for example "
        f"{found[f'example_{position}']}"
        for position, expectation in enumerate(expectations)
        if expectation.action == FAIL and failed[expectation.name]
    ]
    if messages:
        raise ExpectationFailedError(dataset, "; ".join(messages), failed, found["rows"])


def check_rules(dataset: str, rows: DataFrame, expectations: tuple[Expectation, ...]) -> None:
    """Let Spark analyse every rule against the rows it is meant for."""
    if not expectations:
        return
    try:
        rows.select([expectation.holds() for expectation in expectations])
    except AnalysisException:
        for expectation in expectations:
            try:
                rows.select(expectation.holds())
            except AnalysisException as error:
                raise DatasetError(
                    dataset,
                    f"expectation '{expectation.name}' ({expectation.rule}) is not a condition on "
                    f"its rows: {cause_of(error)}",
                ) from None
        raise


def as_json(rows: DataFrame) -> Column:
    """A whole row, for an example in an error."""
    columns = F.struct(*[F.col(f"`{name}`") for name in rows.columns])
    return F.to_json(columns, {"ignoreNullFields": "false"})


def all_hold(expectations: tuple[Expectation, ...], action: str) -> Column:
    """Whether a row keeps all rules of one action."""
    condition = F.lit(True)
    for expectation in expectations:
        if expectation.action == action:
            condition = condition & expectation.holds()
    return condition
