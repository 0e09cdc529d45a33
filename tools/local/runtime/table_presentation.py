"""What describes a stored table: comment, properties, clustering and columns."""

from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from tools.local.runtime.definition import Definition
from tools.local.runtime.stored_table import stated_properties


def presentation_of(definition: Definition) -> dict[str, Any]:
    """What describes a table besides its columns."""
    return {
        "comment": definition.comment,
        "properties": definition.table_properties or {},
        "clusterBy": list(definition.cluster_by),
    }


def update_presentation(
    session: SparkSession, path: Path, earlier: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Change comment, properties and clustering of a stored table where they differ."""
    table = table_sql(path)
    stored, stated = stated_properties(earlier), stated_properties(wanted)
    settings = {key: value for key, value in stated.items() if stored.get(key) != value}
    if wanted["comment"] != earlier["comment"]:
        settings["comment"] = wanted["comment"] or ""
    if settings:
        pairs = ", ".join(f"{literal(key)} = {literal(value)}" for key, value in settings.items())
        session.sql(f"ALTER TABLE {table} SET TBLPROPERTIES ({pairs})")
    dropped = [key for key in stored if key not in stated]
    if dropped:
        keys = ", ".join(literal(key) for key in dropped)
        session.sql(f"ALTER TABLE {table} UNSET TBLPROPERTIES IF EXISTS ({keys})")


def update_columns(
    session: SparkSession, path: Path, present: StructType, wanted: StructType
) -> None:
    """Add the columns that a stored table lacks, where they belong, and change comments."""
    stored = {field.name.lower(): field for field in present}
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


def table_sql(path: Path) -> str:
    """The table at a path, as SQL names it."""
    return f"delta.`{path}`"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
