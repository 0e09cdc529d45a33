"""Sizes of local tables."""

from types import SimpleNamespace

import pyarrow as pa
from deltalake import write_deltalake

from tools.bench.measure_tables import measure_tables


def test_measures_tables_and_the_payloads_of_topics(tmp_path):
    write_deltalake(
        tmp_path / "raw_orders", pa.table({"value": ["{}", '{"id":"é"}'], "id": [1, 2]})
    )
    write_deltalake(tmp_path / "orders", pa.table({"id": [1]}))
    datasets = {
        "raw_orders": SimpleNamespace(topic="orders"),
        "orders": SimpleNamespace(topic=None),
        "never_updated": SimpleNamespace(topic=None),
    }

    measured = measure_tables(tmp_path, datasets)

    assert measured["topics"] == {"orders": {"messages": 2, "bytes": len('{}{"id":"é"}'.encode())}}
    assert {name: table["rows"] for name, table in measured["tables"].items()} == {
        "raw_orders": 2,
        "orders": 1,
    }
    file = next((tmp_path / "orders").glob("*.parquet"))
    assert measured["tables"]["orders"]["bytes"] == file.stat().st_size
