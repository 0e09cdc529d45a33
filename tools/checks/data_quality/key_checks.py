"""Check primary keys and references."""

from collections.abc import Iterator

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAILING, Check, none_may_fail
from tools.checks.data_quality.table_names import TableNames, identity_of, listed, quoted


def key_checks(table: Dataset, names: TableNames) -> Iterator[Check]:
    """Yield checks that the primary key is unique and never NULL.

    The keys of an SCD type 1 table are its primary key.
    """
    key = table.primary_key
    if not key and table.cdc is not None and table.cdc.scd_type == 1:
        key = table.cdc.keys
    if not key:
        return
    source = names(table.name)
    is_null = " OR ".join(f"{quoted(column)} IS NULL" for column in key)
    words = ", ".join(key)
    yield Check(
        name="primary_key_present",
        dataset=table.name,
        kind="primary_key",
        sentence=f"{words} {'is' if len(key) == 1 else 'are'} never NULL",
        reads=(table.name,),
        source=source,
        measures={FAILING: f"count_if({is_null})"},
        judge=none_may_fail(),
        failing_rows=f"SELECT * FROM {source} WHERE {is_null}",
    )
    yield Check(
        name="primary_key_unique",
        dataset=table.name,
        kind="primary_key",
        sentence=f"no two rows have the same {words}",
        reads=(table.name,),
        source=source,
        # DISTINCT over columns ignores rows with a NULL, which the first check finds.
        measures={FAILING: f"count_if(NOT ({is_null})) - count(DISTINCT {listed(key)})"},
        judge=none_may_fail(),
        failing_rows=(
            f"SELECT {listed(key)}, count(*) AS `number_of_rows` FROM {source} "
            f"WHERE NOT ({is_null}) GROUP BY {listed(key)} HAVING count(*) > 1"
        ),
    )


def reference_checks(table: Dataset, names: TableNames) -> Iterator[Check]:
    """Yield checks that every value that is not NULL exists in the referenced dataset."""
    for reference in table.references:
        column = quoted(reference.column)
        shown = dict.fromkeys((*identity_of(table), reference.column))
        query = (
            f"SELECT {', '.join(f'`row`.{quoted(name)}' for name in shown)} "
            f"FROM {names(table.name)} AS `row` "
            f"LEFT ANTI JOIN {names(reference.dataset)} AS `known` "
            f"ON `row`.{column} = `known`.{column} WHERE `row`.{column} IS NOT NULL"
        )
        yield Check(
            name=f"{reference.column}_known",
            dataset=table.name,
            kind="reference",
            sentence=f"every {reference.column} is in {reference.dataset}",
            reads=(table.name, reference.dataset),
            source=f"({query}) AS `unknown`",
            measures={FAILING: "count(*)"},
            judge=none_may_fail(),
            failing_rows=query,
        )
