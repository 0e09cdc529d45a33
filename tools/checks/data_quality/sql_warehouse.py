"""Query the tables of a Databricks workspace through a SQL warehouse.

@see https://docs.databricks.com/aws/en/dev-tools/python-sql-connector
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from databricks import sql as connector
from databricks.sql.exc import RequestError

from tools.checks.data_quality.tables import UnreachableError


class SqlWarehouse:
    """Tables behind a connection of the Python database API (PEP 249)."""

    def __init__(self, connection: Any) -> None:
        """Set the session time zone to UTC, regardless of the warehouse's setting."""
        self._connection = connection
        self._execute("SET TIME ZONE 'UTC'")

    def rows(self, sql: str, reads: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._execute(sql, fetch=True)

    def reason(self, error: Exception) -> str:
        """Return the first lines of the warehouse's message, without the stack trace."""
        lines = [line.strip() for line in str(error).split("\n\tat ")[0].splitlines()]
        return " ".join(line for line in lines if line) or type(error).__name__

    def _execute(self, sql: str, fetch: bool = False) -> list[tuple[Any, ...]]:
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(sql)
                return [tuple(row) for row in cursor.fetchall()] if fetch else []
        except RequestError as error:
            # The connector has already retried.
            raise UnreachableError(f"the SQL warehouse does not answer: {error}") from error


@contextmanager
def sql_warehouse(
    environment: Mapping[str, str], catalog: str, schema: str
) -> Iterator[SqlWarehouse]:
    """Provide the tables with a connection that closes with the context; the connector retries.

    Unqualified names in custom queries refer to `schema`.
    """
    try:
        connection = connector.connect(
            server_hostname=environment["DATABRICKS_SERVER_HOSTNAME"],
            http_path=environment["DATABRICKS_HTTP_PATH"],
            access_token=environment["DATABRICKS_TOKEN"],
            catalog=catalog,
            schema=schema,
            enable_telemetry=False,
        )
    # The connector also raises exceptions of its dependencies.
    except Exception as error:
        raise UnreachableError(f"the SQL warehouse cannot be reached: {error}") from error
    with closing(connection):
        yield SqlWarehouse(connection)
