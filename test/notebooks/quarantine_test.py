"""Quarantine: whatever a row looks like, either its table keeps it or its quarantine has it."""

import random
from collections import Counter
from datetime import datetime, timezone
from typing import Any

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.testing import assertDataFrameEqual

ROWS = 1000
SEED = 20181101

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_000
ONE_DAY = 24 * 60 * 60 * 1000

# Values that decide something; for every other column anything of its type will do.
TELLING_VALUES = {
    "kafka_timestamp": [NOON],
    "value": [
        "{}",
        "{}",
        "{}",
        '{"userId":7}',
        "",
        "no JSON",
        '{"ts":',
        "[]",
        "null",
        "{}{}",
        '"text"',
    ],
    "ts": [
        NOON_TS,
        NOON_TS,
        NOON_TS + ONE_DAY,
        NOON_TS + ONE_DAY + 1,
        946_684_799_999,
        0,
        -1,
        2**63 - 1,
    ],
    "userId": ["7", "8", "9", "", " "],
    "sessionId": ["s1", "s2", "s3", "s4", ""],
    "level": ["free", "paid", "unpaid"],
    "artist": ["Coldplay", "Björk", ""],
    "song": ["Yellow", "Jóga", ""],
    "duration": [277.89016, 0.001, 0.0, -1.0, 86_399.9, 86_400.0],
}
ANY_VALUE = {
    "STRING": "text",
    "BIGINT": 1,
    "INT": 1,
    "DOUBLE": 0.5,
    "BOOLEAN": True,
    "TIMESTAMP": NOON,
    "ARRAY<STRING>": ["text"],
}


def random_rows(spark: SparkSession, columns: list[dict[str, str]]) -> DataFrame:
    """Rows in which every column is sometimes NULL."""
    chance = random.Random(SEED)

    def value(column: dict[str, str]) -> Any:
        if chance.random() < 0.25:
            return None
        return chance.choice(TELLING_VALUES.get(column["name"], [ANY_VALUE[column["type"]]]))

    rows = [tuple(value(column) for column in columns) for _ in range(ROWS)]
    schema = ", ".join(f"`{column['name']}` {column['type']}" for column in columns)
    return spark.createDataFrame(rows, schema)


def failing(table: DataFrame, rules: dict[str, str]) -> Counter[tuple[Any, ...]]:
    """Rows, each with the rules that are false, or unknown, for it."""
    names = [f"{rule} holds" for rule in rules]
    judged = table.withColumns(
        {name: F.expr(sql) for name, sql in zip(names, rules.values(), strict=True)}
    )
    width = len(table.columns)
    return Counter(
        (
            *row[:width],
            tuple(rule for rule, holds in zip(rules, row[width:], strict=True) if not holds),
        )
        for row in map(values, judged.collect())
    )


def values(row: Row) -> tuple[Any, ...]:
    """What a row holds, in a form that can be counted: lists cannot."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def test_every_row_is_in_the_table_or_in_quarantine_and_none_in_both(
    spark: SparkSession, datasets: dict[str, dict[str, Any]], pipeline: Any
) -> None:
    quarantined = {name: dataset for name, dataset in datasets.items() if "quarantine" in dataset}
    assert quarantined
    for name, dataset in quarantined.items():
        rules = {rule["name"]: rule["rule"] for rule in dataset["expectations"]}
        turning_away = {r["name"] for r in dataset["expectations"] if r["action"] == "drop"}
        (source,) = dataset["inputs"]
        arrived = {source["dataset"]: random_rows(spark, datasets[source["dataset"]]["columns"])}

        judged = failing(pipeline.rows(name, arrived)[0], rules)
        quarantine = Counter(
            (*row[:-1], tuple(sorted(row[-1], key=list(rules).index)))
            for row in map(values, pipeline.rows(dataset["quarantine"], arrived)[0].collect())
        )

        turned_away = Counter(
            {row: times for row, times in judged.items() if turning_away.intersection(row[-1])}
        )
        assert (name, quarantine) == (name, turned_away)
        # The rows are worth something as a test only if every rule turns some away, but not all.
        assert 0 < turned_away.total() < judged.total()
        assert turning_away <= {rule for row in turned_away for rule in row[-1]}


def test_a_quarantined_row_tells_also_of_rules_that_turn_nothing_away(
    spark: SparkSession, pipeline: Any
) -> None:
    rejected_rows = pipeline.definitions["bronze"]["rejected_rows"]
    songs = spark.createDataFrame(
        [
            ("good", 200.0, "Coldplay"),
            ("too long", 9999.0, "Coldplay"),
            ("nobody's", 200.0, None),
            ("too long and nobody's", 9999.0, None),
        ],
        "song STRING, duration DOUBLE, artist STRING",
    )
    found = rejected_rows(
        songs,
        dropped_by={"short_enough": "coalesce((duration < 3600), false)"},
        also_reported={"artist_known": "coalesce((artist IS NOT NULL), false)"},
    )
    assertDataFrameEqual(
        found.select("song", "failed_expectations"),
        spark.createDataFrame(
            [
                ("too long", ["short_enough"]),
                ("too long and nobody's", ["short_enough", "artist_known"]),
            ],
            "song STRING, failed_expectations ARRAY<STRING>",
        ),
    )
