"""The run of the platform that all tests of this directory look at."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

# The modules beside this file are imported by their names.
sys.path.insert(0, str(Path(__file__).parent))

from recorded_run import RecordedRun


@pytest.fixture(scope="session")
def recorded_run(
    project_root: Path, made_once: Callable[..., Path], spark: SparkSession
) -> RecordedRun:
    directory = made_once("run", lambda made: RecordedRun(made, spark).make(project_root))
    return RecordedRun(directory, spark)
