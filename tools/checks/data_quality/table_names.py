"""How SQL names tables and columns, with the same words on Spark and on Databricks."""

from collections.abc import Iterable

from tools.artefacts.manifest import Dataset

# The position of a message in Kafka.
KAFKA_POSITION = ("kafka_topic", "kafka_partition", "kafka_offset")


class TableNames:
    """The names of tables: alone, or in a schema of a catalog."""

    def __init__(self, *schema: str) -> None:
        """`schema` is nothing, or a catalog and its schema."""
        self._schema = schema

    def __call__(self, dataset: str) -> str:
        """A dataset, as a query names it."""
        return ".".join(quoted(part) for part in (*self._schema, dataset))


def quoted(name: str) -> str:
    """A name of whatever characters."""
    return "`" + name.replace("`", "``") + "`"


def listed(columns: Iterable[str]) -> str:
    """Columns with commas between them."""
    return ", ".join(quoted(column) for column in columns)


def identity_of(table: Dataset) -> tuple[str, ...]:
    """Columns by which a person finds a row again; all of them if none are known to do."""
    if table.primary_key:
        return table.primary_key
    if table.cdc is not None:
        versions = ("__START_AT", "__END_AT") if table.cdc.scd_type == 2 else ()
        return (*table.cdc.keys, *versions)
    return KAFKA_POSITION if table.has(*KAFKA_POSITION) else table.column_names
