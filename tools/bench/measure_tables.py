"""Print rows and bytes of the local tables, and the payloads of each topic, as JSON."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from tools.artefacts.manifest import Dataset, read_manifest


def main() -> int:
    """Measure the tables once."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.docs.measure_tables", description=__doc__
    )
    parser.add_argument("--warehouse", type=Path, required=True, help="directory of the tables")
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    arguments = parser.parse_args()
    datasets = read_manifest(arguments.artefacts).datasets
    print(json.dumps(measure_tables(arguments.warehouse, datasets), indent=2))
    return 0


def measure_tables(
    warehouse: Path, datasets: Mapping[str, Dataset]
) -> dict[str, dict[str, dict[str, int]]]:
    """Return rows and bytes of every table, and messages and bytes of payload of every topic."""
    tables: dict[str, dict[str, int]] = {}
    topics: dict[str, dict[str, int]] = {}
    for name, dataset in datasets.items():
        if not (warehouse / name / "_delta_log").is_dir():
            continue
        table = DeltaTable(warehouse / name)
        files = pa.table(table.get_add_actions(flatten=True))
        rows = pc.sum(files["num_records"]).as_py() or 0
        tables[name] = {"rows": rows, "bytes": pc.sum(files["size_bytes"]).as_py() or 0}
        if dataset.topic is not None:
            payloads = table.to_pyarrow_table(columns=["value"])["value"]
            size = pc.sum(pc.binary_length(payloads)).as_py() or 0
            topics[dataset.topic] = {"messages": rows, "bytes": size}
    return {"topics": topics, "tables": tables}


if __name__ == "__main__":
    sys.exit(main())
