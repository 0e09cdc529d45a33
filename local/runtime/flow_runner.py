"""Runs the flow of one dataset, or finds that there is nothing to do."""

import hashlib
from collections.abc import Callable
from typing import Any

from pyspark.sql.types import StructType

from local.runtime.auto_cdc import AutoCdc
from local.runtime.change_events import change_columns
from local.runtime.continuity import (
    check_sources_and_keys,
    check_sources_were_not_remade,
    outside_streams,
)
from local.runtime.dataset_graph import DatasetGraph, Flow
from local.runtime.deduplication import Deduplicator, deduplicating
from local.runtime.definition import (
    AUTO_CDC_TABLE,
    MATERIALIZED_VIEW,
    PUBLISHED_VIEW,
    STREAMING_TABLE,
    TEMPORARY_VIEW,
    Definition,
)
from local.runtime.errors import DatasetError
from local.runtime.expectations import Counts
from local.runtime.flow_outcome import COMPLETED, SKIPPED, FlowOutcome
from local.runtime.flow_plan import FlowPlan, flow_plan
from local.runtime.full_refresh import FullRefresh
from local.runtime.kafka_offsets import is_understood, new_messages
from local.runtime.materialized_view import (
    MaterializedView,
    NewInput,
    depends_on_more_than_its_inputs,
)
from local.runtime.new_rows import NewRows, topic_position
from local.runtime.reading import AllRows, FormOnly
from local.runtime.stored_table import create_table
from local.runtime.streaming_table import StreamingTable
from local.runtime.table_presentation import (
    presentation_of,
    update_columns,
    update_presentation,
)
from local.runtime.table_schema import added_columns, table_schema
from local.runtime.table_store import TableStore


class FlowRunner:
    """Prepares and runs flows, and remembers what their next run needs to know."""

    def __init__(self, graph: DatasetGraph, store: TableStore, refresh: FullRefresh) -> None:
        """Belongs to one update."""
        self._graph = graph
        self._store = store
        self._state = store.state
        self._refresh = refresh
        self._fingerprints = graph.fingerprints()
        # Schemas that tables will have by the end of the update, where they differ from now.
        self._coming_schemas: dict[str, StructType] = {}
        # Outcomes of quarantines that were filled together with their tables.
        self._filled: dict[str, FlowOutcome] = {}

    def reset(self) -> None:
        """Truncate what a full refresh recomputes."""
        for name in sorted(self._refresh.truncated):
            self._forget(name)

    def prepare(self, definition: Definition) -> bool:
        """Make sure that a dataset's table exists and fits; returns whether there was a change."""
        name = definition.name
        notes = self._state.recall(name)
        exists = definition.is_table and self._store.table(name) is not None
        if definition.is_table and not exists:
            # Without its table a checkpoint is a promise that rows were written which are gone.
            self._forget(name)
            notes = {}
        elif notes.get("plan") == self._fingerprints[name]:
            return False
        reading = FormOnly(self._store, self._state.no_files, self._coming_schemas)
        flow = self._graph.form(definition, reading)
        entry = self._graph.lineage.datasets[name]
        kept = {**notes, "kind": entry.kind, "layer": entry.layer, "plan": self._fingerprints[name]}
        if definition.is_table:
            kept |= self._prepare_table(definition, flow, notes, exists)
        if definition.kind != TEMPORARY_VIEW:
            self._state.remember(name, kept)
        return True

    def run(self, definition: Definition, started: Callable[[], None]) -> FlowOutcome:
        """Run a flow if there is something to do; `started` is called when there is."""
        if definition.kind == PUBLISHED_VIEW:
            return FlowOutcome(SKIPPED, message="a view: computed when it is queried")
        if definition.name in self._filled:
            return self._filled[definition.name]
        notes = self._state.recall(definition.name)
        if definition.kind == MATERIALIZED_VIEW:
            return self._run_materialized_view(definition, notes, started)
        outcome = self._run_stream(definition, notes, started)
        if definition.name in self._refresh.kept:
            outcome.message = _joined(
                "kept its rows and its position: pipelines.reset.allowed is false", outcome.message
            )
        return outcome

    def backlog(self, definition: Definition) -> int | None:
        """Messages that a flow has not taken from its topic; None unless that is all it reads."""
        notes = self._state.recall(definition.name)
        options = notes.get("topic")
        if options is None or self._store.table(definition.name) is None:
            return None
        target = self._store.existing(definition.name)
        return new_messages(
            options, lambda topic, part: target.position(topic_position(topic, part))
        ).messages

    def _forget(self, name: str) -> None:
        self._state.forget(name)
        self._store.forget(name)

    def _prepare_table(
        self, definition: Definition, flow: Flow, notes: dict[str, Any], exists: bool
    ) -> dict[str, Any]:
        """Create or change a dataset's table; returns what is to be remembered of it."""
        name = definition.name
        check_sources_and_keys(definition, flow.recording, notes)
        schema = self._schema(definition, flow)
        presentation = presentation_of(definition)
        plan = None
        if definition.is_stream:
            plan = flow_plan(definition, flow.rows, flow.recording.sources).as_json()
            self._check_state(definition, plan, notes)
        if exists:
            self._change_table(definition, schema, notes)
        else:
            create_table(self._state.table(name), schema, presentation)
            self._store.forget(name)
        sources = flow.recording.sources
        is_topic = len(sources) == 1 and sources[0].format == "kafka" and not flow.recording.tables
        return {
            "presentation": presentation,
            "schema": schema.jsonValue(),
            "changeFlow": repr(definition.change_flow),
            "processing": plan,
            "topic": dict(sources[0].options)
            if is_topic and is_understood(sources[0].options)
            else None,
            "built": None if name in self._coming_schemas else notes.get("built"),
        }

    def _check_state(
        self, definition: Definition, plan: dict[str, Any], notes: dict[str, Any]
    ) -> None:
        """Refuse code that remembers other things than the rows so far were computed with."""
        earlier = notes.get("processing")
        if notes.get("followed") is not None and earlier is not None and earlier != plan:
            raise DatasetError(
                definition.name,
                f"{definition.place}: what it remembers of earlier rows has changed, such as the "
                "keys of a deduplication: recompute it with "
                f"--full-refresh {definition.name}",
            )

    def _change_table(
        self, definition: Definition, schema: StructType, notes: dict[str, Any]
    ) -> None:
        """Let a stored table become what the notebook now says, as far as its rows allow."""
        name, session = definition.name, self._graph.session
        table = self._store.existing(name)
        earlier, wanted = notes.get("presentation"), presentation_of(definition)
        if definition.kind != MATERIALIZED_VIEW:
            added_columns(name, table.schema, schema)
        if table.schema.simpleString() == schema.simpleString() or definition.is_stream:
            update_columns(session, table.path, table.schema, schema)
        else:
            # The flow replaces rows and columns in one commit; until then others see these.
            self._coming_schemas[name] = schema
        if earlier is not None:
            update_presentation(session, table.path, earlier, wanted)
        self._store.forget(name)

    def _schema(self, definition: Definition, flow: Flow) -> StructType:
        if definition.kind == AUTO_CDC_TABLE:
            return table_schema(definition, change_columns(definition, flow.rows).target)
        return table_schema(definition, flow.rows.schema)

    def _run_stream(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        followed = notes.get("followed")
        plan = FlowPlan.from_json(notes["processing"])
        target = self._store.existing(definition.name)
        new = NewRows(self._store, target)
        if followed is not None:
            streams = followed["streams"]
            ids = {name: self._store.existing(name).table_id for name in streams}
            check_sources_were_not_remade(definition, followed, ids)
            if not followed["sources"] and not any(
                self._store.existing(name).files_after(self._taken(definition, plan, name, streams))
                for name in streams
            ):
                return FlowOutcome(SKIPPED, message=f"no new rows in {', '.join(streams)}")
        if not plan.is_batch:
            return self._run_structured_stream(definition, notes, started)
        deduplicator = None
        if plan.deduplication is not None:
            deduplicator = Deduplicator(self._store, target, plan.deduplication)
        with deduplicating(deduplicator):
            flow = self._graph.build(definition, new)
        if new.is_empty:
            topic = (notes.get("topic") or {}).get("subscribe")
            where = "new files" if topic is None else f"new messages in topic {topic}"
            return FlowOutcome(SKIPPED, message=f"no {where}")
        started()
        outcome = self._take(definition, notes, flow, new, deduplicator)
        self._remember_sources(definition, notes, flow)
        return outcome

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
            other = self._graph.definitions[quarantine]
            noted = self._state.recall(quarantine)
            counts = table.append_with_quarantine(
                flow.rows, self._streaming_table(other, noted), positions
            )
            rejected = Counts(rows=counts.dropped, failed={})
            self._filled[quarantine] = FlowOutcome(
                COMPLETED, new.rows or counts.rows, counts.dropped, rejected
            )
            self._remember_sources(other, noted, flow)
        late = deduplicator.late if deduplicator else 0
        outcome = FlowOutcome(
            COMPLETED,
            counts.rows if new.rows is None else new.rows,
            counts.rows - counts.dropped,
            counts,
            late=late,
        )
        outcome.message = outcome.late_rows
        return outcome

    def _quarantine_in_step(self, definition: Definition, new: NewRows) -> str | None:
        """The quarantine of a table, if it has taken exactly what the table has."""
        name = self._graph.lineage.datasets[definition.name].quarantine
        if name is None:
            return None
        mine, other = new.target, self._store.table(name)
        if other is None or FlowPlan.from_json(self._state.recall(name)["processing"]).is_batch:
            in_step = other is not None and all(
                mine.position(source) == other.position(source) for source in new.positions
            )
            return name if in_step else None
        return None

    def _run_structured_stream(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        """Let Spark keep the state, and the position, in a checkpoint."""
        name = definition.name
        started()
        flow = self._graph.build(definition, AllRows(self._store))
        checkpoint = self._state.checkpoint(name)
        versions = {
            source: self._store.existing(source).version for source in flow.recording.streams()
        }
        if definition.kind == AUTO_CDC_TABLE:
            cdc = self._auto_cdc(definition, notes, flow)
            taken, counts, merged = cdc.follow(flow.rows, checkpoint)
            outcome = FlowOutcome(
                COMPLETED,
                taken.rows,
                merged.upserted + merged.deleted,
                counts,
                merged.upserted,
                merged.deleted,
                taken.late,
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

    def _run_materialized_view(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        name = definition.name
        built = notes.get("built")
        code = self._graph.code_of(definition) + self._views_code(definition)
        changed = self._change_since(built, code)
        if changed is None:
            return FlowOutcome(SKIPPED, message="nothing changed in its inputs, code and settings")
        started()
        flow = self._graph.build(definition, AllRows(self._store))
        inputs = [table for table, _ in flow.recording.tables]
        volatile = bool(flow.recording.sources) or depends_on_more_than_its_inputs(flow.rows)
        positions = {table: self._position(table) for table in inputs}
        view = MaterializedView(
            name,
            StructType.fromJson(notes["schema"]),
            definition.expectations,
            self._store,
            lambda files: self._graph.build(definition, AllRows(self._store, files)).rows,
        )
        refresh = view.refresh(
            changed
            or ("it asks for time or chance" if volatile else self._new_inputs(built, inputs))
        )
        notes["built"] = {
            "code": code,
            "inputs": positions,
            "settings": flow.recording.settings,
            "spark": self._graph.spark.spark_settings,
            "volatile": volatile,
        }
        self._state.remember(name, notes)
        return FlowOutcome(
            COMPLETED,
            sum(self._store.existing(table).rows for table in inputs),
            self._store.existing(name).rows,
            refresh.counts,
            refresh=refresh,
        )

    def _change_since(self, built: dict[str, Any] | None, code: str) -> str | None:
        """Why a view has to be recomputed, '' if only its inputs changed, None if nothing did."""
        if built is None:
            return "it was not computed before"
        conf = self._graph.spark.conf
        settings = {key: conf.get(key, None) for key in built["settings"]}
        if built["code"] != code:
            return "its code changed"
        if settings != built["settings"] or self._graph.spark.spark_settings != built["spark"]:
            return "a setting changed"
        if built["volatile"]:
            return "it asks for time or chance"
        moved = any(self._position(name)[:2] != at[:2] for name, at in built["inputs"].items())
        return "" if moved else None

    def _new_inputs(self, built: dict[str, Any], inputs: list[str]) -> list[NewInput]:
        """What came to each input of a view since it was computed."""
        found = []
        for name in inputs:
            table, (table_id, _, version) = self._store.existing(name), built["inputs"][name]
            appended = (
                self._graph.definitions[name].kind == STREAMING_TABLE and table.table_id == table_id
            )
            unchanged = self._position(name)[:2] == built["inputs"][name][:2]
            new = table.files_after(version) if appended else () if unchanged else None
            found.append(NewInput(name, new, table.rows))
        return found

    def _position(self, name: str) -> list[Any]:
        """Which table, with which files, an input is now."""
        table = self._store.existing(name)
        files = "\n".join(file.path for file in table.files)
        return [table.table_id, hashlib.md5(files.encode()).hexdigest(), table.version]

    def _taken(
        self, definition: Definition, plan: FlowPlan, name: str, streams: dict[str, Any]
    ) -> int:
        """The version of a source up to which a stream has taken its rows."""
        if plan.is_batch:
            return NewRows(self._store, self._store.existing(definition.name)).taken_from(name)
        return streams[name][1] if self._state.checkpoint(definition.name).exists() else -1

    def _remember_sources(
        self,
        definition: Definition,
        notes: dict[str, Any],
        flow: Flow,
        versions: dict[str, int] | None = None,
    ) -> None:
        notes["followed"] = {
            "streams": {
                source: [self._store.existing(source).table_id, (versions or {}).get(source)]
                for source in flow.recording.streams()
            },
            "sources": outside_streams(flow.recording),
        }
        self._state.remember(definition.name, notes)

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

    def _views_code(self, definition: Definition) -> str:
        """The code of the views between a dataset and the tables it depends on."""
        code = ""
        for read in self._graph.lineage.datasets[definition.name].inputs:
            source = self._graph.definitions[read.dataset]
            if not source.is_table:
                code += source.code + self._views_code(source)
        return code


def _joined(*messages: str | None) -> str:
    return "; ".join(message for message in messages if message)
