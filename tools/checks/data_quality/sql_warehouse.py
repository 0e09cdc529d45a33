"""The tables of a Databricks workspace, asked through a SQL warehouse.

@see https://docs.databricks.com/aws/en/dev-tools/python-sql-connector
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from databricks import sql as connector
from databricks.sql.exc import RequestError

from tools.checks.data_quality.tables import UnreachableError


class SqlWarehouse:
    """Answers over a connection of the Python database API (PEP 249)."""

    def __init__(self, connection: Any) -> None:
        """Times are UTC there as well, whatever the warehouse is set to."""
        self._connection = connection
        self._execute("SET TIME ZONE 'UTC'")

    def rows(self, sql: str, reads: Iterable[str]) -> list[tuple[Any, ...]]:
        """The rows of the answer."""
        return self._execute(sql, fetch=True)

    def reason(self, error: Exception) -> str:
        """The first lines of what the warehouse says, without its own stack trace."""
        lines = [line.strip() for line in str(error).split("\n\tat ")[0].splitlines()]
        return " ".join(line for line in lines if line) or type(error).__name__

    def _execute(self, sql: str, fetch: bool = False) -> list[tuple[Any, ...]]:
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(sql)
                return [tuple(row) for row in cursor.fetchall()] if fetch else []
        except RequestError as error:
            # The connector has tried again for as long as makes sense.
            raise UnreachableError(f"the SQL warehouse does not answer: {error}") from error


@contextmanager
def sql_warehouse(
    environment: Mapping[str, str], catalog: str, schema: str
) -> Iterator[SqlWarehouse]:
    """Connect for as long as the tables are needed; retries and timeouts are the connector's own.

    Names without a schema, in queries that were written by hand, are those of `schema`.
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
    # The connector also lets errors of what it is built on through.
    except Exception as error:
        raise UnreachableError(f"the SQL warehouse cannot be reached: {error}") from error
    with closing(connection):
        yield SqlWarehouse(connection)
