"""Compare streaming tables with their sources: no row lost, no row twice."""

from collections.abc import Iterator, Mapping

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAIL, PASS, Check, Numbers, Verdict
from tools.checks.data_quality.duration import seconds_of
from tools.checks.data_quality.table_names import TableNames, listed, quoted

MICROSECONDS = 1_000_000


def completeness_checks(
    table: Dataset, tables: Mapping[str, Dataset], names: TableNames
) -> Iterator[Check]:
    """Yield the checks of a streaming table with one input whose rows can be matched."""
    if table.kind != "streaming_table" or len(table.inputs) != 1:
        return
    source = tables.get(table.inputs[0].dataset)
    if source is None:
        return
    if table.deduplication is not None:
        if source.has(*table.deduplication.keys) and table.has(*table.deduplication.keys):
            yield _each_delivered_once(table, source, names)
    elif table.quarantine is not None:
        yield _kept_or_quarantined(table, source, names)


def _kept_or_quarantined(table: Dataset, source: Dataset, names: TableNames) -> Check:
    assert table.quarantine is not None
    counted = ("read", source.name), ("kept", table.name), ("quarantined", table.quarantine)
    counts = " UNION ALL ".join(
        f"SELECT '{what}' AS `what`, count(*) AS `rows` FROM {names(name)}"
        for what, name in counted
    )

    def judge(numbers: Numbers) -> Verdict:
        read, kept, quarantined = (numbers[what] or 0 for what, _ in counted)
        difference = read - kept - quarantined
        told = f"{read:,} rows read, {kept:,} kept and {quarantined:,} quarantined"
        if difference == 0:
            return Verdict(PASS, 0, told)
        return Verdict(
            FAIL,
            abs(difference),
            f"{told}: {abs(difference):,} {'lost' if difference > 0 else 'too many'}",
        )

    return Check(
        name="complete_with_quarantine",
        dataset=table.name,
        kind="completeness",
        sentence=f"every row of {source.name} is here or in {table.quarantine}",
        reads=(table.name, source.name, table.quarantine),
        source=f"({counts}) AS `counts`",
        measures={
            what: f"sum(CASE WHEN `what` = '{what}' THEN `rows` ELSE 0 END)" for what, _ in counted
        },
        judge=judge,
    )


def _each_delivered_once(table: Dataset, source: Dataset, names: TableNames) -> Check:
    deduplication = table.deduplication
    assert deduplication is not None
    keys = listed(deduplication.keys)
    time = quoted(deduplication.time)
    kept_in = [table.name, *([table.quarantine] if table.quarantine is not None else [])]
    # Rows further apart than the window may both be kept, because the state is bounded.
    windowed = table.has(deduplication.time)
    kept_at = f"unix_micros({time})" if windowed else "CAST(NULL AS BIGINT)"
    rows = [
        f"SELECT {keys}, 1 AS `delivered`, 0 AS `kept`, CAST(NULL AS BIGINT) AS `kept_at` "
        f"FROM {names(source.name)}",
        *(
            f"SELECT {keys}, 0 AS `delivered`, 1 AS `kept`, {kept_at} AS `kept_at` "
            f"FROM {names(name)}"
            for name in kept_in
        ),
    ]
    span = "coalesce(max(`kept_at`) - min(`kept_at`), 0)"
    windows = f"{span} DIV {seconds_of(deduplication.within) * MICROSECONDS + 1}"
    by_key = (
        f"SELECT {keys}, sum(`delivered`) AS `delivered`, sum(`kept`) AS `kept`, "
        f"greatest(sum(`kept`) - 1 - {windows}, 0) AS `twice` "
        f"FROM ({' UNION ALL '.join(rows)}) AS `rows` GROUP BY {keys}"
    )
    # Without a quarantine a dropped row cannot be distinguished from a lost one.
    lost = "false" if table.drops_rows and table.quarantine is None else "`kept` = 0"

    def judge(numbers: Numbers) -> Verdict:
        keys_read, lost, twice, unknown = (
            numbers[name] or 0 for name in ("keys", "lost", "twice", "unknown")
        )
        failing = lost + twice + unknown
        found = [
            *([f"{lost:,} lost"] if lost else []),
            *([f"{twice:,} twice"] if twice else []),
            *([f"{unknown:,} never delivered"] if unknown else []),
        ]
        told = f"{keys_read:,} different deliveries"
        return Verdict(
            FAIL if failing else PASS, failing, f"{told}: {', '.join(found)}" if found else told
        )

    return Check(
        name="each_delivered_once",
        dataset=table.name,
        kind="deduplication",
        sentence=(
            f"every {', '.join(deduplication.keys)} of {source.name} is here once "
            f"within {deduplication.within}"
        ),
        reads=(*kept_in, source.name),
        source=f"({by_key}) AS `keys`",
        measures={
            "keys": "count_if(`delivered` > 0)",
            "lost": f"count_if({lost})",
            "twice": "coalesce(sum(`twice`), 0)",
            "unknown": "count_if(`delivered` = 0)",
        },
        judge=judge,
        failing_rows=(
            f"SELECT * FROM ({by_key}) AS `keys` WHERE {lost} OR `twice` > 0 OR `delivered` = 0"
        ),
    )
