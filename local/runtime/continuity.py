"""Whether a stream can go on from where it was: only with the sources and the keys it had."""

from typing import Any

from local.runtime.definition import Definition
from local.runtime.errors import DatasetError
from local.runtime.spark_facade import STREAM, Recording


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
            f"from {_named(before)}: compute it anew with --full-refresh {definition.name}",
        )
    if notes.get("changeFlow", change_flow) != change_flow:
        raise DatasetError(
            definition.name,
            f"{definition.place}: its AUTO CDC flow has changed, its rows were merged by the "
            f"earlier one: compute it anew with --full-refresh {definition.name}",
        )


def check_sources_were_not_remade(
    definition: Definition, followed: dict[str, Any] | None, now: dict[str, Any]
) -> None:
    """Refuse a stream whose source is another table than before, under the same name.

    `followed` is what the last update noted, `now` identity and version of each source table.
    """
    for source, (table_id, _) in (followed or {"streams": {}})["streams"].items():
        if source in now and now[source][0] != table_id:
            raise DatasetError(
                definition.name,
                f"its source {source} was made anew since the last update, its position there "
                f"is void: compute it anew with --full-refresh {definition.name}",
            )


def outside_streams(recording: Recording) -> list[str]:
    """What a flow streams from beside tables of the pipeline."""
    return [
        " ".join([str(source["format"]), source["options"].get("subscribe", ""), *source["path"]])
        for source in recording.sources
        if source["mode"] == STREAM
    ]


def _named(found: dict[str, list[str]]) -> str:
    return ", ".join([*found["streams"], *found["sources"]]) or "nothing"
