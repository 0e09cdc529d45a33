"""Query the local tables with the project's Spark."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JNetworkError

from tools.artefacts.manifest import read_manifest
from tools.checks.data_quality.tables import UnreachableError
from tools.local.runtime.failure import cause_of
from tools.local.runtime.session import start_session
from tools.local.runtime.state_directory import StateDirectory
from tools.local.runtime.table_catalog import TableCatalog


class LocalTables:
    """Local Delta tables and published views by name."""

    def __init__(self, catalog: TableCatalog) -> None:
        """Create the catalog; tables are registered when a query names them."""
        self._catalog = catalog

    def rows(self, sql: str, reads: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        try:
            # Register only `reads`: a column may have the name of a dataset.
            self._catalog.register_names_in(" ".join(reads))
            return [tuple(row) for row in self._catalog.query(sql).collect()]
        except (Py4JNetworkError, ConnectionError) as error:
            raise UnreachableError(f"Spark ended unexpectedly: {error}") from error

    def reason(self, error: Exception) -> str:
        """Return Spark's message without the query plan."""
        return cause_of(error)


@contextmanager
def local_tables(artefacts: Path, state: StateDirectory) -> Iterator[LocalTables]:
    """Provide the tables with a Spark session that stops with the context."""
    try:
        session = start_session(state)
        try:
            yield LocalTables(TableCatalog(session, read_manifest(artefacts), state))
        finally:
            session.stop()
    finally:
        shutil.rmtree(state.scratch(os.getpid()), ignore_errors=True)
