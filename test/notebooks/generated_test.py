"""The generated notebooks: tidy, and made of nothing that Databricks or Spark does not know."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dlt
import pyspark.pipelines
import pytest

# What `dlt`, the published stubs, calls what `pyspark.pipelines` has under a newer name.
OLDER_NAMES = {
    "materialized_view": "table",
    "temporary_view": "view",
    "create_auto_cdc_flow": "apply_changes",
}

# What Databricks has and open-source Spark has not, or not yet.
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


def test_they_are_formatted(project_root: Path, artefacts: Path) -> None:
    ruff(project_root, "format", "--check", "--diff", str(artefacts))


def test_they_have_nothing_for_the_linter_to_find(project_root: Path, artefacts: Path) -> None:
    # Databricks gives notebooks a `spark`; comments of columns may be as long as they must.
    in_a_notebook = ["--config", 'builtins = ["spark"]', "--extend-ignore", "D1,E501"]
    ruff(project_root, "check", str(artefacts), *in_a_notebook)


def test_there_is_a_notebook_for_each_layer(pipeline: Any) -> None:
    names = [notebook.name for notebook in pipeline.python_notebooks + pipeline.sql_notebooks]
    assert names == [
        *["bronze.py", "gold.py", "raw.py", "silver.py"],
        *["gold_views.sql", "silver_views.sql"],
    ]


def test_databricks_accepts_every_call(pipeline: Any) -> None:
    assert pipeline.calls
    for call in pipeline.calls:
        accept(getattr(dlt, OLDER_NAMES.get(call.function, call.function)), call)


def test_open_source_spark_accepts_every_call_that_it_knows(pipeline: Any) -> None:
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
