"""Check the tables of a pipeline and write events to stdout, one JSON object per line."""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from tools.artefacts.manifest import ManifestError, read_manifest
from tools.checks.data_quality.check import Check, CheckResult
from tools.checks.data_quality.derived_checks import derived_checks
from tools.checks.data_quality.suite import run_checks
from tools.checks.data_quality.table_names import TableNames
from tools.checks.data_quality.tables import Tables, UnreachableError
from tools.local.runtime.errors import PipelineError


def main() -> int:
    """Run the checks; return exit code 1 only if the tables cannot be reached."""
    arguments = read_arguments()
    # PySpark returns times in the time zone of the process.
    os.environ["TZ"] = "UTC"
    time.tzset()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Spark and the connector may print to stdout: only events belong there.
    os.dup2(2, 1)
    # Nothing is written, so a signal may end the process at once.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

    def emit(event: dict[str, Any]) -> None:
        output.write(json.dumps(event, ensure_ascii=False) + "\n")
        output.flush()

    try:
        check_tables(arguments, emit)
        return 0
    except (ManifestError, PipelineError, UnreachableError) as error:
        emit({"event": "unreachable", "message": str(error)})
        return 1


def read_arguments() -> argparse.Namespace:
    """Parse the arguments: `--state` for local tables, `--schema` for those of a warehouse."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.checks.data_quality", description=__doc__
    )
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    parser.add_argument("--dataset", nargs="+", default=[], help="only checks that read these")
    parser.add_argument("--max-age", type=int, help="seconds since the newest message")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--state", type=Path, help="directory of the local state")
    where.add_argument("--schema", nargs=2, metavar=("CATALOG", "SCHEMA"))
    return parser.parse_args()


def check_tables(arguments: argparse.Namespace, emit: Callable[[dict[str, Any]], None]) -> None:
    """Run the checks and report each."""
    artefacts = arguments.artefacts.resolve()
    names = TableNames(*(arguments.schema or ()))
    checks = derived_checks(read_manifest(artefacts), names, arguments.max_age, arguments.dataset)

    def checking(check: Check, done: int) -> None:
        emit({"event": "checking", "dataset": check.dataset, "check": check.name, "done": done})

    emit({"event": "started", "checks": len(checks)})
    if not checks:
        emit({"event": "finished", "checks": []})
        return
    with open_tables(arguments, artefacts) as tables:
        results = run_checks(checks, tables, checking)
    emit({"event": "finished", "checks": [described(result) for result in results]})


def open_tables(arguments: argparse.Namespace, artefacts: Path) -> AbstractContextManager[Tables]:
    """Connect to the tables, loading Spark or the connector only if needed."""
    if arguments.schema is not None:
        from tools.checks.data_quality.sql_warehouse import sql_warehouse

        return sql_warehouse(os.environ, *arguments.schema)
    from tools.checks.data_quality.local_tables import local_tables
    from tools.local.runtime.state_directory import StateDirectory

    return local_tables(artefacts, StateDirectory(arguments.state))


def described(result: CheckResult) -> dict[str, Any]:
    """Return a result in the form of the report."""
    check, verdict = result.check, result.verdict
    return {
        "name": check.name,
        "dataset": check.dataset,
        "kind": check.kind,
        "description": check.sentence,
        "status": verdict.status,
        "failingRows": verdict.failing_rows,
        "message": verdict.message,
        "sampleRows": result.sample_rows,
        "query": check.failing_rows,
    }


if __name__ == "__main__":
    sys.exit(main())
