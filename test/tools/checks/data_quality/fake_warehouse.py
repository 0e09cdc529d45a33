"""A connection as the Databricks connector has it, to tables that this machine's Spark holds."""

import uuid

from databricks.sql.exc import ServerOperationError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from shop import Rows

CATALOG, SCHEMA = "shop-catalog", "orders"


class FakeWarehouse:
    """Takes the place of `databricks.sql.connect(catalog=…, schema=…)`.

    Tables have a prefix of their own in Spark, so that no test finds those of another one.
    """

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        self._prefix = f"fake_{uuid.uuid4().hex}_"
        self.statements: list[str] = []
        self.names: list[str] = []
        self.open_cursors = 0
        self.closed = False
        # What the network does to the next statements.
        self.trouble: Exception | None = None

    def create(self, name: str, schema: str, rows: Rows) -> None:
        self._spark.createDataFrame(rows, schema).createOrReplaceTempView(self._prefix + name)
        self.names.append(name)

    def cursor(self) -> "FakeCursor":
        self.open_cursors += 1
        return FakeCursor(self)

    def close(self) -> None:
        self.closed = True

    def drop_all(self) -> None:
        for name in self.names:
            self._spark.catalog.dropTempView(self._prefix + name)

    def answer(self, sql: str) -> Rows:
        self.statements.append(sql)
        if self.trouble is not None:
            raise self.trouble
        translated = sql.replace(f"`{CATALOG}`.`{SCHEMA}`.", "")
        for name in sorted(self.names, key=len, reverse=True):
            # With or without quotes: the schema is that of the connection.
            translated = translated.replace(f"`{name}`", f" {name} ").replace(
                f" {name} ", f" {self._prefix}{name} "
            )
        try:
            return [tuple(row) for row in self._spark.sql(translated).collect()]
        except PySparkException as error:
            raise ServerOperationError(str(error)) from error


class FakeCursor:
    """One statement at a time, as PEP 249 has it."""

    def __init__(self, connection: FakeWarehouse) -> None:
        self._connection = connection
        self._rows: Rows = []

    def execute(self, sql: str) -> "FakeCursor":
        self._rows = self._connection.answer(sql)
        return self

    def fetchall(self) -> Rows:
        return self._rows

    def close(self) -> None:
        self._connection.open_cursors -= 1
