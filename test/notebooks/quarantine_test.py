"""Quarantine: whatever a row looks like, either its table keeps it or its quarantine has it."""

import random
from datetime import datetime, timezone
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

ROWS = 400
SEED = 20181101

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_000
ONE_DAY = 24 * 60 * 60 * 1000

# Values that decide something; for every other column anything of its type will do.
TELLING_VALUES = {
    "kafka_timestamp": [NOON],
    "value": ["{}", '{"userId":7}', "", "no JSON", '{"ts":', "[]", "null", "{}{}", '"text"'],
    "ts": [NOON_TS, NOON_TS + ONE_DAY, NOON_TS + ONE_DAY + 1, 946_684_799_999, 0, -1, 2**63 - 1],
    "userId": ["7", "8", "9", "", " "],
}
ANY_VALUE = {"STRING": "text", "BIGINT": 1, "INT": 1, "DOUBLE": 0.5, "BOOLEAN": True}


@pytest.fixture
def quarantined(datasets: dict[str, dict[str, Any]]) -> list[str]:
    """The datasets that have a quarantine."""
    return [name for name, dataset in datasets.items() if "quarantine" in dataset]


def random_rows(spark: SparkSession, columns: list[dict[str, str]]) -> DataFrame:
    """Rows in which every column is sometimes NULL, numbered by `kafka_offset`."""
    chance = random.Random(SEED)

    def value(column: dict[str, str]) -> Any:
        if chance.random() < 0.25:
            return None
        return chance.choice(TELLING_VALUES.get(column["name"], [ANY_VALUE.get(column["type"])]))

    rows = [[value(column) for column in columns] for _ in range(ROWS)]
    offset = [column["name"] for column in columns].index("kafka_offset")
    for number, row in enumerate(rows):
        row[offset] = number
    schema = ", ".join(f"`{column['name']}` {column['type']}" for column in columns)
    return spark.createDataFrame([tuple(row) for row in rows], schema)


def test_every_row_is_in_the_table_or_in_quarantine_and_none_in_both(
    spark: SparkSession,
    datasets: dict[str, dict[str, Any]],
    quarantined: list[str],
    pipeline: Any,
) -> None:
    assert len(quarantined) == 4
    for name in quarantined:
        dataset = datasets[name]
        (source,) = dataset["inputs"]
        arrived = {source["dataset"]: random_rows(spark, datasets[source["dataset"]]["columns"])}
        rules = {rule["name"]: rule["rule"] for rule in dataset["expectations"]}

        table, _ = pipeline.rows(name, arrived)
        quarantine, _ = pipeline.rows(dataset["quarantine"], arrived)

        # A table keeps a row unless a rule is false, or unknown, for it.
        failed = {
            row["kafka_offset"]: sorted(rule for rule in rules if row[f"{rule} holds"] is not True)
            for row in table.withColumns(
                {f"{rule} holds": F.expr(sql) for rule, sql in rules.items()}
            ).collect()
        }
        turned_away = {offset: reasons for offset, reasons in failed.items() if reasons}
        in_quarantine = {
            row["kafka_offset"]: sorted(row["failed_expectations"]) for row in quarantine.collect()
        }
        assert len(failed) == ROWS
        assert in_quarantine == turned_away
        # The rows are worth something as a test only if every rule divides them.
        assert 0 < len(turned_away) < ROWS
        assert {reason for reasons in turned_away.values() for reason in reasons} == set(rules)


def test_a_quarantined_row_is_in_quarantine_once_with_all_that_it_had(
    spark: SparkSession,
    datasets: dict[str, dict[str, Any]],
    quarantined: list[str],
    pipeline: Any,
) -> None:
    for name in quarantined:
        (source,) = datasets[name]["inputs"]
        columns = [column["name"] for column in datasets[source["dataset"]]["columns"]]
        arrived = random_rows(spark, datasets[source["dataset"]]["columns"])
        quarantine, _ = pipeline.rows(datasets[name]["quarantine"], {source["dataset"]: arrived})
        before = {row["kafka_offset"]: row for row in arrived.collect()}
        after = quarantine.select(columns).collect()
        assert len({row["kafka_offset"] for row in after}) == len(after)
        assert all(before[row["kafka_offset"]] == row for row in after)
