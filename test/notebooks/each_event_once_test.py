"""Deduplication of silver events that are delivered again, late, or much later."""

import itertools
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

# By Kafka's clock; by their own clock, events of these tests are of any time.
NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
LONG_AGO = datetime(2018, 3, 1, tzinfo=timezone.utc)

EVENT = "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP"

Event = dict[str, str]


def event(name: str, *, received: datetime, happened: datetime | None = None) -> Event:
    return {
        "event_id": name,
        "event_timestamp": (happened or received).isoformat(),
        "kafka_timestamp": received.isoformat(),
    }


def days_later(days: float) -> datetime:
    return NOON + timedelta(days=days)


class Bronze:
    """A table of deliveries, read by silver's generated code, one delivery per micro-batch."""

    numbers = itertools.count(1)

    def __init__(self, spark: SparkSession, directory: Path) -> None:
        self._spark = spark
        self._directory = directory
        self.name = f"silver_{next(self.numbers)}"

    def option(self, name: str, value: str) -> "Bronze":
        """Takes the options of a reader; open-source Spark has no `withEventTimeOrder`."""
        return self

    def table(self, name: str) -> DataFrame:
        reader = self._spark.readStream.schema(EVENT).option("maxFilesPerTrigger", "1")
        return reader.json(str(self._directory))

    def append(self, *events: Event) -> None:
        number = next(self.numbers)
        draft, delivery = (self._directory / f"{prefix}{number}.json" for prefix in ("_", ""))
        draft.write_text("".join(json.dumps(event) + "\n" for event in events))
        # Spark reads files in the order of their times.
        os.utime(draft, (number, number))
        draft.rename(delivery)


class Silver:
    """The query over a table of deliveries; it starts when the table is first read."""

    def __init__(self, spark: SparkSession, bronze: Bronze, deduplicated: DataFrame) -> None:
        self._spark = spark
        self._bronze = bronze
        self._deduplicated = deduplicated
        self._query: Any = None

    def deliver(self, *events: Event) -> int:
        """Deliver events and process them; returns how many events are then remembered."""
        self._bronze.append(*events)
        if self._query is None:
            writer = self._deduplicated.writeStream.format("memory").queryName(self._bronze.name)
            self._query = writer.start()
        self._query.processAllAvailable()
        (state,) = json.loads(self._query.lastProgress.json)["stateOperators"]
        return state["numRowsTotal"]

    @property
    def events(self) -> list[str]:
        return sorted(row.event_id for row in self._spark.table(self._bronze.name).collect())

    def stop(self) -> None:
        if self._query is not None:
            self._query.stop()


@pytest.fixture
def bronze(spark: SparkSession, tmp_path: Path) -> Bronze:
    return Bronze(spark, tmp_path)


@pytest.fixture
def silver(
    spark: SparkSession,
    bronze: Bronze,
    pipeline: Any,
    datasets: dict[str, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Silver]:
    notebook = pipeline.definitions["ingestion/silver"]
    monkeypatch.setitem(notebook, "spark", SimpleNamespace(readStream=bronze))
    deduplicate = datasets["silver_page_views"]["deduplicate"]
    silver = Silver(spark, bronze, notebook["read_once"]("bronze", **deduplicate))
    yield silver
    silver.stop()


def test_silver_tables_that_stream_from_bronze_count_each_event_once_in_the_same_way(
    datasets: dict[str, dict[str, Any]],
) -> None:
    deduplications = {
        name: dataset.get("deduplicate")
        for name, dataset in datasets.items()
        if (dataset["layer"], dataset["kind"]) == ("silver", "streaming_table")
        and any(datasets[source["dataset"]]["layer"] == "bronze" for source in dataset["inputs"])
        # It drops what its table drops, from the same deduplicated rows.
        and "quarantineOf" not in dataset
    }
    by_event = {"keys": ["event_id"], "within": "7 days", "time": "kafka_timestamp"}
    assert deduplications
    assert deduplications == dict.fromkeys(deduplications, by_event)


def test_an_event_delivered_again_within_seven_days_counts_once_whenever_it_happened(
    silver: Silver,
) -> None:
    home_twice = [event("home", received=NOON), event("home", received=days_later(0.001))]
    silver.deliver(*home_twice, event("song", received=NOON))
    silver.deliver(event("late", received=days_later(1), happened=LONG_AGO))
    silver.deliver(event("late", received=days_later(2), happened=LONG_AGO))
    silver.deliver(event("home", received=days_later(7)), event("help", received=days_later(7)))
    assert silver.events == ["help", "home", "late", "song"]


def test_an_event_is_forgotten_after_seven_days_and_then_counts_again(silver: Silver) -> None:
    assert silver.deliver(*[event(f"e{number}", received=NOON) for number in range(50)]) == 50
    assert silver.deliver(event("after a week", received=days_later(7))) == 51
    assert silver.deliver(event("after two weeks", received=days_later(14.5))) == 2
    silver.deliver(event("e0", received=days_later(15)))
    assert silver.events.count("e0") == 2


def test_an_event_received_more_than_seven_days_before_the_latest_is_dropped(
    silver: Silver,
) -> None:
    silver.deliver(event("home", received=days_later(10)))
    silver.deliver(event("too late", received=days_later(2.9)))
    silver.deliver(event("just in time", received=days_later(3.1)))
    assert silver.events == ["home", "just in time"]


def test_a_table_read_from_its_start_loses_none_of_its_history(
    bronze: Bronze, silver: Silver
) -> None:
    bronze.append(event("first", received=NOON))
    bronze.append(event("first", received=days_later(1)), event("second", received=days_later(1)))
    bronze.append(event("a month later", received=days_later(30)))
    silver.deliver(event("two months later", received=days_later(60)))
    assert silver.events == ["a month later", "first", "second", "two months later"]
