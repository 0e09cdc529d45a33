"""Run checks: one query for all with the same source, and one per failed check for samples."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tools.checks.data_quality.check import FAIL, WARN, Check, CheckResult, Numbers, Verdict
from tools.checks.data_quality.tables import Tables, UnreachableError

SAMPLES = 3


def run_checks(
    checks: Sequence[Check],
    tables: Tables,
    heard: Callable[[Check, int], None] = lambda check, done: None,
) -> list[CheckResult]:
    """Return the results in the order of the checks; `heard` receives the first of the checks
    to run next and the number of finished checks.

    A check that cannot be measured fails without affecting others.
    """
    by_source: dict[str, list[Check]] = {}
    for check in checks:
        by_source.setdefault(check.source, []).append(check)
    results: dict[int, CheckResult] = {}
    for together in by_source.values():
        heard(together[0], len(results))
        for check, result in zip(together, _results(together, tables), strict=True):
            results[id(check)] = result
    return [results[id(check)] for check in checks]


def _results(together: list[Check], tables: Tables) -> list[CheckResult]:
    try:
        numbers = _measure(together, tables)
    except UnreachableError:
        raise
    except Exception as error:
        if len(together) > 1:
            return [result for check in together for result in _results([check], tables)]
        return [CheckResult(together[0], Verdict(FAIL, None, tables.reason(error)))]
    return [
        _result(check, check.judge(measured), tables)
        for check, measured in zip(together, numbers, strict=True)
    ]


def _measure(together: list[Check], tables: Tables) -> list[Numbers]:
    """Measure all checks with the same source in one query."""
    aggregates = [aggregate for check in together for aggregate in check.measures.values()]
    columns = ", ".join(
        f"CAST({aggregate} AS BIGINT) AS `m{position}`"
        for position, aggregate in enumerate(aggregates)
    )
    (row,) = tables.rows(f"SELECT {columns} FROM {together[0].source}", together[0].reads)
    values = iter(row)
    return [
        {name: None if (value := next(values)) is None else int(value) for name in check.measures}
        for check in together
    ]


def _result(check: Check, verdict: Verdict, tables: Tables) -> CheckResult:
    if verdict.status not in (FAIL, WARN) or check.failing_rows is None:
        return CheckResult(check, verdict)
    return CheckResult(check, verdict, _samples(check.failing_rows, check.reads, tables))


def _samples(query: str, reads: Iterable[str], tables: Tables) -> list[dict[str, Any]]:
    """Return sample rows of a query as JSON, in the same format from every query engine.

    The result of the check does not depend on them.
    """
    options = "map('ignoreNullFields', 'false', 'timeZone', 'UTC')"
    sql = f"SELECT to_json(struct(*), {options}) FROM (\n{query}\n) AS `failing` LIMIT {SAMPLES}"
    try:
        return [json.loads(text) for (text,) in tables.rows(sql, reads)]
    except UnreachableError:
        raise
    except Exception:
        return []
