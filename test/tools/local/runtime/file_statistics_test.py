"""Statistics of a data file, as readers use them to skip files: bounds, or nothing."""

from datetime import date, datetime, timezone

import pyarrow as pa
import pyarrow.parquet as parquet

from tools.local.runtime.file_statistics import statistics_of


def statistics(tmp_path, values, kind):
    path = tmp_path / "file.parquet"
    parquet.write_table(pa.table({"x": pa.array(values, kind)}), path)
    found = statistics_of(path)
    return found["minValues"].get("x"), found["maxValues"].get("x"), found["nullCount"]["x"]


def test_numbers_days_and_moments_have_bounds(tmp_path):
    assert statistics(tmp_path, [3, None, 1], pa.int32()) == (1, 3, 1)
    assert statistics(tmp_path, [0.5, -2.0], pa.float64()) == (-2.0, 0.5, 0)
    assert statistics(tmp_path, [date(2026, 1, 2)], pa.date32()) == ("2026-01-02", "2026-01-02", 0)
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, timezone.utc)
    text = "2026-01-02T03:04:05.678901Z"
    assert statistics(tmp_path, [moment], pa.timestamp("us", "UTC")) == (text, text, 0)


def test_a_text_has_bounds_unless_it_is_too_long_to_keep(tmp_path):
    assert statistics(tmp_path, ["a", "b"], pa.string()) == ("a", "b", 0)
    assert statistics(tmp_path, ["z" * 40], pa.string()) == (None, None, 0)


def test_nothing_is_said_of_what_has_no_order_or_no_value(tmp_path):
    assert statistics(tmp_path, [None, None], pa.int32()) == (None, None, 2)
    assert statistics(tmp_path, [float("inf"), 1.0], pa.float64()) == (None, None, 0)
    assert statistics(tmp_path, [True], pa.bool_()) == (None, None, 0)


def test_a_text_that_is_no_valid_utf_8_has_no_bounds(tmp_path):
    broken = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    assert statistics(tmp_path, broken, pa.string()) == (None, None, 0)
