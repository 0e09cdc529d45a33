"""Check SCD type 2 history: the versions of a key must not overlap."""

from collections.abc import Iterator

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAILING, Check, none_may_fail
from tools.checks.data_quality.table_names import TableNames, listed


def history_checks(table: Dataset, names: TableNames) -> Iterator[Check]:
    """Yield checks that each key has at most one current version and no overlapping versions."""
    if table.cdc is None or table.cdc.scd_type != 2:
        return
    keys = listed(table.cdc.keys)
    versions = (
        f"SELECT {keys}, `__START_AT`, `__END_AT`, "
        f"lead(`__START_AT`) OVER (PARTITION BY {keys} ORDER BY `__START_AT`) "
        "AS `__NEXT_START_AT`, "
        f"count_if(`__END_AT` IS NULL) OVER (PARTITION BY {keys}) AS `__CURRENT_VERSIONS` "
        f"FROM {names(table.name)}"
    )
    words = ", ".join(table.cdc.keys)
    for name, sentence, fails in (
        (
            "one_current_version",
            f"at most one version of each {words} is current",
            "`__END_AT` IS NULL AND `__CURRENT_VERSIONS` > 1",
        ),
        (
            "no_overlapping_versions",
            f"each version of a {words} ends before the next begins",
            "coalesce(`__END_AT` <= `__START_AT`, false) OR (`__NEXT_START_AT` IS NOT NULL "
            "AND (`__END_AT` IS NULL OR `__END_AT` > `__NEXT_START_AT`))",
        ),
    ):
        yield Check(
            name=name,
            dataset=table.name,
            kind="history",
            sentence=sentence,
            reads=(table.name,),
            source=f"({versions}) AS `versions`",
            measures={FAILING: f"count_if({fails})"},
            judge=none_may_fail(),
            failing_rows=f"SELECT * FROM ({versions}) AS `versions` WHERE {fails}",
        )
