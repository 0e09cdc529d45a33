"""Derive all checks of a pipeline from its manifest, without reading tables."""

from collections.abc import Collection, Iterator

from tools.artefacts.manifest import Manifest
from tools.checks.data_quality.check import Check
from tools.checks.data_quality.completeness_checks import completeness_checks
from tools.checks.data_quality.expectation_checks import expectation_checks
from tools.checks.data_quality.freshness_checks import freshness_checks
from tools.checks.data_quality.history_checks import history_checks
from tools.checks.data_quality.key_checks import key_checks, reference_checks
from tools.checks.data_quality.singular_checks import singular_checks
from tools.checks.data_quality.table_names import TableNames


def derived_checks(
    manifest: Manifest,
    names: TableNames,
    max_age: int | None = None,
    datasets: Collection[str] = (),
) -> list[Check]:
    """Return the checks in manifest order.

    With `datasets`, return only checks that read one of them. `max_age` is in seconds.
    """
    found = [*_checks_of_tables(manifest, names, max_age), *singular_checks(manifest)]
    wanted = [check for check in found if not datasets or not set(datasets).isdisjoint(check.reads)]
    order = list(manifest.datasets)
    return sorted(wanted, key=lambda check: order.index(check.dataset))


def _checks_of_tables(
    manifest: Manifest, names: TableNames, max_age: int | None
) -> Iterator[Check]:
    for table in manifest.tables.values():
        yield from freshness_checks(table, names, max_age)
        yield from expectation_checks(table, names)
        yield from key_checks(table, names)
        yield from history_checks(table, names)
        yield from reference_checks(table, names)
        yield from completeness_checks(table, manifest.tables, names)
