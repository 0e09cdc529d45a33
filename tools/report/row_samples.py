"""Sample rows of a table, as text."""

import json
from typing import Any

from tools.report.delta_snapshot import DeltaSnapshot

ROWS_SHOWN = 5
VALUE_LENGTH = 120


def row_samples(snapshot: DeltaSnapshot, columns: list[str]) -> dict[str, Any]:
    """Return rows of the newest file, with the requested columns that the table has."""
    rows = snapshot.some_rows(columns, ROWS_SHOWN)
    return {
        "columns": rows.column_names,
        "rows": [[as_sample(value) for value in row.values()] for row in rows.to_pylist()],
    }


def as_sample(value: Any) -> str | None:
    """Return a value as text, shortened if it is long; None if it is NULL."""
    if value is None or isinstance(value, str):
        text = value
    elif isinstance(value, bytes):
        text = value.decode("utf-8", errors="replace")
    elif isinstance(value, (bool, dict, list)):
        text = json.dumps(value, default=str, ensure_ascii=False)
    else:
        text = str(value)
    return text if text is None or len(text) <= VALUE_LENGTH else f"{text[:VALUE_LENGTH]}…"
