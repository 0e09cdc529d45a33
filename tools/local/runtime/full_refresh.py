"""Full refresh: which tables are recomputed from the start of their sources.

@see https://docs.databricks.com/aws/en/ldp/full-refresh-st
"""

from dataclasses import dataclass

from tools.local.runtime.dataset_graph import DatasetGraph
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.spark_facade import unknown_dataset

ALL = "all"


@dataclass(frozen=True)
class FullRefresh:
    """Tables that are truncated, and tables that were meant too but may not be reset."""

    truncated: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def choose_full_refresh(graph: DatasetGraph, requested: list[str] | str) -> FullRefresh:
    """What a request truncates; the command line has checked it against the manifest."""
    tables = {name for name, definition in graph.definitions.items() if definition.is_table}
    for name in [] if requested == ALL else requested:
        if name not in tables:
            raise PipelineError(f"full refresh: {unknown_dataset(name, sorted(tables))}")
    names = tables if requested == ALL else frozenset(requested)
    truncated = frozenset(name for name in names if graph.definitions[name].may_be_reset)
    return FullRefresh(truncated, frozenset(names) - truncated)
