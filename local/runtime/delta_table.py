"""Creates Delta tables and keeps what describes them up to date."""

from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from local.runtime.definition import Definition


def table_sql(path: Path) -> str:
    """The table at a path, as SQL names it."""
    return f"delta.`{path}`"


def presentation_of(definition: Definition) -> dict[str, Any]:
    """What describes a table beside its columns."""
    return {
        "comment": definition.comment,
        "properties": definition.table_properties or {},
        "clusterBy": list(definition.cluster_by),
    }


def create_table(
    session: SparkSession, path: Path, schema: StructType, presentation: dict[str, Any]
) -> None:
    """Create an empty table, with the comments of its columns, unless there is one."""
    jvm = session._jvm
    assert jvm is not None
    builder = (
        jvm.io.delta.tables.DeltaTable.createIfNotExists(session._jsparkSession)
        .location(str(path))
        .addColumns(session._jsparkSession.parseDataType(schema.json()))
    )
    if presentation["comment"] is not None:
        builder = builder.comment(presentation["comment"])
    for key, value in presentation["properties"].items():
        builder = builder.property(key, value)
    if presentation["clusterBy"]:
        columns = session.sparkContext._gateway.new_array(
            jvm.java.lang.String, len(presentation["clusterBy"])
        )
        for position, column in enumerate(presentation["clusterBy"]):
            columns[position] = column
        builder = builder.clusterBy(columns)
    builder.execute()


def update_presentation(
    session: SparkSession, path: Path, earlier: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Change comment, properties and clustering of a stored table where they differ."""
    table = table_sql(path)
    settings = {
        key: value
        for key, value in wanted["properties"].items()
        if earlier["properties"].get(key) != value
    }
    if wanted["comment"] != earlier["comment"]:
        settings["comment"] = wanted["comment"] or ""
    if settings:
        pairs = ", ".join(f"{literal(key)} = {literal(value)}" for key, value in settings.items())
        session.sql(f"ALTER TABLE {table} SET TBLPROPERTIES ({pairs})")
    dropped = [key for key in earlier["properties"] if key not in wanted["properties"]]
    if dropped:
        keys = ", ".join(literal(key) for key in dropped)
        session.sql(f"ALTER TABLE {table} UNSET TBLPROPERTIES IF EXISTS ({keys})")
    if wanted["clusterBy"] != earlier["clusterBy"]:
        columns = ", ".join(f"`{column}`" for column in wanted["clusterBy"])
        session.sql(f"ALTER TABLE {table} CLUSTER BY {f'({columns})' if columns else 'NONE'}")


def update_columns(session: SparkSession, path: Path, wanted: StructType) -> None:
    """Add the columns that a stored table lacks, where they belong, and change comments."""
    stored = {field.name.lower(): field for field in stored_schema(session, path)}
    place = "FIRST"
    for field in wanted:
        found = stored.get(field.name.lower())
        comment = field.metadata.get("comment")
        if found is None:
            described = f" COMMENT {literal(comment)}" if comment is not None else ""
            session.sql(
                f"ALTER TABLE {table_sql(path)} ADD COLUMNS "
                f"(`{field.name}` {field.dataType.simpleString()}{described} {place})"
            )
        elif found.metadata.get("comment") != comment:
            session.sql(
                f"ALTER TABLE {table_sql(path)} ALTER COLUMN `{field.name}` "
                f"COMMENT {literal(comment or '')}"
            )
        place = f"AFTER `{field.name}`"


def stored_schema(session: SparkSession, path: Path) -> StructType:
    """The columns of a stored table."""
    return session.read.format("delta").load(str(path)).schema


def literal(text: str) -> str:
    """A text as SQL writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
