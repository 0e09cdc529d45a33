"""The runtime as a process: reads commands from stdin, writes events to stdout, one JSON a line."""

import argparse
import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.state_directory import StateDirectory, StateLock
from tools.local.runtime.step_times import log_to


class Protocol:
    """Writes events to the stdout that the process was started with."""

    def __init__(self, output: TextIO) -> None:
        """Other output of this process does not go there."""
        self._output = output
        self._lock = threading.Lock()

    def emit(self, event: dict[str, Any]) -> None:
        """Write one event."""
        with self._lock:
            self._output.write(json.dumps(event) + "\n")
            self._output.flush()


def main() -> int:
    """Serve updates until stdin ends; the exit code is 1 if the last update failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.local.runtime", description=__doc__)
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    parser.add_argument("--state", type=Path, required=True, help="directory of all state")
    parser.add_argument("--logs", type=Path, help="directory for logs of everything")
    arguments = parser.parse_args()
    protocol = Protocol(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    # Notebooks may print, and so may Spark: only events belong on stdout.
    os.dup2(2, 1)
    # Everything survives a kill, so there is nothing to wait for when asked to end.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    state = StateDirectory(arguments.state)
    try:
        return serve(arguments.artefacts.resolve(), state, protocol, arguments.logs)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(state.scratch(os.getpid()), ignore_errors=True)


def serve(
    artefacts: Path, state: StateDirectory, protocol: Protocol, logs: Path | None = None
) -> int:
    """Start Spark, then carry out one command after the other."""
    began = time.monotonic()
    lock = StateLock(state)
    state.require_readable()
    state.remove_stale_scratch()
    # Imported here, so that a locked state directory is reported without loading Spark.
    from tools.local.runtime.session import start_session
    from tools.local.runtime.update import Update

    if logs is not None:
        log_to(logs)
    session = start_session(state, lock.descriptor, logs=logs)
    protocol.emit({"event": "ready", "seconds": round(time.monotonic() - began, 2)})
    succeeded = True
    for line in sys.stdin:
        if not line.strip():
            continue
        command = read_command(line)
        if command["command"] == "stop":
            break
        succeeded = Update(
            artefacts,
            state,
            session,
            {key: str(value) for key, value in command.get("configuration", {}).items()},
            command.get("fullRefresh") or [],
            protocol.emit,
        ).run()
        if session.sparkContext._gateway.proc.poll() is not None:
            return 1
    # Nothing is under way, and everything survives a kill: an orderly end would only take time.
    java = session.sparkContext._gateway.proc
    java.kill()
    java.wait()
    return 0 if succeeded else 1


def read_command(line: str) -> dict[str, Any]:
    """A command, checked."""
    try:
        command = json.loads(line)
        known = command["command"] in ("update", "stop")
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise PipelineError(f"not a command: {line.strip()} (update and stop are)")
    return command


if __name__ == "__main__":
    sys.exit(main())
