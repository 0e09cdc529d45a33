"""Statistics of a Parquet file in the form of the Delta log, from the file's own footer.

@see https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics
"""

import math
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

# As Delta's default for delta.dataSkippingNumIndexedCols.
INDEXED_COLUMNS = 32
LONGEST_TEXT = 32


def statistics_of(file: Path) -> dict[str, Any]:
    """Number of rows, and of each of the first columns the least, the greatest and the NULLs."""
    footer = parquet.read_metadata(file)
    statistics: dict[str, Any] = {
        "numRecords": footer.num_rows,
        "minValues": {},
        "maxValues": {},
        "nullCount": {},
    }
    for column in range(min(footer.num_columns, INDEXED_COLUMNS)):
        name = footer.schema.column(column).path
        if "." in name:
            continue
        found = [footer.row_group(group).column(column).statistics for group in _groups(footer)]
        if not found or any(part is None or not part.has_null_count for part in found):
            continue
        statistics["nullCount"][name] = sum(part.null_count for part in found)
        ranges = [part for part in found if part.has_min_max]
        filled = [part for part in found if part.num_values > 0]
        if not ranges or len(ranges) < len(filled):
            continue
        try:
            least = _least(min(part.min for part in ranges))
            greatest = _greatest(max(part.max for part in ranges))
        except UnicodeDecodeError:
            # A text that is no valid UTF-8: messages may be anything.
            continue
        if least is not None and greatest is not None:
            statistics["minValues"][name] = least
            statistics["maxValues"][name] = greatest
    return statistics


def _groups(footer: parquet.FileMetaData) -> range:
    return range(footer.num_row_groups)


def _least(value: Any) -> Any:
    """A lower bound in JSON, or None if there is none."""
    return value[:LONGEST_TEXT] if isinstance(value, str) else _value(value)


def _greatest(value: Any) -> Any:
    """An upper bound in JSON, or None if there is none."""
    if isinstance(value, str):
        # A text that is cut off is less than the whole: no bound.
        return value if len(value) <= LONGEST_TEXT else None
    return _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        text = moment.astimezone(timezone.utc).isoformat(timespec="microseconds")
        return text.replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) else None
