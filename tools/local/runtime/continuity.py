"""Whether a stream can go on from where it was: only with the sources and the keys it had."""

from typing import Any

from tools.local.runtime.definition import Definition
from tools.local.runtime.errors import DatasetError
from tools.local.runtime.spark_facade import Recording


def check_sources_and_keys(
    definition: Definition, recording: Recording, notes: dict[str, Any]
) -> None:
    """Refuse a stream whose notebook now names other sources, or merges in another way.

    `notes` is what was remembered of the dataset's earlier updates.
    """
    change_flow = repr(definition.change_flow)
    earlier = notes.get("followed")
    if earlier is None or not definition.is_stream:
        return
    now = {"streams": recording.streams(), "sources": outside_streams(recording)}
    before = {"streams": sorted(earlier["streams"]), "sources": earlier["sources"]}
    if now != before:
        raise DatasetError(
            definition.name,
            f"{definition.place}: it now streams from {_named(now)}, its rows so far came "
            f"from {_named(before)}: recompute it with --full-refresh {definition.name}",
        )
    if notes.get("changeFlow", change_flow) != change_flow:
        raise DatasetError(
            definition.name,
            f"{definition.place}: its AUTO CDC flow has changed, its rows were merged by the "
            f"earlier one: recompute it with --full-refresh {definition.name}",
        )


def check_sources_were_not_remade(
    definition: Definition, followed: dict[str, Any], table_ids: dict[str, str]
) -> None:
    """Refuse a stream whose source is a different table than before, under the same name.

    `followed` is what the last update noted, `table_ids` the present identity of each source.
    """
    for source, (table_id, _) in followed["streams"].items():
        if table_ids[source] != table_id:
            raise DatasetError(
                definition.name,
                f"its source {source} was created again since the last update, so its position "
                f"there is void: recompute it with --full-refresh {definition.name}",
            )


def outside_streams(recording: Recording) -> list[str]:
    """What a flow streams from besides tables of the pipeline."""
    return [
        " ".join([str(source.format), source.options.get("subscribe", ""), *source.paths])
        for source in recording.sources
        if source.is_stream
    ]


def _named(found: dict[str, list[str]]) -> str:
    return ", ".join([*found["streams"], *found["sources"]]) or "nothing"
