"""Run a generated task notebook locally, in two steps: its definitions, then its call."""

from pathlib import Path
from typing import Any

CELL = "\n# COMMAND ----------\n"


class FakeWidgets:
    """The parameters that a task passes to its notebook, all strings."""

    def __init__(self, parameters: dict[str, str]) -> None:
        """Store the parameters."""
        self._parameters = parameters

    def getAll(self) -> dict[str, str]:  # noqa: N802
        """Return all parameters by name."""
        return dict(self._parameters)


class FakeDbutils:
    """The part of Databricks' `dbutils` that task notebooks use."""

    def __init__(self, parameters: dict[str, str]) -> None:
        """Provide only `widgets`."""
        self.widgets = FakeWidgets(parameters)


class TaskNotebook:
    """Definitions of a notebook, and the call in its last cell."""

    def __init__(self, file: Path) -> None:
        """Execute the definitions without the call."""
        *definitions, self._call = file.read_text(encoding="utf-8").split(CELL)
        self._file = str(file)
        self.names: dict[str, Any] = {}
        exec(compile(CELL.join(definitions), self._file, "exec"), self.names)

    def run(self, spark: Any, parameters: dict[str, str], tell: Any) -> None:
        """Execute the call; `tell` receives the notebook's output."""
        self.names |= {"spark": spark, "dbutils": FakeDbutils(parameters), "print": tell}
        exec(compile(self._call, self._file, "exec"), self.names)
