"""Runs a generated notebook of a task here, in two steps: what it defines, then its call."""

from pathlib import Path
from typing import Any

CELL = "\n# COMMAND ----------\n"


class FakeWidgets:
    """What a task gives its notebook: parameters, all of them text."""

    def __init__(self, parameters: dict[str, str]) -> None:
        """They are read only."""
        self._parameters = parameters

    def getAll(self) -> dict[str, str]:  # noqa: N802
        """All parameters by their names."""
        return dict(self._parameters)


class FakeDbutils:
    """The part of Databricks' `dbutils` that notebooks of tasks use."""

    def __init__(self, parameters: dict[str, str]) -> None:
        """A task has widgets and, here, nothing else."""
        self.widgets = FakeWidgets(parameters)


class TaskNotebook:
    """Functions and constants of a notebook, and the call in its last cell."""

    def __init__(self, file: Path) -> None:
        """Define everything; nothing is called yet."""
        *definitions, self._call = file.read_text(encoding="utf-8").split(CELL)
        self._file = str(file)
        self.names: dict[str, Any] = {}
        exec(compile(CELL.join(definitions), self._file, "exec"), self.names)

    def run(self, spark: Any, parameters: dict[str, str], tell: Any) -> None:
        """Make the call; `tell` gets what the notebook prints."""
        self.names |= {"spark": spark, "dbutils": FakeDbutils(parameters), "print": tell}
        exec(compile(self._call, self._file, "exec"), self.names)
