"""Table and column names in SQL, for Spark and Databricks."""

from collections.abc import Iterable

from tools.artefacts.manifest import Dataset

# Position of a message in Kafka.
KAFKA_POSITION = ("kafka_topic", "kafka_partition", "kafka_offset")


class TableNames:
    """Table names, unqualified or qualified with catalog and schema."""

    def __init__(self, *schema: str) -> None:
        """Create from an empty tuple, or from catalog and schema."""
        self._schema = schema

    def __call__(self, dataset: str) -> str:
        """Return the quoted name of a dataset for queries."""
        return ".".join(quoted(part) for part in (*self._schema, dataset))


def quoted(name: str) -> str:
    """Quote a name."""
    return "`" + name.replace("`", "``") + "`"


def listed(columns: Iterable[str]) -> str:
    """Return quoted columns separated by commas."""
    return ", ".join(quoted(column) for column in columns)


def identity_of(table: Dataset) -> tuple[str, ...]:
    """Return the columns that identify a row; all columns if there is no key."""
    if table.primary_key:
        return table.primary_key
    if table.cdc is not None:
        versions = ("__START_AT", "__END_AT") if table.cdc.scd_type == 2 else ()
        return (*table.cdc.keys, *versions)
    return KAFKA_POSITION if table.has(*KAFKA_POSITION) else table.column_names
