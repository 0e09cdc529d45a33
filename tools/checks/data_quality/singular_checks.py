"""Custom checks from the manifest: queries that return failing rows, as in dbt.

@see https://docs.getdbt.com/docs/build/data-tests#singular-data-tests
"""

from collections.abc import Iterator

from tools.artefacts.manifest import Manifest
from tools.checks.data_quality.check import FAILING, Check, none_may_fail


def singular_checks(manifest: Manifest) -> Iterator[Check]:
    """Yield one check per query, assigned to the last dataset that it reads."""
    order = list(manifest.datasets)
    for check in manifest.checks:
        query = check.query.strip().removesuffix(";")
        yield Check(
            name=check.name,
            dataset=max(check.inputs, key=order.index),
            kind="query",
            sentence=check.comment.removesuffix("."),
            reads=check.inputs,
            # On separate lines because the query may end with a comment.
            source=f"(\n{query}\n) AS `failing_rows`",
            measures={FAILING: "count(*)"},
            judge=none_may_fail(),
            failing_rows=query,
        )
