"""Materialized views have the same rows, byte for byte, whatever the order of their inputs."""

import random
from datetime import datetime, timedelta, timezone
from functools import reduce
from typing import Any

from pyspark.sql import DataFrame
from small_frames import Frame, Row, columns_of, rows_of

SEED = 20181101
ROWS = 300
NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)

# Few values for each column, so that rows share groups and times, and joins find partners.
TYPICAL = {
    "event_id": [f"e{number}" for number in range(10 * ROWS)],
    "sessionId": [f"s{number}" for number in range(8)],
    "page": ["Home", "NextSong", "Upgrade"],
    "level": ["free", "paid"],
    "new_level": ["free", "paid"],
    "action": ["login", "logout"],
    "registration": [1_540_000_000_000],
    # What follows from another column.
    **{"artist_id": ["artist-id"], "artist": ["Coldplay"], "song": ["Yellow"]},
}
KEYS = {"sessionId": [f"s{number}" for number in range(40)]}
OF_TYPE = {
    "STRING": ["a", "b", "c", "d"],
    "INT": [0, 1, 2],
    "BIGINT": [1, 2, 3],
    "BOOLEAN": [True, False],
    "DATE": [(NOON + timedelta(days=days)).date() for days in range(5)],
    "TIMESTAMP": [NOON + timedelta(hours=hours) for hours in (0, 1, 24, 48, 72, 96)],
}


def random_rows(chance: random.Random, dataset: dict[str, Any]) -> list[Row]:
    """Rows with unique keys."""

    def value(name: str, type_: str) -> Any:
        if type_ == "DOUBLE":
            # Large enough that the milliseconds of a sum of doubles depend on the order.
            return chance.uniform(0, 9e11)
        typical = TYPICAL | {name: KEYS[name] for name in key if name in KEYS}
        return chance.choice(typical.get(name) or OF_TYPE.get(type_, [None]))

    columns = [(column["name"], column["type"]) for column in dataset["columns"]]
    key = dataset.get("primaryKey", [])
    rows = {}
    for number in range(ROWS):
        row = {name: value(name, type_) for name, type_ in columns}
        rows[tuple(row[name] for name in key) or number] = tuple(row.values())
    return list(rows.values())


def in_partitions(frame: Frame, columns: str, rows: list[Row], number: int) -> DataFrame:
    parts = [frame(columns, rows[part::number]) for part in range(number)]
    return reduce(DataFrame.union, parts)


def test_the_order_of_rows_does_not_matter(
    frame: Frame, datasets: dict[str, dict[str, Any]], pipeline: Any
) -> None:
    chance = random.Random(SEED)
    views = [
        name
        for name, dataset in datasets.items()
        if dataset["kind"] == "materialized_view" and "quarantineOf" not in dataset
    ]
    compared = 0
    for view in views:
        in_order, shuffled = {}, {}
        for source in datasets[view]["inputs"]:
            dataset = datasets[source["dataset"]]
            columns = columns_of(dataset)
            rows = random_rows(chance, dataset)
            in_order[dataset["name"]] = frame(columns, rows)
            chance.shuffle(rows)
            shuffled[dataset["name"]] = in_partitions(frame, columns, rows, 3)
        expected = rows_of(pipeline.rows(view, in_order)[0])
        compared += len(expected)
        assert repr(rows_of(pipeline.rows(view, shuffled)[0])) == repr(expected), view
    assert compared > 0
