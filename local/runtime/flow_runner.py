"""Runs the flow of one dataset, or finds that there is nothing to do."""

from collections.abc import Callable
from typing import Any

from pyspark.sql.types import StructType

from local.runtime.auto_cdc import AutoCdc
from local.runtime.change_events import ChangeColumns, change_columns
from local.runtime.continuity import (
    check_sources_and_keys,
    check_sources_were_not_remade,
    outside_streams,
)
from local.runtime.dataset_graph import DatasetGraph, Flow
from local.runtime.definition import (
    AUTO_CDC_TABLE,
    MATERIALIZED_VIEW,
    PUBLISHED_VIEW,
    TEMPORARY_VIEW,
    Definition,
)
from local.runtime.delta_log import position_of, rows_added, rows_changed_since
from local.runtime.delta_table import (
    create_table,
    presentation_of,
    stored_schema,
    update_columns,
    update_presentation,
)
from local.runtime.flow_outcome import COMPLETED, SKIPPED, FlowOutcome
from local.runtime.full_refresh import FullRefresh
from local.runtime.kafka_offsets import has_nothing_new, messages_not_taken
from local.runtime.materialized_view import depends_on_more_than_its_inputs, rebuild
from local.runtime.spark_facade import BATCH
from local.runtime.state_directory import StateDirectory
from local.runtime.streaming_table import append_new_rows
from local.runtime.table_schema import added_columns, table_schema


class FlowRunner:
    """Prepares and runs flows, and remembers what their next run needs to know."""

    def __init__(self, graph: DatasetGraph, state: StateDirectory, refresh: FullRefresh) -> None:
        """Belongs to one update."""
        self._graph = graph
        self._state = state
        self._refresh = refresh
        self._fingerprints = graph.fingerprints()
        self._prepared: dict[str, Flow] = {}

    def reset(self) -> None:
        """Truncate what a full refresh computes anew."""
        for name in sorted(self._refresh.truncated):
            self._state.forget(name)

    def prepare(self, definition: Definition) -> bool:
        """Make sure that a dataset's table exists and fits; returns whether there was a change."""
        name = definition.name
        notes = self._state.recall(name)
        table = self._state.table(name)
        exists = position_of(table) is not None
        if definition.is_table and not exists:
            # Without its table a checkpoint is a promise that rows were written which are gone.
            self._state.forget(name)
            notes = {}
        elif notes.get("plan") == self._fingerprints[name]:
            return False
        flow = self._graph.build(definition)
        entry = self._graph.lineage.datasets[name]
        kept = {**notes, "kind": entry.kind, "layer": entry.layer, "plan": self._fingerprints[name]}
        if definition.is_table:
            check_sources_and_keys(definition, flow.recording, notes)
            schema = self._schema(definition, flow)
            presentation = presentation_of(definition)
            if exists:
                self._change_table(definition, schema, notes)
            else:
                create_table(self._graph.session, table, schema, presentation)
            kept |= {
                "presentation": presentation,
                "schema": schema.jsonValue(),
                "changeFlow": repr(definition.change_flow),
            }
            kept["built"] = None if name in self._graph.coming_schemas else notes.get("built")
            if BATCH not in {mode for _, mode in flow.recording.tables}:
                self._prepared[name] = flow
        if definition.kind != TEMPORARY_VIEW:
            self._state.remember(name, kept)
        return True

    def run(self, definition: Definition, started: Callable[[], None]) -> FlowOutcome:
        """Run a flow if there is something to do; `started` is called when there is."""
        if definition.kind == PUBLISHED_VIEW:
            return FlowOutcome(SKIPPED, message="a view: computed when it is queried")
        notes = self._state.recall(definition.name)
        if definition.kind == MATERIALIZED_VIEW:
            return self._run_materialized_view(definition, notes, started)
        return self._run_stream(definition, notes, started)

    def backlog(self, definition: Definition) -> int | None:
        """Messages that a flow has not taken from its topic; None unless that is all it reads."""
        flow = self._prepared.get(definition.name)
        if flow is None or flow.recording.streams():
            return None
        checkpoint = self._state.checkpoint(definition.name)
        return messages_not_taken(checkpoint, flow.recording.sources)

    def _run_materialized_view(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        name = definition.name
        built = notes.get("built")
        code = self._graph.code_of(definition) + self._views_code(definition)
        if built is not None and built["code"] == code and not self._changed_inputs(built):
            return FlowOutcome(SKIPPED, message="nothing changed in its inputs, code and settings")
        started()
        positions = self._positions(set(self._graph.lineage.upstream(name)))
        flow = self._graph.build(definition)
        schema = StructType.fromJson(notes["schema"])
        counts = rebuild(name, flow.rows, self._state.table(name), schema, definition.expectations)
        rows_out = counts.rows - counts.dropped
        inputs = {table for table, _ in flow.recording.tables}
        notes["built"] = {
            "code": code,
            "inputs": {table: positions[table] for table in inputs},
            "settings": flow.recording.settings,
            "spark": self._graph.spark.spark_settings,
            "volatile": bool(flow.recording.sources) or depends_on_more_than_its_inputs(flow.rows),
        }
        position = position_of(self._state.table(name))
        assert position is not None
        notes["rows"] = {"version": position.version, "count": rows_out}
        self._state.remember(name, notes)
        rows_in = sum(
            self._count_rows(table, self._state.recall(table))["count"] for table in inputs
        )
        return FlowOutcome(COMPLETED, rows_in, rows_out, counts)

    def _run_stream(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        name = definition.name
        checkpoint = self._state.checkpoint(name)
        followed = notes.get("followed")
        kept = (
            "kept its rows and its position: pipelines.reset.allowed is false"
            if name in self._refresh.kept
            else None
        )
        flow = self._prepared.get(name)
        if followed is not None and checkpoint.exists():
            if not followed["sources"] and not self._moved(followed["streams"]):
                message = f"no new rows in {', '.join(followed['streams'])}"
                return FlowOutcome(SKIPPED, message=_joined(kept, message))
            if followed["sources"]:
                flow = self._prepared[name] = flow or self._graph.build(definition)
                if not followed["streams"] and has_nothing_new(checkpoint, flow.recording.sources):
                    topic = flow.recording.sources[0]["options"]["subscribe"]
                    return FlowOutcome(
                        SKIPPED, message=_joined(kept, f"no new messages in topic {topic}")
                    )
        started()
        flow = self._prepared[name] = flow or self._graph.build(definition)
        positions = self._positions(set(flow.recording.streams()))
        check_sources_were_not_remade(definition, followed, positions)
        outcome = self._follow(definition, flow, notes)
        outcome.message = _joined(kept, outcome.late_rows) or None
        notes["followed"] = {
            "streams": positions,
            "sources": outside_streams(flow.recording),
        }
        notes["rows"] = self._count_rows(name, notes)
        self._state.remember(name, notes)
        return outcome

    def _follow(self, definition: Definition, flow: Flow, notes: dict[str, Any]) -> FlowOutcome:
        name = definition.name
        table, checkpoint = self._state.table(name), self._state.checkpoint(name)
        schema = StructType.fromJson(notes["schema"])
        if definition.kind == AUTO_CDC_TABLE:
            assert definition.change_flow is not None
            cdc = AutoCdc(
                name,
                definition.change_flow,
                self._change_columns(definition, flow),
                schema,
                table,
                self._state.changes(name),
                checkpoint,
                definition.expectations,
            )
            taken, counts, merged = cdc.follow(flow.rows)
            return FlowOutcome(
                COMPLETED,
                taken.rows,
                merged.upserted + merged.deleted,
                counts,
                merged.upserted,
                merged.deleted,
                taken.late,
            )
        taken, counts = append_new_rows(
            name, flow.rows, table, schema, checkpoint, definition.expectations
        )
        rows_out = counts.rows - counts.dropped
        return FlowOutcome(COMPLETED, taken.rows, rows_out, counts, late=taken.late)

    def _schema(self, definition: Definition, flow: Flow) -> StructType:
        if definition.kind == AUTO_CDC_TABLE:
            return table_schema(definition, change_columns(definition, flow.rows).target)
        return table_schema(definition, flow.rows.schema)

    def _change_table(
        self, definition: Definition, schema: StructType, notes: dict[str, Any]
    ) -> None:
        """Let a stored table become what the notebook now says, as far as its rows allow."""
        session, table = self._graph.session, self._state.table(definition.name)
        stored = stored_schema(session, table)
        if definition.kind == MATERIALIZED_VIEW:
            if stored.simpleString() != schema.simpleString():
                # The flow replaces rows and columns in one commit; until then others see these.
                self._graph.coming_schemas[definition.name] = schema
        else:
            added_columns(definition.name, stored, schema)
            update_columns(session, table, schema)
        earlier = notes.get("presentation")
        if earlier is not None:
            update_presentation(session, table, earlier, presentation_of(definition))

    def _change_columns(self, definition: Definition, flow: Flow) -> ChangeColumns:
        return change_columns(definition, flow.rows)

    def _views_code(self, definition: Definition) -> str:
        """The code of the views between a dataset and the tables it depends on."""
        code = ""
        for read in self._graph.lineage.datasets[definition.name].inputs:
            source = self._graph.definitions[read.dataset]
            if not source.is_table:
                code += source.code + self._views_code(source)
        return code

    def _positions(self, names: set[str]) -> dict[str, list[Any]]:
        """Identity and version of each of some tables."""
        found = {name: position_of(self._state.table(name)) for name in sorted(names)}
        return {name: [at.table_id, at.version] for name, at in found.items() if at is not None}

    def _moved(self, positions: dict[str, list[Any]]) -> bool:
        """Whether rows of any of the tables have changed since then."""
        for name, (table_id, version) in positions.items():
            table = self._state.table(name)
            now = position_of(table)
            if now is None or now.table_id != table_id or rows_changed_since(table, version):
                return True
        return False

    def _changed_inputs(self, built: dict[str, Any]) -> bool:
        conf = self._graph.spark.conf
        settings = {key: conf.get(key, None) for key in built["settings"]}
        if settings != built["settings"] or self._graph.spark.spark_settings != built["spark"]:
            return True
        return built["volatile"] or self._moved(built["inputs"])

    def _count_rows(self, name: str, notes: dict[str, Any]) -> dict[str, int]:
        """How many rows a table has, and at which version, with as little reading as possible."""
        table = self._state.table(name)
        position = position_of(table)
        if position is None:
            return {"version": -1, "count": 0}
        counted = notes.get("rows", {"version": -1, "count": 0})
        if not rows_changed_since(table, counted["version"]):
            return {"version": position.version, "count": counted["count"]}
        if self._graph.definitions[name].kind == AUTO_CDC_TABLE:
            rows = self._graph.session.read.format("delta").load(str(table)).count()
            return {"version": position.version, "count": rows}
        added = rows_added(table, counted["version"], position.version)
        return {"version": position.version, "count": counted["count"] + added}


def _joined(*messages: str | None) -> str:
    return "; ".join(message for message in messages if message)
