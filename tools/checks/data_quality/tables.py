"""Interface of the tables that checks query."""

from collections.abc import Iterable
from typing import Any, Protocol


class UnreachableError(Exception):
    """Raised if the connection is lost, so that further queries would fail too."""


class Tables(Protocol):
    """Runs queries; a failed query raises an exception with the reason."""

    def rows(self, sql: str, reads: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query as numbers and strings; `reads` lists its datasets."""
        ...

    def reason(self, error: Exception) -> str:
        """Return the reason of a failed query in one or two lines."""
        ...
