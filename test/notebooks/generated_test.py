"""The generated notebooks: formatted, and with calls that Databricks and Spark accept."""

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dlt
import pyspark.pipelines
import pytest

# Names in `dlt`, the published stubs, of functions that `pyspark.pipelines` has renamed.
OLDER_NAMES = {
    "materialized_view": "table",
    "temporary_view": "view",
    "create_auto_cdc_flow": "apply_changes",
}

# What open-source Spark lacks.
ONLY_ON_DATABRICKS = {"expect_all", "expect_all_or_drop", "expect_all_or_fail"}
CDC_ARGUMENTS_ONLY_ON_DATABRICKS = frozenset(
    {"track_history_column_list", "track_history_except_column_list"}
)


def ruff(project_root: Path, *arguments: str) -> None:
    settings = ["--no-cache", "--config", str(project_root / "pyproject.toml")]
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, *settings], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_notebooks_are_formatted(project_root: Path, artefacts: Path) -> None:
    ruff(project_root, "format", "--check", "--diff", str(artefacts))


def test_notebooks_pass_the_linter(project_root: Path, artefacts: Path) -> None:
    # Databricks defines `dbutils` and `spark` in notebooks; column comments may be long.
    in_a_notebook = ["--config", 'builtins = ["dbutils", "spark"]', "--extend-ignore", "D1,E501"]
    ruff(project_root, "check", str(artefacts), *in_a_notebook)


def test_the_notebooks_are_those_of_the_manifest(artefacts: Path, pipeline: Any) -> None:
    manifest = json.loads((artefacts / "lineage.json").read_text())
    notebooks = pipeline.python_notebooks + pipeline.sql_notebooks
    names = [str(notebook.relative_to(artefacts)) for notebook in notebooks]
    assert sorted(names) == sorted(notebook["file"] for notebook in manifest["notebooks"])


def test_databricks_accepts_every_call(pipeline: Any) -> None:
    assert pipeline.calls
    for call in pipeline.calls:
        accept(getattr(dlt, OLDER_NAMES.get(call.function, call.function)), call)


def test_open_source_spark_accepts_every_call_except_what_it_lacks(pipeline: Any) -> None:
    functions = {call.function for call in pipeline.calls}
    assert functions - ONLY_ON_DATABRICKS <= set(pyspark.pipelines.__all__)
    for call in pipeline.calls:
        if call.function in ONLY_ON_DATABRICKS:
            continue
        left_out = frozenset()
        if call.function == "create_auto_cdc_flow":
            left_out = CDC_ARGUMENTS_ONLY_ON_DATABRICKS
        accept(getattr(pyspark.pipelines, call.function), call, left_out)


def accept(function: Callable[..., Any], call: Any, left_out: frozenset[str] = frozenset()) -> None:
    arguments = {
        name: value for name, value in call.named_arguments.items() if name not in left_out
    }
    try:
        inspect.signature(function).bind(*call.arguments, **arguments)
    except TypeError as error:
        pytest.fail(f"{call.function}({', '.join(arguments)}): {error}")
