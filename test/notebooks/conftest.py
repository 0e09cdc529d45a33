"""A Spark session for small frames, and the generated notebooks."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

# The modules beside this file are imported by their names.
sys.path.insert(0, str(Path(__file__).parent))

from generated_pipeline import GeneratedPipeline
from small_frames import Frame, Row, columns_of, session_for_small_frames, small_frame

KAFKA_MESSAGE = (
    "key BINARY, value BINARY, topic STRING, partition INT, offset BIGINT, timestamp TIMESTAMP,"
    " timestampType INT"
)


@pytest.fixture(scope="session")
def spark(spark: SparkSession) -> SparkSession:
    """A session that starts no more work than frames of a few rows need."""
    return session_for_small_frames(spark)


@pytest.fixture(scope="session")
def frame(spark: SparkSession) -> Frame:
    """Makes a frame of columns, as in `id STRING, time TIMESTAMP`, and rows."""
    return lambda columns, rows: small_frame(spark, columns, rows)


@pytest.fixture(scope="session")
def pipeline(artefacts: Path) -> GeneratedPipeline:
    return GeneratedPipeline(artefacts)


@pytest.fixture(scope="session")
def unknown_rows(frame: Frame, datasets: dict[str, dict[str, Any]]) -> dict[str, DataFrame]:
    """For each dataset, its declared columns and one row of NULLs."""
    return {name: frame(columns_of(dataset), [{}]) for name, dataset in datasets.items()}


@pytest.fixture(scope="session")
def empty_tables(frame: Frame, datasets: dict[str, dict[str, Any]]) -> dict[str, DataFrame]:
    """For each dataset, its declared columns and no rows."""
    return {name: frame(columns_of(dataset), []) for name, dataset in datasets.items()}


@pytest.fixture(scope="session")
def messages(frame: Frame) -> Callable[[Iterable[Row | dict[str, Any]]], DataFrame]:
    """Makes messages as Spark's Kafka reader delivers them."""
    return lambda rows: frame(KAFKA_MESSAGE, rows)
