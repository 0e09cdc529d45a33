"""Answers a SQL query over the pipeline's tables and views; only the answer goes to stdout."""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from tools.artefacts.manifest import Manifest, read_manifest
from tools.local.runtime.answer_format import FORMATS, write_answer
from tools.local.runtime.failure import message_of_query
from tools.local.runtime.state_directory import StateDirectory


def main() -> int:
    """Answer one query; the exit code is 1 if it cannot be answered."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.local.runtime.query", description=__doc__
    )
    parser.add_argument("--state", type=Path, required=True, help="directory of all state")
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    parser.add_argument("--format", choices=FORMATS, default="table")
    parser.add_argument("sql")
    arguments = parser.parse_args()
    # PySpark gives times in the zone of the process.
    os.environ["TZ"] = "UTC"
    time.tzset()
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="")
    os.dup2(2, 1)
    state = StateDirectory(arguments.state)
    try:
        rows = answer_to(arguments.sql, read_manifest(arguments.artefacts.resolve()), state)
        write_answer(rows.schema, rows.collect(), arguments.format, answer)
        answer.flush()
        return 0
    except Exception as error:
        print(message_of_query(error), file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(state.scratch(os.getpid()), ignore_errors=True)


def answer_to(sql: str, manifest: Manifest, state: StateDirectory):
    """The rows that a query asks for; only the datasets that it names are looked up."""
    from tools.local.runtime.session import start_session
    from tools.local.runtime.table_catalog import TableCatalog

    session = start_session(state)
    catalog = TableCatalog(session, manifest, state)
    catalog.register_names_in(sql)
    return catalog.query(sql)


if __name__ == "__main__":
    sys.exit(main())
