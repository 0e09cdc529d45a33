"""Quarantine: every row is either in its table or in quarantine, whatever it contains."""

import random
from collections import Counter
from datetime import datetime, timezone
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from small_frames import Frame, Row, columns_of, rows_of

ROWS = 1000
SEED = 20181101

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_000
ONE_DAY = 24 * 60 * 60 * 1000

# Values that rules decide on; the other columns have any value of their type.
DECIDING_VALUES = {
    "kafka_timestamp": [NOON],
    "value": [
        *["{}", "{}", "{}", '{"userId":7}'],
        *["", "no JSON", '{"ts":', "[]", "null", "{}{}", '"text"'],
    ],
    "ts": [
        *[NOON_TS, NOON_TS, NOON_TS + ONE_DAY],
        *[NOON_TS + ONE_DAY + 1, 946_684_799_999, 0, -1, 2**63 - 1],
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
    "DATE": NOON.date(),
    "ARRAY<STRING>": ["text"],
}


def random_rows(frame: Frame, dataset: dict[str, Any], unique: list[str]) -> DataFrame:
    """Rows in which every column is sometimes NULL, and no value of a unique one comes twice."""
    chance = random.Random(SEED)

    def value(column: dict[str, str], row: int) -> Any:
        if column["name"] in unique:
            return f"{column['name']} {row}" if row else None
        if chance.random() < 0.25:
            return None
        return chance.choice(DECIDING_VALUES.get(column["name"], [ANY_VALUE[column["type"]]]))

    rows = [tuple(value(column, row) for column in dataset["columns"]) for row in range(ROWS)]
    return frame(columns_of(dataset), rows)


def failing(table: DataFrame, rules: dict[str, str]) -> Counter[Row]:
    """Rows, each with the rules that are false or NULL for it."""
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


def values(row: Row) -> Row:
    """The row in a form that can be counted: lists cannot."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def test_every_row_is_in_the_table_or_in_quarantine_and_not_in_both(
    frame: Frame, datasets: dict[str, dict[str, Any]], pipeline: Any
) -> None:
    quarantined = {name: dataset for name, dataset in datasets.items() if "quarantine" in dataset}
    total, total_dropped = 0, 0
    for name, dataset in quarantined.items():
        rules = {rule["name"]: rule["rule"] for rule in dataset["expectations"]}
        dropping = {r["name"] for r in dataset["expectations"] if r["action"] == "drop"}
        # Of rows with equal keys any may be the one that counts.
        keys = dataset.get("deduplicate", {}).get("keys", [])
        sources = [source["dataset"] for source in dataset["inputs"]]
        arrived = {source: random_rows(frame, datasets[source], keys) for source in sources}

        judged = failing(pipeline.rows(name, arrived)[0], rules)
        quarantine = Counter(
            (*row[:-1], tuple(sorted(row[-1], key=list(rules).index)))
            for row in map(values, pipeline.rows(dataset["quarantine"], arrived)[0].collect())
        )

        dropped = Counter(
            {row: times for row, times in judged.items() if dropping.intersection(row[-1])}
        )
        assert (name, quarantine) == (name, dropped)
        total, total_dropped = total + judged.total(), total_dropped + dropped.total()
    # The rows test something only if rules drop some of them and keep others.
    assert 0 < total_dropped < total


def test_a_quarantined_row_names_all_rules_that_it_fails_warnings_included(
    frame: Frame, pipeline: Any
) -> None:
    songs = [
        ("good", 200.0, "Coldplay"),
        ("too long", 9999.0, "Coldplay"),
        ("without artist", 200.0, None),
        ("too long and without artist", 9999.0, None),
    ]
    rejected = pipeline.definitions["ingestion/bronze"]["rejected_rows"](
        frame("song STRING, duration DOUBLE, artist STRING", songs),
        dropped_by={"short_enough": "coalesce((duration < 3600), false)"},
        also_reported={"artist_known": "coalesce((artist IS NOT NULL), false)"},
    )
    assert rows_of(rejected.select("song", "failed_expectations")) == [
        ("too long", ["short_enough"]),
        ("too long and without artist", ["short_enough", "artist_known"]),
    ]
