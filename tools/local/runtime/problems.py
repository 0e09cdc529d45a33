"""What kept an update from completing, each with the place that the author can change."""

import re
from typing import Any

from pyspark.sql import SparkSession

from tools.local.runtime import failure
from tools.local.runtime.definition import Definition
from tools.local.runtime.errors import ExpectationFailedError
from tools.local.runtime.java_process import exit_code_of_java
from tools.local.runtime.source_places import SourcePlaces
from tools.local.runtime.state_directory import StateDirectory

# How a message begins that says where the author wrote something.
PLACE = re.compile(r"\S+:\d+: ")


class Problems:
    """Collects the problems of one update."""

    def __init__(self, session: SparkSession, state: StateDirectory) -> None:
        """There is none yet."""
        self._session = session
        self._state = state
        self._found: list[dict[str, Any]] = []
        self._errors: list[tuple[str, BaseException]] = []

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._found)

    def explain(
        self,
        error: BaseException,
        places: SourcePlaces | None = None,
        definition: Definition | None = None,
    ) -> str:
        """Place, cause and remedy of an error."""
        ended = exit_code_of_java(self._session, error)
        if ended is not None:
            return failure.end_of_java(self._state, ended)
        root = failure.root_of(error)
        cause = failure.cause_of(root)
        if places is None or definition is None or failure.is_of_machine(root):
            return cause
        place = places.of_error(root) or definition.place
        if isinstance(root, ExpectationFailedError):
            # Rule and dataset say where it is; a line of generated code would not.
            place = places.of_author(definition.name)
        return cause if place is None or PLACE.match(cause) else f"{place}: {cause}"

    def add(self, dataset: str | None, message: str | None, error: BaseException | None) -> None:
        """Note a problem of a dataset, or of the update itself."""
        place = {} if dataset is None else {"dataset": dataset}
        self._found.append({**place, "message": message})
        if error is not None and not failure.is_explained(error):
            self._errors.append((f"{dataset or 'update'}: {message}", error))

    def as_event(self) -> dict[str, Any]:
        """The fields of an `update_finished` line; `details` is a file with the whole texts."""
        file = self._state.runtime / "errors.log"
        written = bool(self._errors) and failure.write_whole_texts(file, self._errors)
        return {"problems": self._found, **({"details": str(file)} if written else {})}
