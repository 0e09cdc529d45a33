"""Compares a table with the rows that it must have, and says what differs and where."""

from collections import Counter
from math import isclose
from typing import Any

from expected_tables import Table
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

Row = dict[str, Any]

# When an event reached the broker: of one that came twice, either time will do.
BROKER_TIME = "kafka_timestamp"

SHOWN = 5


def collected(table: DataFrame) -> list[Row]:
    """The rows of a table, times as milliseconds since 1970."""
    in_milliseconds = [
        F.unix_millis(name).alias(name) if kind == "timestamp" else F.col(name)
        for name, kind in table.dtypes
    ]
    return [row.asDict() for row in table.select(*in_milliseconds).collect()]


def differences(expected: Table, rows: list[Row], columns: list[str]) -> list[str]:
    """What is wrong with a table, in words; nothing is if it has exactly the expected rows."""
    if not expected.rows:
        return [f"{len(rows)} rows, but there should be none"] if rows else []
    known = set(expected.rows[0])
    if known != set(columns) - {BROKER_TIME}:
        return [f"it has columns {sorted(columns)}, expected are {sorted(known)}"]
    actual, wanted = by_key(expected.key, rows), by_key(expected.key, expected.rows)
    counts = Counter(tuple(row[name] for name in expected.key) for row in rows)
    return [
        *some("twice", (key for key, count in counts.items() if count > 1)),
        *some("missing", (f"{key}: {wanted[key]}" for key in wanted.keys() - actual.keys())),
        *some("not expected", (f"{key}: {actual[key]}" for key in actual.keys() - wanted.keys())),
        *some(
            "different",
            (
                f"{key}: {name} is {actual[key][name]!r}, expected {value!r}"
                for key in wanted.keys() & actual.keys()
                for name, value in wanted[key].items()
                if not same(actual[key][name], value)
            ),
        ),
    ]


def by_key(key: tuple[str, ...], rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in key): row for row in rows}


def same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(actual, float):
        # The last digit of a percentile depends on how it is interpolated.
        return isclose(actual, expected, rel_tol=1e-14)
    return type(actual) is type(expected) and actual == expected


def some(what: str, places: Any) -> list[str]:
    """A few of the places, in a stable order, and how many there are."""
    texts = sorted(str(place) for place in places)
    if not texts:
        return []
    return [f"{len(texts)} {what}:", *(f"  {text}" for text in texts[:SHOWN])]
