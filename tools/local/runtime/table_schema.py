"""What columns a table has, is meant to have, and may come to have."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType

from tools.local.runtime.definition import Definition
from tools.local.runtime.errors import DatasetError

START_AT, END_AT = "__START_AT", "__END_AT"


def declared_schema(definition: Definition) -> StructType | None:
    """The schema that the notebook declares, or None if it leaves it to the function."""
    if definition.schema is None or isinstance(definition.schema, StructType):
        return definition.schema
    try:
        return StructType.fromDDL(definition.schema)
    except Exception as error:
        first_line = str(error).strip().splitlines()[0]
        raise DatasetError(
            definition.name, f"{definition.place}: its schema is not valid DDL: {first_line}"
        ) from None


def table_schema(definition: Definition, rows: StructType) -> StructType:
    """The columns that the table is to have: those declared, else those of its rows."""
    declared = declared_schema(definition)
    if declared is None:
        return StructType([_nullable(field) for field in rows])
    actual = {field.name.lower(): field for field in rows}
    problems = []
    for field in declared:
        found = actual.pop(field.name.lower(), None)
        if found is None:
            problems.append(f"column '{field.name}' is declared but the rows do not have it")
        elif type_name(found) != type_name(field):
            problems.append(
                f"column '{field.name}' is declared {type_name(field)} but the rows have "
                f"{type_name(found)}"
            )
    problems += [f"column '{field.name}' is not declared" for field in actual.values()]
    if problems:
        raise DatasetError(
            definition.name,
            f"{definition.place}: the rows do not match the declared schema: "
            f"{'; '.join(problems)}. Change the function or the declaration",
        )
    return declared


def in_order(rows: DataFrame, schema: StructType, *besides: str) -> DataFrame:
    """The rows with the columns of a table, in its order and with its comments.

    Columns that are named `besides` follow.
    """
    columns = []
    for field in schema:
        comment = field.metadata.get("comment")
        metadata = {} if comment is None else {"comment": comment}
        columns.append(F.col(f"`{field.name}`").alias(field.name, metadata=metadata))
    return rows.select(*columns, *besides)


def added_columns(dataset: str, existing: StructType, wanted: StructType) -> list[StructField]:
    """The columns that a stored table lacks; an error if it cannot become the wanted one."""
    stored = {field.name.lower(): field for field in existing}
    added, problems = [], []
    for field in wanted:
        found = stored.pop(field.name.lower(), None)
        if found is None:
            added.append(field)
        elif type_name(found) != type_name(field):
            problems.append(
                f"column '{field.name}' changes from {type_name(found)} to {type_name(field)}"
            )
    problems += [f"column '{field.name}' is gone" for field in stored.values()]
    if problems:
        raise DatasetError(
            dataset,
            f"its new schema does not fit the rows it has: {'; '.join(problems)}. Only new columns "
            f"can be added to a streaming table; for anything else recompute it with a full "
            f"refresh: --full-refresh {dataset}",
        )
    return added


def type_name(field: StructField) -> str:
    """The type of a column as Spark writes it."""
    return field.dataType.simpleString().upper()


def _nullable(field: StructField) -> StructField:
    comment = field.metadata.get("comment")
    metadata = {} if comment is None else {"comment": comment}
    return StructField(field.name, field.dataType, True, metadata)
