"""Where the runtime keeps what it must remember, and who may write there."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Container
from pathlib import Path
from typing import Any

from tools.local.runtime.errors import PipelineError

# Changes whenever updates can no longer continue from what earlier code has stored.
FORMAT = "2"

SECONDS_A_KILLED_ENGINE_MAY_LINGER = 30


class StateDirectory:
    """The paths under `.local` that belong to the runtime."""

    def __init__(self, root: Path) -> None:
        """Nothing is created before it is needed."""
        self.root = root.resolve()
        self.warehouse = self.root / "warehouse"
        self.runtime = self.root / "runtime"

    def table(self, dataset: str) -> Path:
        """The Delta table that readers see."""
        return self.warehouse / dataset

    def checkpoint(self, dataset: str) -> Path:
        """The position of the dataset's flow in its sources."""
        return self.runtime / "checkpoints" / dataset

    def changes(self, dataset: str) -> Path:
        """What an AUTO CDC flow remembers; private, since it holds deleted rows."""
        return self.runtime / "changes" / dataset

    @property
    def no_files(self) -> Path:
        """A directory in which there is never anything."""
        return self.runtime / "no-files"

    def scratch(self, owner: int) -> Path:
        """Temporary files of one process."""
        return self.runtime / "scratch" / str(owner)

    def require_readable(self) -> None:
        """Refuse what another version of this runtime wrote; mark what has nothing yet as ours."""
        mark = self.runtime / "format"
        if not self.remembered():
            self.runtime.mkdir(parents=True, exist_ok=True)
            mark.write_text(FORMAT, encoding="utf-8")
        elif not mark.exists() or mark.read_text(encoding="utf-8") != FORMAT:
            raise PipelineError(
                f"{self.root} was written by another version of this project, whose tables this "
                "one cannot continue: start again with 'npx medallion start --clean'"
            )

    def remembered(self) -> list[str]:
        """Names of all datasets that were ever run here."""
        directory = self.runtime / "datasets"
        return sorted(path.stem for path in directory.glob("*.json"))

    def recall(self, dataset: str) -> dict[str, Any]:
        """What the last update noted of a dataset; empty if there is nothing."""
        path = self.runtime / "datasets" / f"{dataset}.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def newly_removed(self, current: Container[str]) -> list[tuple[str, dict[str, Any]]]:
        """The notes of datasets that the last update had and that are gone now; told once."""
        found = []
        for name in self.remembered():
            notes = self.recall(name)
            was_removed, removed = notes.get("removed", False), name not in current
            if was_removed != removed:
                self.remember(name, {**notes, "removed": removed})
                if removed and notes:
                    found.append((name, notes))
        return found

    def remember(self, dataset: str, notes: dict[str, Any]) -> None:
        """Replace the notes of a dataset in one step, so that a kill leaves the old or the new."""
        directory = self.runtime / "datasets"
        directory.mkdir(parents=True, exist_ok=True)
        draft = directory / f"{dataset}.json.{os.getpid()}.draft"
        draft.write_text(json.dumps(notes, indent=2, sort_keys=True), encoding="utf-8")
        draft.replace(directory / f"{dataset}.json")

    def forget(self, dataset: str) -> None:
        """Delete table, checkpoint and change events of a dataset; survives a kill half-way."""
        self.remember(dataset, {"resetting": True})
        for path in (self.checkpoint(dataset), self.changes(dataset), self.table(dataset)):
            shutil.rmtree(path, ignore_errors=True)
        self.remember(dataset, {})

    def finish_interrupted_resets(self) -> None:
        """Complete what a killed process had begun to forget."""
        for dataset in self.remembered():
            if self.recall(dataset).get("resetting"):
                self.forget(dataset)

    def remove_stale_scratch(self) -> None:
        """Delete temporary files of processes that are gone."""
        for directory in (self.runtime / "scratch").glob("*"):
            if not process_exists(int(directory.name)):
                shutil.rmtree(directory, ignore_errors=True)


class StateLock:
    """Lets one process at a time update a state directory.

    The lock belongs to the open file: the operating system drops it when the last process that
    holds the file ends, so a killed process never blocks the next one.
    """

    def __init__(self, state: StateDirectory) -> None:
        """Take the lock or explain who has it."""
        state.runtime.mkdir(parents=True, exist_ok=True)
        self._file = open(state.runtime / "lock", "a+", encoding="utf-8")  # noqa: SIM115
        give_up_at = time.monotonic() + SECONDS_A_KILLED_ENGINE_MAY_LINGER
        while not self._taken():
            self._file.seek(0)
            holder = self._file.read().strip()
            # Spark outlives a killed Python process by a moment and still writes: wait for it.
            lingers = not holder.isdigit() or not process_exists(int(holder))
            if not lingers or time.monotonic() > give_up_at:
                self._file.close()
                raise PipelineError(
                    f"{state.root} is in use by another run (process {holder or 'unknown'}): wait "
                    "until it has ended or stop it, then start again"
                )
            time.sleep(0.05)
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    @property
    def descriptor(self) -> int:
        """File descriptor to hand to child processes, so that they hold the lock as well."""
        return self._file.fileno()

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def process_exists(process: int) -> bool:
    """Whether a process with this number runs now."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
