"""Full refresh: which tables are recomputed from the start of their sources.

@see https://docs.databricks.com/aws/en/ldp/full-refresh-st
"""

from dataclasses import dataclass

from tools.local.runtime.dataset_graph import DatasetGraph
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.spark_facade import STREAM, unknown_dataset

ALL = "all"


@dataclass(frozen=True)
class FullRefresh:
    """Tables that are truncated, and tables that were meant too but may not be reset."""

    truncated: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def choose_full_refresh(graph: DatasetGraph, requested: list[str] | str) -> FullRefresh:
    """Check a request for a full refresh.

    A stream cannot go on after its source was truncated, so streaming tables downstream must be
    asked for as well: nothing is thrown away that nobody named.
    """
    tables = {name for name, definition in graph.definitions.items() if definition.is_table}
    if requested == ALL:
        return _split(graph, tables)
    asked = [requested] if isinstance(requested, str) else requested
    for name in asked:
        if name in graph.definitions and name not in tables:
            raise PipelineError(f"full refresh: '{name}' is a view, it has no rows of its own")
        if name not in tables:
            raise PipelineError(f"full refresh: {unknown_dataset(name, sorted(tables))}")
    chosen = _split(graph, set(asked))
    truncated = chosen.truncated
    streaming = {name for name in truncated if graph.definitions[name].is_stream}
    missing = sorted(_streaming_readers(graph, streaming) - truncated)
    kept = [name for name in missing if not graph.definitions[name].may_be_reset]
    if kept:
        raise PipelineError(
            f"full refresh: {', '.join(kept)} streams from a table to be truncated, but may not be "
            "reset (pipelines.reset.allowed=false)"
        )
    if missing:
        complete = ",".join([*asked, *missing])
        raise PipelineError(
            f"full refresh: {', '.join(missing)} would fail, because it streams from a table to be "
            f"truncated: refresh it as well with --full-refresh {complete}"
        )
    return chosen


def _split(graph: DatasetGraph, names: set[str]) -> FullRefresh:
    truncated = frozenset(name for name in names if graph.definitions[name].may_be_reset)
    return FullRefresh(truncated, frozenset(names) - truncated)


def _streaming_readers(graph: DatasetGraph, sources: set[str]) -> set[str]:
    """Tables that read one of `sources` as a stream, directly or through others."""
    found: set[str] = set()
    waiting = set(sources)
    while waiting:
        source = waiting.pop()
        for name, dataset in graph.manifest.datasets.items():
            reads = {(read.dataset, read.read) for read in dataset.inputs}
            if (source, STREAM) in reads and name not in found:
                found.add(name)
                waiting.add(name)
    return {name for name in found if graph.definitions[name].is_table}
