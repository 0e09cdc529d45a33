"""Every rule of a table, asked of the rows that the table holds now."""

import re
from collections.abc import Iterator

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAIL, FAILING, WARN, Check, none_may_fail
from tools.checks.data_quality.table_names import TableNames, identity_of, listed

WORD = re.compile(r"\w+")


def expectation_checks(table: Dataset, names: TableNames) -> Iterator[Check]:
    """One check a rule: a `warn` rule warns, any other fails, since the table lets no row past it.

    No rule is ever NULL, so that NOT finds exactly the rows that do not meet it.
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
    """The rule without what makes it safe of NULL."""
    found = re.fullmatch(r"coalesce\(\((.*)\), false\)", rule, re.DOTALL)
    return " ".join((found[1] if found else rule).split())
