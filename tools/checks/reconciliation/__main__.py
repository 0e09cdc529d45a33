"""Compare local tables with those of the original platform, using the deployed notebook.

Writes events to stdout, one JSON object per line.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.artefacts.manifest import ManifestError, read_manifest
from tools.checks.reconciliation.original_tables import SCHEMA, location_of, register, sql_string
from tools.checks.reconciliation.task_notebook import TaskNotebook
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.state_directory import StateDirectory

NOTEBOOK = Path("tasks") / "reconciliation.py"

Emit = Callable[[dict[str, Any]], None]


class ImpossibleError(Exception):
    """Raised if nothing can be compared; the message has the reason and the fix."""


def main() -> int:
    """Compare once; return exit code 1 only if nothing can be compared."""
    arguments = read_arguments()
    # PySpark returns times in the time zone of the process.
    os.environ["TZ"] = "UTC"
    time.tzset()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Spark may print to stdout: only events belong there.
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

    def emit(event: dict[str, Any]) -> None:
        output.write(json.dumps(event, ensure_ascii=False) + "\n")
        output.flush()

    try:
        emit({"event": "finished", "report": compare(arguments, emit)})
        return 0
    except (ImpossibleError, ManifestError, PipelineError) as error:
        emit({"event": "impossible", "message": str(error)})
        return 1


def read_arguments() -> argparse.Namespace:
    """Parse the arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.checks.reconciliation", description=__doc__
    )
    parser.add_argument("--stack", type=Path, required=True, help="synthesized stack")
    parser.add_argument("--artefacts", type=Path, required=True, help="of the local tables")
    parser.add_argument("--state", type=Path, required=True, help="directory of the local state")
    parser.add_argument("--with", dest="original", type=Path, required=True)
    parser.add_argument("--dataset", nargs="+", default=[], help="only these")
    return parser.parse_args()


def compare(arguments: argparse.Namespace, emit: Emit) -> dict[str, Any]:
    """Run the notebook and read its results."""
    notebook = TaskNotebook(arguments.stack / NOTEBOOK)
    pairs = chosen(notebook.names["PAIRS"], arguments.dataset)
    there = [pair for pair in pairs if location_of(arguments.original, pair["original"])]
    if not there:
        names = ", ".join(sorted({pair["original"] for pair in pairs}))
        raise ImpossibleError(
            f"--with: {arguments.original} contains no table to compare with. Expected one of "
            f"{names}, as a Delta or Parquet directory, or as <table>.parquet or <table>.csv."
        )
    results = arguments.state.resolve() / "reconciliation" / notebook.names["RESULTS_TABLE"]
    checks = run(notebook, arguments, there, emit)
    return {
        "original": str(arguments.original),
        "results": str(results),
        "notCompared": [
            {"dataset": pair["dataset"], "original": pair["original"]}
            for pair in pairs
            if pair not in there
        ],
        "failed": sum(check["passed"] is False for check in checks),
        "checks": checks,
    }


def chosen(pairs: list[dict[str, Any]], datasets: list[str]) -> list[dict[str, Any]]:
    """Return the requested pairs; all if no dataset is requested."""
    known = [pair["dataset"] for pair in pairs]
    unknown = [name for name in datasets if name not in known]
    if unknown:
        raise ImpossibleError(
            f"--dataset: {', '.join(unknown)} has no original table. "
            f"Datasets with one: {', '.join(known)}."
        )
    return [pair for pair in pairs if not datasets or pair["dataset"] in datasets]


def run(
    notebook: TaskNotebook,
    arguments: argparse.Namespace,
    pairs: list[dict[str, Any]],
    emit: Emit,
) -> list[dict[str, Any]]:
    """Run the notebook and return the checks of this run in order."""
    from tools.local.runtime.session import start_session
    from tools.local.runtime.table_catalog import TableCatalog

    state = StateDirectory(arguments.state)
    try:
        spark = start_session(state)
        try:
            catalog = TableCatalog(spark, read_manifest(arguments.artefacts.resolve()), state)
            catalog.register_names_in(" ".join(pair["dataset"] for pair in pairs))
            register(spark, arguments.original.resolve(), [pair["original"] for pair in pairs])
            results_table = notebook.names["RESULTS_TABLE"]
            keep_results_at(spark, state.root / "reconciliation", results_table)
            parameters = {
                "original_schema": SCHEMA,
                "datasets": ",".join(pair["dataset"] for pair in pairs),
            }
            try:
                notebook.run(spark, parameters, tell(emit))
            except notebook.names["ReconciliationError"]:
                # The notebook fails if checks fail; the results contain all of them.
                pass
            return last_results(spark, results_table)
        finally:
            spark.stop()
    finally:
        shutil.rmtree(state.scratch(os.getpid()), ignore_errors=True)


def keep_results_at(spark: Any, directory: Path, table: str) -> None:
    """Store the results table in a directory under its unqualified name; runs are appended."""
    directory.mkdir(parents=True, exist_ok=True)
    spark.sql(f"CREATE DATABASE IF NOT EXISTS results LOCATION {sql_string(directory)}")
    spark.sql("USE results")
    if (directory / table / "_delta_log").is_dir():
        spark.sql(f"CREATE TABLE {table} USING DELTA LOCATION {sql_string(directory / table)}")


def tell(emit: Emit) -> Callable[..., None]:
    """Report the pair being compared; check results are read from the results table."""

    def heard(*words: Any) -> None:
        line = " ".join(map(str, words))
        if line.endswith(" of the original"):
            emit({"event": "comparing", "what": line})

    return heard


def last_results(spark: Any, table: str) -> list[dict[str, Any]]:
    """Return the rows of the latest run."""
    rows = spark.sql(
        f"SELECT * FROM {table} WHERE run_time = (SELECT max(run_time) FROM {table})"
    ).collect()
    return [
        {
            "dataset": row.dataset,
            "original": row.original_table,
            "check": row.check_name,
            "column": row.column_name,
            "concerned": row.rows_concerned,
            "compared": row.rows_compared,
            "tolerated": row.tolerated,
            "passed": row.passed,
            "message": row.message,
            "examples": row.examples,
        }
        for row in rows
    ]


if __name__ == "__main__":
    sys.exit(main())
