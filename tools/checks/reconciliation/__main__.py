"""Compares local tables with those of the original platform, by the notebook that is deployed.

Writes what it does to stdout, one JSON a line.
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
    """Nothing can be compared; the message says why and what to do."""


def main() -> int:
    """Compare once; the exit code is 1 if nothing can be compared, whatever is found."""
    arguments = read_arguments()
    # PySpark gives times in the zone of the process.
    os.environ["TZ"] = "UTC"
    time.tzset()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Spark may print: only events belong on stdout.
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
    """What to compare and where it is."""
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
    """Run the notebook and read what it wrote."""
    notebook = TaskNotebook(arguments.stack / NOTEBOOK)
    pairs = chosen(notebook.names["PAIRS"], arguments.dataset)
    there = [pair for pair in pairs if location_of(arguments.original, pair["original"])]
    if not there:
        names = ", ".join(sorted({pair["original"] for pair in pairs}))
        raise ImpossibleError(
            f"--with: {arguments.original} has no table to compare with. It would be one of "
            f"{names}, as a directory of Delta or Parquet, or as <table>.parquet or <table>.csv."
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
    """The pairs that were asked for; all if none was."""
    known = [pair["dataset"] for pair in pairs]
    unknown = [name for name in datasets if name not in known]
    if unknown:
        raise ImpossibleError(
            f"--dataset: {', '.join(unknown)} has no original. There are {', '.join(known)}."
        )
    return [pair for pair in pairs if not datasets or pair["dataset"] in datasets]


def run(
    notebook: TaskNotebook,
    arguments: argparse.Namespace,
    pairs: list[dict[str, Any]],
    emit: Emit,
) -> list[dict[str, Any]]:
    """The checks of this run, in the order in which they were made."""
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
                # All of it is in the results.
                pass
            return last_results(spark, results_table)
        finally:
            spark.stop()
    finally:
        shutil.rmtree(state.scratch(os.getpid()), ignore_errors=True)


def keep_results_at(spark: Any, directory: Path, table: str) -> None:
    """Let results lie in a directory, known by their name alone, behind those of earlier runs."""
    directory.mkdir(parents=True, exist_ok=True)
    spark.sql(f"CREATE DATABASE IF NOT EXISTS results LOCATION {sql_string(directory)}")
    spark.sql("USE results")
    if (directory / table / "_delta_log").is_dir():
        spark.sql(f"CREATE TABLE {table} USING DELTA LOCATION {sql_string(directory / table)}")


def tell(emit: Emit) -> Callable[..., None]:
    """Passes on which pair is compared; what its checks found is in the results."""

    def heard(*words: Any) -> None:
        line = " ".join(map(str, words))
        if line.endswith(" of the original"):
            emit({"event": "comparing", "what": line})

    return heard


def last_results(spark: Any, table: str) -> list[dict[str, Any]]:
    """The rows of the latest run."""
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
