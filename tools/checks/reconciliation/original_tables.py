"""The tables of the original platform as files in a directory."""

from pathlib import Path

from pyspark.sql import SparkSession

SCHEMA = "original"


def location_of(directory: Path, table: str) -> tuple[str, Path] | None:
    """Return format and path of a table; None if the directory does not contain it."""
    whole = directory / table
    if (whole / "_delta_log").is_dir():
        return "delta", whole
    if whole.is_dir():
        return "parquet", whole
    for format in ("parquet", "csv"):
        file = directory / f"{table}.{format}"
        if file.exists():
            return format, file
    return None


def sql_string(path: Path) -> str:
    """Return a path as a SQL literal."""
    text = str(path).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


def register(spark: SparkSession, directory: Path, tables: list[str]) -> None:
    """Register the tables in a separate schema."""
    spark.sql(f"CREATE DATABASE IF NOT EXISTS {SCHEMA}")
    for table in tables:
        found = location_of(directory, table)
        if found is None:
            continue
        format, path = found
        options = "OPTIONS (header 'true')" if format == "csv" else ""
        spark.sql(
            f"CREATE TABLE IF NOT EXISTS {SCHEMA}.`{table}` USING {format} {options} "
            f"LOCATION {sql_string(path)}"
        )
