"""Check the current rows of a table against its expectations."""

import re
from collections.abc import Iterator

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAIL, FAILING, WARN, Check, none_may_fail
from tools.checks.data_quality.table_names import TableNames, identity_of, listed

WORD = re.compile(r"\w+")


def expectation_checks(table: Dataset, names: TableNames) -> Iterator[Check]:
    """Yield one check per rule: `warn` rules warn, others fail because the table enforces them.

    Rules are never NULL, so NOT finds exactly the failing rows.
    """
    source = names(table.name)
    for expectation in table.expectations:
        words = set(WORD.findall(expectation.rule))
        named = [column for column in table.column_names if column in words]
        shown = dict.fromkeys((*identity_of(table), *named))
        yield Check(
            name=expectation.name,
            dataset=table.name,
            kind="expectation",
            sentence=_as_written(expectation.rule),
            reads=(table.name,),
            source=source,
            measures={FAILING: f"count_if(NOT {expectation.rule})"},
            judge=none_may_fail(WARN if expectation.action == "warn" else FAIL),
            failing_rows=f"SELECT {listed(shown)} FROM {source} WHERE NOT {expectation.rule}",
        )


def _as_written(rule: str) -> str:
    """Return the rule without the wrapper that handles NULL."""
    found = re.fullmatch(r"coalesce\(\((.*)\), false\)", rule, re.DOTALL)
    return " ".join((found[1] if found else rule).split())
