"""Each event once: what a streaming table makes of events that come again, late, or much later."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

# A moment of Kafka's clock; by their own clock, events of these tests are of any time.
NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
LONG_AGO = datetime(2018, 3, 1, tzinfo=timezone.utc)

EVENT = "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP"

TABLE = "bronze_events_of_this_test"

Event = tuple[str, datetime, datetime]


def event(name: str, *, received: datetime, happened: datetime | None = None) -> Event:
    return (name, happened or received, received)


def days_later(days: float) -> datetime:
    return NOON + timedelta(days=days)


class Bronze:
    """A table of deliveries, and who reads it as the generated notebook of silver does."""

    def __init__(
        self,
        spark: SparkSession,
        directory: Path,
        read_once: Callable[..., DataFrame],
        deduplicate: dict[str, Any],
    ) -> None:
        self._spark = spark
        self._directory = directory
        self._read_once = read_once
        self._deduplicate = deduplicate

    def append(self, *events: Event) -> None:
        rows = self._spark.createDataFrame(list(events), EVENT)
        rows.coalesce(1).write.insertInto(TABLE)

    def read(self) -> int:
        """Pass on what is new; returns how many events are remembered afterwards."""
        query = (
            self._read_once(TABLE, **self._deduplicate)
            .writeStream.format("delta")
            .option("checkpointLocation", str(self._directory / "checkpoint"))
            .trigger(availableNow=True)
            .start(str(self._directory / "silver"))
        )
        query.awaitTermination()
        (state,) = json.loads(query.lastProgress.json)["stateOperators"]
        return state["numRowsTotal"]

    def deliver(self, *events: Event) -> int:
        """One more delivery, passed on; returns how many events are remembered afterwards."""
        self.append(*events)
        return self.read()

    @property
    def passed_on(self) -> list[str]:
        """The events that silver has."""
        silver = self._spark.read.format("delta").load(str(self._directory / "silver"))
        return sorted(row.event_id for row in silver.select("event_id").collect())


@pytest.fixture
def bronze(
    spark: SparkSession,
    tmp_path: Path,
    pipeline: Any,
    datasets: dict[str, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bronze]:
    silver = pipeline.definitions["silver"]
    # As a large table is read: in many steps.
    file_by_file = spark.readStream.option("maxFilesPerTrigger", "1")
    monkeypatch.setitem(silver, "spark", SimpleNamespace(readStream=file_by_file))
    deduplicate = datasets["silver_page_views"]["deduplicate"]
    spark.sql(f"CREATE TABLE {TABLE} ({EVENT}) USING delta LOCATION '{tmp_path / 'bronze'}'")
    yield Bronze(spark, tmp_path, silver["read_once"], deduplicate)
    spark.sql(f"DROP TABLE {TABLE}")


def test_every_silver_table_of_events_is_deduplicated_in_the_same_way(
    datasets: dict[str, dict[str, Any]],
) -> None:
    facts = [
        dataset
        for dataset in datasets.values()
        if (dataset["layer"], dataset["kind"]) == ("silver", "streaming_table")
    ]
    assert len(facts) == 4
    for dataset in facts:
        assert dataset["deduplicate"] == {
            "keys": ["event_id"],
            "within": "7 days",
            "time": "kafka_timestamp",
        }


def test_an_event_that_comes_twice_in_one_delivery_counts_once(bronze: Bronze) -> None:
    bronze.deliver(
        event("home", received=NOON),
        event("home", received=days_later(0.001)),
        event("song", received=NOON),
    )
    assert bronze.passed_on == ["home", "song"]


def test_an_event_that_comes_again_up_to_seven_days_later_counts_once(bronze: Bronze) -> None:
    bronze.deliver(event("home", received=NOON))
    bronze.deliver(event("home", received=days_later(1)), event("song", received=days_later(1)))
    bronze.deliver(event("home", received=days_later(7)), event("help", received=days_later(7)))
    assert bronze.passed_on == ["help", "home", "song"]


def test_an_event_that_happened_months_ago_counts_and_counts_once(bronze: Bronze) -> None:
    bronze.deliver(event("home", received=NOON))
    bronze.deliver(event("late", received=days_later(1), happened=LONG_AGO))
    bronze.deliver(event("late", received=days_later(2), happened=LONG_AGO))
    assert bronze.passed_on == ["home", "late"]


def test_an_event_that_comes_again_after_it_was_forgotten_counts_again(bronze: Bronze) -> None:
    bronze.deliver(event("home", received=NOON))
    bronze.deliver(event("help", received=days_later(14.5)))
    bronze.deliver(event("home", received=days_later(15)))
    assert bronze.passed_on == ["help", "home", "home"]


def test_events_are_forgotten_once_kafkas_clock_has_moved_on(bronze: Bronze) -> None:
    assert bronze.deliver(*[event(f"e{number}", received=NOON) for number in range(50)]) == 50
    assert bronze.deliver(event("after a week", received=days_later(7))) == 51
    assert bronze.deliver(event("after two weeks", received=days_later(14.5))) == 2


def test_a_table_that_is_read_from_its_start_loses_none_of_its_history(bronze: Bronze) -> None:
    # In the order in which it was written: open-source Delta, unlike Databricks, knows no other.
    bronze.append(event("first", received=NOON))
    bronze.append(event("first", received=days_later(1)), event("second", received=days_later(1)))
    bronze.append(event("a month later", received=days_later(30)))
    bronze.append(event("two months later", received=days_later(60)))
    bronze.read()
    assert bronze.passed_on == ["a month later", "first", "second", "two months later"]


def test_what_kafka_received_more_than_seven_days_before_the_rest_is_left_out(
    bronze: Bronze,
) -> None:
    bronze.deliver(event("home", received=days_later(10)))
    bronze.deliver(event("after the fact", received=days_later(2.9)))
    bronze.deliver(event("just in time", received=days_later(3.1)))
    assert bronze.passed_on == ["home", "just in time"]
