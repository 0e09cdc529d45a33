"""Where checks are run."""

from typing import Any, Protocol


class UnreachableError(Exception):
    """Nobody answers any more: further queries would fail as this one did."""


class Tables(Protocol):
    """Answers queries; a query that cannot be answered is an exception that says why."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of the answer, with numbers and texts as Python has them."""
        ...

    def reason(self, error: Exception) -> str:
        """What went wrong with a query, in a line or two."""
        ...
