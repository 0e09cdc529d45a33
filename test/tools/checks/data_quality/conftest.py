"""What the tests of the data-quality suite share: a shop, and a warehouse that has its tables."""

import copy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

# The modules beside this file are imported by their names.
sys.path.insert(0, str(Path(__file__).parent))

from fake_warehouse import CATALOG, SCHEMA, FakeWarehouse
from shop import HEALTHY, MANIFEST, Rows

from tools.artefacts.manifest import Manifest, manifest_of
from tools.checks.data_quality.check import CheckResult
from tools.checks.data_quality.derived_checks import derived_checks
from tools.checks.data_quality.sql_warehouse import SqlWarehouse
from tools.checks.data_quality.suite import run_checks
from tools.checks.data_quality.table_names import TableNames


@pytest.fixture
def content() -> dict[str, Any]:
    """The manifest as JSON has it, to change at will."""
    return copy.deepcopy(MANIFEST)


@pytest.fixture
def manifest(content: dict[str, Any]) -> Manifest:
    return manifest_of(content)


@pytest.fixture
def warehouse(spark: SparkSession) -> Iterator[FakeWarehouse]:
    """A warehouse with no tables yet."""
    made = FakeWarehouse(spark)
    yield made
    made.drop_all()


@pytest.fixture
def schemas(content: dict[str, Any]) -> dict[str, str]:
    return {
        entry["name"]: ", ".join(
            f"{column['name']} {column['type']}" for column in entry["columns"]
        )
        for entry in content["datasets"]
    }


@pytest.fixture
def checked(
    warehouse: FakeWarehouse, manifest: Manifest, schemas: dict[str, str]
) -> Callable[..., dict[tuple[str, str], CheckResult]]:
    """Checks a shop whose tables are the healthy ones but for those that are given.

    A table that is given as None is missing.
    """

    def check(
        changed: dict[str, Rows | None] | None = None, max_age: int | None = None
    ) -> dict[tuple[str, str], CheckResult]:
        for name, rows in {**HEALTHY, **(changed or {})}.items():
            if rows is not None:
                warehouse.create(name, schemas[name], rows)
        checks = derived_checks(manifest, TableNames(CATALOG, SCHEMA), max_age)
        results = run_checks(checks, SqlWarehouse(warehouse))
        return {(result.check.dataset, result.check.name): result for result in results}

    return check
