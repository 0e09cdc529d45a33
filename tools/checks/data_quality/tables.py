"""Where checks are run."""

from collections.abc import Iterable
from typing import Any, Protocol


class UnreachableError(Exception):
    """The connection is lost: further queries would fail as this one did."""


class Tables(Protocol):
    """Answers queries; a query that cannot be answered is an exception that says why."""

    def rows(self, sql: str, reads: Iterable[str]) -> list[tuple[Any, ...]]:
        """The rows of the answer, numbers and texts; `reads` are the datasets that it names."""
        ...

    def reason(self, error: Exception) -> str:
        """What went wrong with a query, in a line or two."""
        ...
