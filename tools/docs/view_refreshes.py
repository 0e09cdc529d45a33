"""Prints how Databricks can refresh each materialized view, as a Markdown table for docs/tables.md.

Spark analyzes the query of every view over empty inputs; nothing is computed.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from tools.analysis.plans.incremental_refresh import (
    GENERIC_AGGREGATE,
    GROUP_AGGREGATE,
    ROW_BASED,
    WINDOW_FUNCTION,
    IncrementalRefresh,
    incremental_refresh,
)
from tools.artefacts.manifest import Dataset, Manifest, read_manifest
from tools.local.runtime.dataset_graph import DatasetGraph
from tools.local.runtime.reading import OutsideSource
from tools.local.runtime.session import start_session
from tools.local.runtime.state_directory import StateDirectory

ROW_TRACKING = "delta.enableRowTracking"

READ = {
    ROW_BASED: "changed rows",
    GROUP_AGGREGATE: "changed rows",
    GENERIC_AGGREGATE: "groups with changed rows",
    WINDOW_FUNCTION: "partitions with changed rows",
}


@dataclass(frozen=True)
class EmptyInputs:
    """Inputs with the declared columns and no rows."""

    manifest: Manifest
    session: SparkSession

    def table(self, name: str, mode: str) -> DataFrame:
        """A table without rows."""
        columns = self.manifest.datasets[name].columns
        schema = ", ".join(f"`{column.name}` {column.type}" for column in columns)
        return self.session.createDataFrame([], schema)

    def source(self, source: OutsideSource) -> DataFrame:
        """A source outside the pipeline, of which Spark only needs the columns."""
        return source.read(self.session)


def view_refreshes(manifest: Manifest, session: SparkSession) -> dict[str, IncrementalRefresh]:
    """The refresh of each materialized view by name."""
    graph = DatasetGraph(manifest, session, {})
    inputs = EmptyInputs(manifest, session)
    found = {}
    for name, view in manifest.datasets.items():
        if view.kind == "materialized_view":
            refresh = incremental_refresh(graph.build(graph.definitions[name], inputs).rows)
            obstacles = (*refresh.obstacles, *obstacles_in_inputs(manifest, view))
            found[name] = replace(refresh, obstacles=obstacles)
    return found


def obstacles_in_inputs(manifest: Manifest, view: Dataset) -> list[str]:
    """What prevents an incremental refresh of a view whatever its query."""
    return [
        f"ROW_TRACKING_NOT_ENABLED ({read.dataset})"
        for read in view.inputs
        if manifest.datasets[read.dataset].table_properties.get(ROW_TRACKING) != "true"
    ]


def refresh_table(manifest: Manifest) -> str:
    """The table in Markdown; it starts Spark."""
    state = StateDirectory(Path(tempfile.mkdtemp(prefix="view-refreshes-")))
    try:
        return rendered(manifest, view_refreshes(manifest, start_session(state)))
    finally:
        shutil.rmtree(state.root, ignore_errors=True)


def rendered(manifest: Manifest, refreshes: dict[str, IncrementalRefresh]) -> str:
    """The table of some refreshes."""
    rows = [
        f"| `{name}` | {_reads(refresh)} | {_reason(manifest, manifest.datasets[name], refresh)} |"
        for name, refresh in refreshes.items()
    ]
    return "\n".join(["| view | a refresh reads | why |", "| --- | --- | --- |", *rows, ""])


def _reads(refresh: IncrementalRefresh) -> str:
    if refresh.is_possible:
        return f"{READ[refresh.technique]} (`{refresh.technique}`)"
    return "all rows"


def _reason(manifest: Manifest, view: Dataset, refresh: IncrementalRefresh) -> str:
    if not refresh.is_possible:
        inputs = [manifest.datasets[read.dataset] for read in view.inputs]
        sizes = "; ".join(f"`{one.name}` has {_lower_first(one.comment)}" for one in inputs)
        return f"{', '.join(map(_code, refresh.obstacles))}. {sizes}"
    joins = f", over {refresh.joins} joins" if refresh.joins > 1 else ""
    if refresh.technique == ROW_BASED:
        return f"only columns, conditions, unions and joins{joins}"
    if refresh.technique == WINDOW_FUNCTION:
        return "window functions at the top, each with PARTITION BY"
    if refresh.technique == GROUP_AGGREGATE:
        return f"a grouping at the top{joins}; its functions only count and add up"
    functions = ", ".join(f"`{function}`" for function in refresh.generic_functions)
    need = "needs" if len(refresh.generic_functions) == 1 else "need"
    return f"a grouping at the top{joins}; {functions} {need} all rows of a group"


def _code(obstacle: str) -> str:
    """An obstacle whose name is marked as code."""
    name, *details = obstacle.split(" ", 1)
    return " ".join([f"`{name}`", *details])


def _lower_first(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")


def main() -> int:
    """Print the table of a synthesized pipeline."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.docs.view_refreshes", description=__doc__
    )
    parser.add_argument("--artefacts", type=Path, required=True, help="synthesized pipeline")
    arguments = parser.parse_args()
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Spark writes to stdout, too: only the table belongs there.
    os.dup2(2, 1)
    answer.write(refresh_table(read_manifest(arguments.artefacts.resolve())))
    answer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
