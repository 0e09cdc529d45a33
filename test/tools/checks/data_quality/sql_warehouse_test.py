"""The way to a SQL warehouse: what is asked of the connector, and what its errors mean."""

import pytest
from databricks import sql as connector
from databricks.sql.exc import RequestError, ServerOperationError

from tools.checks.data_quality.sql_warehouse import SqlWarehouse, sql_warehouse
from tools.checks.data_quality.tables import UnreachableError

VARIABLES = {
    "DATABRICKS_SERVER_HOSTNAME": "example.cloud.databricks.com",
    "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc",
    "DATABRICKS_TOKEN": "secret",
}


def test_the_connection_is_that_of_the_environment_and_is_closed(warehouse, monkeypatch):
    asked = {}
    monkeypatch.setattr(connector, "connect", lambda **how: asked.update(how) or warehouse)
    with sql_warehouse(VARIABLES, "prod", "music") as tables:
        assert tables.rows("SELECT 1, 'a' UNION ALL SELECT 2, NULL", []) == [(1, "a"), (2, None)]
    assert asked == {
        "server_hostname": "example.cloud.databricks.com",
        "http_path": "/sql/1.0/warehouses/abc",
        "access_token": "secret",
        "catalog": "prod",
        "schema": "music",
        "enable_telemetry": False,
    }
    assert warehouse.statements[0] == "SET TIME ZONE 'UTC'"
    assert (warehouse.closed, warehouse.open_cursors) == (True, 0)


@pytest.mark.parametrize("kind", [RequestError, ValueError])
def test_a_warehouse_that_refuses_the_connection_is_told_as_such(monkeypatch, kind):
    def refuse(**how):
        raise kind("Error during request to server: 403: Invalid access token.")

    monkeypatch.setattr(connector, "connect", refuse)
    with (
        pytest.raises(UnreachableError, match=r"cannot be reached: .*Invalid access token"),
        sql_warehouse(VARIABLES, "prod", "music"),
    ):
        pass


def test_what_the_warehouse_says_of_a_query_goes_without_its_stack_trace(warehouse):
    error = ServerOperationError(
        "[TABLE_OR_VIEW_NOT_FOUND] The table `x` cannot be found.\nVerify the spelling.\n"
        "\tat org.apache.spark.sql.Something\n\tat java.lang.Thread.run"
    )
    assert SqlWarehouse(warehouse).reason(error) == (
        "[TABLE_OR_VIEW_NOT_FOUND] The table `x` cannot be found. Verify the spelling."
    )
