"""Writes the rows of an answer as a table, CSV or JSON."""

import csv
import json
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any, TextIO

from pyspark.sql import Row
from pyspark.sql.types import NumericType, StructType

from tools.local.runtime.errors import PipelineError

FORMATS = ("table", "csv", "json")


def write_answer(schema: StructType, rows: list[Row], form: str, output: TextIO) -> None:
    """Write all rows in one of the formats."""
    names = schema.names
    if form == "json":
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise PipelineError(
                f"the answer has several columns named {', '.join(twice)}, and a JSON object can "
                "have one: rename them with AS"
            )
        answer = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
        json.dump(answer, output, ensure_ascii=False, indent=2)
        output.write("\n")
    elif form == "csv":
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([["" if v is None else text(v) for v in row] for row in rows])
    else:
        numeric = [isinstance(field.dataType, NumericType) for field in schema]
        output.write(
            aligned(
                names, [["NULL" if v is None else text(v) for v in row] for row in rows], numeric
            )
        )


def aligned(names: list[str], rows: list[list[str]], numeric: list[bool]) -> str:
    """Columns under their names; numbers to the right."""
    cells = [[cell.replace("\n", "\\n") for cell in row] for row in [names, *rows]]
    widths = [max(len(row[position]) for row in cells) for position in range(len(names))]

    def line(row: list[str]) -> str:
        padded = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(cells[0]), rule, *(line(row) for row in cells[1:])]) + "\n"


def text(value: Any) -> str:
    """A value as a person reads it."""
    simple = plain(value)
    if isinstance(simple, bool):
        return "true" if simple else "false"
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; times are UTC."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.astimezone()
        precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
        utc = moment.astimezone(timezone.utc)
        return utc.isoformat(timespec=precision).replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Row):
        return {name: plain(part) for name, part in value.asDict().items()}
    if isinstance(value, dict):
        return {str(plain(key)): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value
