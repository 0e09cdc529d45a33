"""Run a baseline for the benchmark as a process that updates its tables on demand.

Each line on standard input requests an update with all messages in the topics. Reports are JSON
objects on standard output, one per line:

    {"event": "ready", "seconds": 0}
    {"event": "finished", "seconds": 12.34}

Spark is started in the same way and with the same settings as for the platform.
"""

import argparse
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tools.artefacts.manifest import read_manifest
from tools.local.runtime.failure import cause_of
from tools.local.runtime.state_directory import StateDirectory

BASELINES = ("original_design", "plain_streaming")

# Columns of a raw table that are not fields of the event.
POSITION_IN_KAFKA = (
    "kafka_timestamp",
    "kafka_topic",
    "kafka_partition",
    "kafka_offset",
    "kafka_key",
)
NOT_OF_THE_EVENT = {*POSITION_IN_KAFKA, "value", "unknown_fields"}


def main() -> None:
    """Start Spark, then update the tables on every request."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.baseline_process")
    parser.add_argument("baseline", choices=BASELINES)
    parser.add_argument("--state", type=Path, required=True, help="directory of its tables")
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    parser.add_argument("--bootstrap-servers", required=True, help="the Kafka broker")
    arguments = parser.parse_args()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Spark prints too: only reports belong on standard output.
    os.dup2(2, 1)
    state = StateDirectory(arguments.state)
    baseline = importlib.import_module(f"tools.bench.{arguments.baseline}")
    fields = fields_by_topic(arguments.artefacts)

    from tools.local.runtime.session import start_session

    session = start_session(state)
    report(output, "ready", 0)
    for _ in sys.stdin:
        began = time.monotonic()
        try:
            baseline.bring_up_to_date(session, arguments.bootstrap_servers, fields, state)
        except Exception as error:
            sys.exit(cause_of(error))
        report(output, "finished", round(time.monotonic() - began, 2))
    session.stop()


def fields_by_topic(artefacts: Path) -> dict[str, str]:
    """Return the fields of each topic's events for `from_json`, as declared by the platform."""
    return {
        dataset.topic: ", ".join(
            f"{column.name} {column.type}"
            for column in dataset.columns
            if column.name not in NOT_OF_THE_EVENT
        )
        for dataset in read_manifest(artefacts).datasets.values()
        if dataset.topic is not None
    }


def report(output: Any, event: str, seconds: float) -> None:
    """Write one report."""
    output.write(json.dumps({"event": event, "seconds": seconds}) + "\n")
    output.flush()


if __name__ == "__main__":
    main()
