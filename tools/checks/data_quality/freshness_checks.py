"""Check freshness: the age of the newest message of a raw table."""

from collections.abc import Iterator

from tools.artefacts.manifest import Dataset
from tools.checks.data_quality.check import FAIL, INFO, PASS, Check, Numbers, Verdict
from tools.checks.data_quality.duration import in_words
from tools.checks.data_quality.table_names import TableNames

MILLISECONDS = 1000


def freshness_checks(table: Dataset, names: TableNames, max_age: int | None) -> Iterator[Check]:
    """Measure the age by the clock of the query engine; without `max_age` it is only reported."""
    if table.kind != "kafka_stream":
        return

    def judge(numbers: Numbers) -> Verdict:
        age = numbers["age"]
        told = "no message yet"
        if age is not None:
            told = f"the newest message is {in_words(age // MILLISECONDS)} old"
        if max_age is None:
            return Verdict(INFO, None, told)
        fresh = age is not None and age <= max_age * MILLISECONDS
        return Verdict(PASS if fresh else FAIL, None, told)

    yield Check(
        name="freshness",
        dataset=table.name,
        kind="freshness",
        sentence=(
            "when the newest message arrived"
            if max_age is None
            else f"a message arrived within the last {in_words(max_age)}"
        ),
        reads=(table.name,),
        source=names(table.name),
        measures={"age": "unix_millis(current_timestamp()) - unix_millis(max(`kafka_timestamp`))"},
        judge=judge,
    )
