"""The comparison as a process: the notebook as it is generated, on tables of this machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tools.local.runtime.state_directory import StateDirectory

FORMATS = ("delta", "parquet", "csv")
COLUMNS = "day STRING, sales BIGINT"
OURS = [("monday", 3), ("tuesday", 5)]


def pair(format: str) -> dict[str, object]:
    return {
        "dataset": f"sales_{format}",
        "original": f"old_{format}",
        "keys": {"day": "day"},
        "columns": {"sales": {"original": "sales", "tolerance": 0}},
        "tolerated": {"missing": 0, "surplus": 0, "duplicate": 0, "different": 0},
        "personal": [],
    }


@pytest.fixture(scope="module")
def shop(
    project_root: Path, tmp_path_factory: pytest.TempPathFactory, spark: SparkSession
) -> dict[str, Path]:
    """Three tables, each with an original in another format; one of these differs."""
    directory = tmp_path_factory.mktemp("shop")
    stack, state = directory / "stack", StateDirectory(directory / "state")
    (stack / "tasks").mkdir(parents=True)
    functions = project_root / "constructs" / "workspace" / "notebooks" / "reconciliation.py"
    cells = [
        functions.read_text(),
        f"PAIRS = {[pair(format) for format in FORMATS]!r}",
        'RESULTS_TABLE = "reconciliation_results"',
        "reconcile(spark, dbutils.widgets.getAll(), PAIRS, RESULTS_TABLE)\n",
    ]
    (stack / "tasks" / "reconciliation.py").write_text("\n# COMMAND ----------\n".join(cells))
    datasets = [
        {
            "name": f"sales_{format}",
            "pipeline": "sales",
            "layer": "gold",
            "kind": "materialized_view",
            "comment": "",
            "columns": [],
            "expectations": [],
            "inputs": [],
        }
        for format in FORMATS
    ]
    manifest = {
        "version": 2,
        "platform": "shop",
        "pipelines": ["sales"],
        "notebooks": [],
        "datasets": datasets,
        "checks": [],
    }
    (stack / "lineage.json").write_text(json.dumps(manifest))
    original = directory / "original"
    original.mkdir()
    for format in FORMATS:
        rows = spark.createDataFrame(OURS, COLUMNS).coalesce(1)
        rows.write.format("delta").save(str(state.table(f"sales_{format}")))
        if format != "csv":
            rows.write.format(format).save(str(original / f"old_{format}"))
    (original / "old_csv.csv").write_text("day,sales\nmonday,3\ntuesday,6\n")
    return {"stack": stack, "state": state.root, "original": original}


def run(project_root: Path, shop: dict[str, Path], *arguments: str):
    given = {"--stack": "stack", "--artefacts": "stack", "--state": "state", "--with": "original"}
    places = [str(part) for option, name in given.items() for part in (option, shop[name])]
    done = subprocess.run(
        [sys.executable, "-m", "tools.checks.reconciliation", *places, *arguments],
        cwd=project_root,
        capture_output=True,
        text=True,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def compared(project_root: Path, shop: dict[str, Path]):
    return run(project_root, shop)


def test_each_pair_is_told_when_its_turn_comes(compared) -> None:
    code, events = compared
    assert code == 0
    assert [event["what"] for event in events if event["event"] == "comparing"] == [
        f"sales_{format} and old_{format} of the original" for format in FORMATS
    ]


def test_originals_are_read_as_delta_parquet_and_csv(compared) -> None:
    checks = compared[1][-1]["report"]["checks"]
    counts = {check["dataset"]: check for check in checks if check["check"] == "row_count"}
    assert {name: check["compared"] for name, check in counts.items()} == {
        f"sales_{format}": 2 for format in FORMATS
    }


def test_what_differs_is_found_and_nothing_else(compared) -> None:
    report = compared[1][-1]["report"]
    failed = [check for check in report["checks"] if check["passed"] is False]
    assert report["failed"] == 1
    assert [(check["dataset"], check["check"], check["column"]) for check in failed] == [
        ("sales_csv", "different_value", "sales")
    ]
    assert json.loads(failed[0]["examples"]) == [
        {"day": "tuesday", "sales": {"dataset": 5, "original": 6}}
    ]


def test_all_runs_are_kept_in_the_results_table(
    project_root: Path, shop: dict[str, Path], compared, spark: SparkSession
) -> None:
    report = compared[1][-1]["report"]
    code, events = run(project_root, shop, "--dataset", "sales_delta")
    assert code == 0
    assert {check["dataset"] for check in events[-1]["report"]["checks"]} == {"sales_delta"}
    kept = spark.read.format("delta").load(report["results"])
    assert kept.select("run_time").distinct().count() == 2


def test_a_table_that_is_not_there_is_told(
    project_root: Path, shop: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "old_csv.csv").write_text("day,sales\n")
    _, events = run(
        project_root, {**shop, "original": tmp_path}, "--dataset", "sales_csv", "sales_delta"
    )
    assert events[-1]["report"]["notCompared"] == [
        {"dataset": "sales_delta", "original": "old_delta"}
    ]


def test_nothing_to_compare_with_is_an_error_that_names_what_there_could_be(
    project_root: Path, shop: dict[str, Path], tmp_path: Path
) -> None:
    code, events = run(project_root, {**shop, "original": tmp_path})
    assert code == 1
    assert [event["event"] for event in events] == ["impossible"]
    assert "one of old_csv, old_delta, old_parquet" in events[0]["message"]


def test_a_dataset_without_an_original_is_an_error_that_names_those_with_one(
    project_root: Path, shop: dict[str, Path]
) -> None:
    code, events = run(project_root, shop, "--dataset", "customers")
    assert code == 1
    assert events[0]["message"] == (
        "--dataset: customers has no original table. "
        "Datasets with one: sales_delta, sales_parquet, sales_csv."
    )
