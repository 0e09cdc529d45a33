"""Sample rows of a table."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tools.report.delta_snapshot import DataFile, DeltaSnapshot
from tools.report.row_samples import ROWS_SHOWN, VALUE_LENGTH, as_sample, row_samples


def test_samples_are_the_first_rows_that_were_added_last(tmp_path):
    files = []
    for number in range(3):
        path = tmp_path / f"{number}.parquet"
        rows = [100 * number + row for row in range(20 if number < 2 else 0)]
        pq.write_table(pa.table({"x": pa.array(rows, pa.int64()), "_private": rows}), path)
        files.append(DataFile(path, len(rows), path.stat().st_size))
    found = row_samples(DeltaSnapshot(0, tuple(files)), ["x", "added_later"])
    assert found == {"columns": ["x"], "rows": [[str(100 + row)] for row in range(ROWS_SHOWN)]}


def test_an_empty_table_has_none():
    assert row_samples(DeltaSnapshot(0, ()), ["x"]) == {"columns": [], "rows": []}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (float("nan"), "nan"),
        (Decimal("1.50"), "1.50"),
        (b"caf\xc3\xa9\xff", "café\ufffd"),
        (["a", None], '["a", null]'),
        ("é" * (VALUE_LENGTH + 1), "é" * VALUE_LENGTH + "…"),
    ],
)
def test_a_value_is_shown_as_text(value, text):
    assert as_sample(value) == text
