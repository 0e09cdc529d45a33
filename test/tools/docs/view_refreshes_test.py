"""How Databricks can refresh the materialized views of the platform."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tools.analysis.plans.incremental_refresh import IncrementalRefresh
from tools.artefacts.manifest import Manifest, read_manifest
from tools.docs.view_refreshes import obstacles_in_inputs, rendered, view_refreshes


@pytest.fixture(scope="module")
def manifest(artefacts: Path) -> Manifest:
    return read_manifest(artefacts)


@pytest.fixture(scope="module")
def refreshes(manifest: Manifest, spark: SparkSession) -> dict[str, IncrementalRefresh]:
    return view_refreshes(manifest, spark)


def test_docs_tables_is_what_the_plans_say_now(
    manifest: Manifest, refreshes: dict[str, IncrementalRefresh], project_root: Path
) -> None:
    page = (project_root / "docs/tables.md").read_text()
    is_current = rendered(manifest, refreshes) in page
    assert is_current, "docs/tables.md is not current: run npx medallion docs"


def test_only_views_over_small_tables_read_all_rows(
    manifest: Manifest, refreshes: dict[str, IncrementalRefresh]
) -> None:
    small = {"silver_daily_changes", "silver_daily_sessions", "silver_weekly_cohorts"}
    assert all(refreshes[name].is_possible for name in small)
    inputs_of_others = {
        name: {read.dataset for read in manifest.datasets[name].inputs} - small
        for name, refresh in refreshes.items()
        if not refresh.is_possible
    }
    assert inputs_of_others == {
        "gold_daily_activity": set(),
        "gold_daily_subscriptions": set(),
        "gold_weekly_retention": set(),
    }


def test_an_input_without_row_tracking_is_an_obstacle(manifest: Manifest) -> None:
    view = manifest.datasets["gold_hourly_login_health"]
    assert obstacles_in_inputs(manifest, view) == []
    attempts = replace(manifest.datasets["silver_auth_attempts"], table_properties={})
    untracked = replace(manifest, datasets={**manifest.datasets, attempts.name: attempts})
    assert obstacles_in_inputs(untracked, view) == [
        "ROW_TRACKING_NOT_ENABLED (silver_auth_attempts)"
    ]
