"""Runs the flow of a streaming table or an AUTO CDC table, or finds that nothing new came."""

from collections.abc import Callable, Mapping
from typing import Any

from pyspark.sql.types import StructType

from tools.local.runtime.auto_cdc import AutoCdc
from tools.local.runtime.change_events import change_columns
from tools.local.runtime.continuity import check_sources_were_not_remade, outside_streams
from tools.local.runtime.dataset_graph import DatasetGraph, Flow
from tools.local.runtime.deduplication import Deduplicator, deduplicating
from tools.local.runtime.definition import AUTO_CDC_TABLE, Definition
from tools.local.runtime.expectations import Counts
from tools.local.runtime.flow_outcome import COMPLETED, SKIPPED, FlowOutcome
from tools.local.runtime.flow_plan import FlowPlan
from tools.local.runtime.kafka_offsets import new_messages
from tools.local.runtime.new_rows import NewRows, topic_position
from tools.local.runtime.reading import AllRows
from tools.local.runtime.streaming_table import StreamingTable
from tools.local.runtime.table_store import TableStore


class StreamFlows:
    """Takes, for the streams of one update, what is new in their sources."""

    def __init__(self, graph: DatasetGraph, store: TableStore) -> None:
        """Nothing is taken yet."""
        self._graph = graph
        self._store = store
        # Outcomes of quarantines that were filled together with their tables.
        self._filled: dict[str, FlowOutcome] = {}
        # How flows that read one topic, and nothing else, read it in this update.
        self._topics: dict[str, Mapping[str, str]] = {}

    def run(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        """Take what is new; `notes` is what was remembered of the table, and is brought along."""
        if definition.name in self._filled:
            return self._filled[definition.name]
        plan = FlowPlan.from_json(notes["processing"])
        message = self._nothing_new(definition, plan, notes.get("followed"))
        if message is not None:
            return FlowOutcome(SKIPPED, message=message)
        if not plan.is_batch:
            return self._run_structured_stream(definition, notes, started)
        new = NewRows(self._store, self._store.existing(definition.name))
        deduplicator = None
        if plan.deduplication is not None:
            deduplicator = Deduplicator(self._store, new, plan.deduplication)
        with deduplicating(deduplicator):
            flow = self._graph.build(definition, new)
        sources = flow.recording.sources
        topics = [source for source in sources if source.format == "kafka"]
        if len(sources) == len(topics) == 1 and not flow.recording.tables:
            self._topics[definition.name] = topics[0].options
        if new.is_empty:
            named = ", ".join(topic.options["subscribe"] for topic in topics)
            where = f"messages in topic {named}" if topics else "files"
            return FlowOutcome(SKIPPED, message=f"no new {where}")
        started()
        outcome = self._take(definition, notes, flow, new, deduplicator)
        self._remember_sources(definition, notes, flow)
        return outcome

    def backlog(self, name: str) -> int | None:
        """Messages that a flow has not taken from its topic; None unless that is all it reads."""
        options = self._topics.get(name)
        if options is None:
            return None
        target = self._store.existing(name)
        return new_messages(
            options, lambda topic, part: target.position(topic_position(topic, part))
        ).messages

    def _nothing_new(
        self, definition: Definition, plan: FlowPlan, followed: dict[str, Any] | None
    ) -> str | None:
        """Says that no table it reads has new rows; None if the flow has to look itself."""
        if followed is None:
            return None
        streams = followed["streams"]
        tables = {name: self._store.existing(name) for name in streams}
        ids = {name: table.table_id for name, table in tables.items()}
        check_sources_were_not_remade(definition, followed, ids)
        if followed["sources"]:
            return None
        target = NewRows(self._store, self._store.existing(definition.name))
        has_checkpoint = self._store.state.checkpoint(definition.name).exists()
        for name, table in tables.items():
            noted = streams[name][1] if has_checkpoint else -1
            if table.files_after(target.taken_from(name) if plan.is_batch else noted):
                return None
        return f"no new rows in {', '.join(streams)}"

    def _take(
        self,
        definition: Definition,
        notes: dict[str, Any],
        flow: Flow,
        new: NewRows,
        deduplicator: Deduplicator | None,
    ) -> FlowOutcome:
        """Bring one batch of new rows into the table."""
        if definition.kind == AUTO_CDC_TABLE:
            counts, merged = self._auto_cdc(definition, notes, flow).merge(
                flow.rows, new.rows or 0, new.positions
            )
            return FlowOutcome(
                COMPLETED,
                counts.rows if new.rows is None else new.rows,
                merged.upserted + merged.deleted,
                counts,
                merged.upserted,
                merged.deleted,
            )
        table = self._streaming_table(definition, notes)

        def positions() -> dict[str, int]:
            return {**new.positions, **(deduplicator.positions() if deduplicator else {})}

        quarantine = self._quarantine_in_step(definition, new)
        if quarantine is None:
            counts = table.append(flow.rows, positions)
        else:
            counts = self._append_with_quarantine(table, quarantine, flow, new, positions)
        outcome = FlowOutcome(
            COMPLETED,
            counts.rows if new.rows is None else new.rows,
            counts.rows - counts.dropped,
            counts,
            late=deduplicator.late if deduplicator else 0,
        )
        outcome.message = outcome.late_rows
        return outcome

    def _append_with_quarantine(
        self,
        table: StreamingTable,
        quarantine: Definition,
        flow: Flow,
        new: NewRows,
        positions: Callable[[], dict[str, int]],
    ) -> Counts:
        noted = self._store.state.recall(quarantine.name)
        other = self._streaming_table(quarantine, noted)
        counts = table.append_with_quarantine(flow.rows, other, positions)
        rejected = Counts(rows=counts.dropped, failed={})
        self._filled[quarantine.name] = FlowOutcome(
            COMPLETED, new.rows or counts.rows, counts.dropped, rejected
        )
        self._remember_sources(quarantine, noted, flow)
        return counts

    def _quarantine_in_step(self, definition: Definition, new: NewRows) -> Definition | None:
        """The quarantine of a table, if it has taken exactly what the table has."""
        name = self._graph.manifest.datasets[definition.name].quarantine
        if name is None or not self._plan_of(name).is_batch:
            return None
        other = self._store.existing(name)
        in_step = all(
            new.target.position(source) == other.position(source) for source in new.positions
        )
        return self._graph.definitions[name] if in_step else None

    def _plan_of(self, name: str) -> FlowPlan:
        return FlowPlan.from_json(self._store.state.recall(name)["processing"])

    def _run_structured_stream(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        """Let Spark keep the state, and the position, in a checkpoint."""
        started()
        flow = self._graph.build(definition, AllRows(self._store))
        checkpoint = self._store.state.checkpoint(definition.name)
        versions = {
            source: self._store.existing(source).version for source in flow.recording.streams()
        }
        if definition.kind == AUTO_CDC_TABLE:
            cdc = self._auto_cdc(definition, notes, flow)
            taken, counts, merged = cdc.follow(flow.rows, checkpoint)
            changed = merged.upserted + merged.deleted
            outcome = FlowOutcome(
                COMPLETED, taken.rows, changed, counts, merged.upserted, merged.deleted, taken.late
            )
        else:
            table = self._streaming_table(definition, notes)
            taken, counts = table.follow(flow.rows, checkpoint)
            outcome = FlowOutcome(
                COMPLETED, taken.rows, counts.rows - counts.dropped, counts, late=taken.late
            )
        outcome.message = outcome.late_rows
        self._remember_sources(definition, notes, flow, versions)
        return outcome

    def _remember_sources(
        self,
        definition: Definition,
        notes: dict[str, Any],
        flow: Flow,
        versions: Mapping[str, int] | None = None,
    ) -> None:
        notes["followed"] = {
            "streams": {
                source: [self._store.existing(source).table_id, (versions or {}).get(source)]
                for source in flow.recording.streams()
            },
            "sources": outside_streams(flow.recording),
        }
        self._store.state.remember(definition.name, notes)

    def _streaming_table(self, definition: Definition, notes: dict[str, Any]) -> StreamingTable:
        schema = StructType.fromJson(notes["schema"])
        return StreamingTable(definition.name, schema, definition.expectations, self._store)

    def _auto_cdc(self, definition: Definition, notes: dict[str, Any], flow: Flow) -> AutoCdc:
        assert definition.change_flow is not None
        return AutoCdc(
            definition.name,
            definition.change_flow,
            change_columns(definition, flow.rows),
            StructType.fromJson(notes["schema"]),
            self._store,
            definition.expectations,
        )
