"""Prepares the table of each dataset, and runs its flow."""

from collections.abc import Callable
from typing import Any

from pyspark.sql.types import StructType

from tools.local.runtime.change_events import change_columns
from tools.local.runtime.continuity import check_sources_and_keys
from tools.local.runtime.dataset_graph import DatasetGraph, Flow
from tools.local.runtime.definition import (
    AUTO_CDC_TABLE,
    MATERIALIZED_VIEW,
    PUBLISHED_VIEW,
    TEMPORARY_VIEW,
    Definition,
)
from tools.local.runtime.errors import DatasetError
from tools.local.runtime.flow_outcome import SKIPPED, FlowOutcome
from tools.local.runtime.flow_plan import flow_plan
from tools.local.runtime.full_refresh import FullRefresh
from tools.local.runtime.reading import FormOnly
from tools.local.runtime.step_times import step
from tools.local.runtime.stored_table import create_table
from tools.local.runtime.stream_flows import StreamFlows
from tools.local.runtime.table_presentation import (
    presentation_of,
    update_columns,
    update_presentation,
)
from tools.local.runtime.table_schema import added_columns, table_schema
from tools.local.runtime.table_store import TableStore
from tools.local.runtime.view_flows import ViewFlows


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
        self._streams = StreamFlows(graph, store)
        self._views = ViewFlows(graph, store)

    def reset(self) -> None:
        """Truncate what a full refresh recomputes."""
        for name in sorted(self._refresh.truncated):
            self._forget(name)

    @step("prepare")
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
        entry = self._graph.manifest.datasets[name]
        place = {"kind": entry.kind, "pipeline": entry.pipeline, "layer": entry.layer}
        kept = {**notes, **place, "plan": self._fingerprints[name]}
        if definition.is_table:
            kept |= self._prepare_table(definition, flow, notes, exists)
        if definition.kind != TEMPORARY_VIEW:
            self._state.remember(name, kept)
        return True

    @step("run")
    def run(self, definition: Definition, started: Callable[[], None]) -> FlowOutcome:
        """Run a flow if there is something to do; `started` is called when there is."""
        if definition.kind == PUBLISHED_VIEW:
            return FlowOutcome(SKIPPED, message="a view: computed when it is queried")
        notes = self._state.recall(definition.name)
        if definition.kind == MATERIALIZED_VIEW:
            return self._views.run(definition, notes, started)
        outcome = self._streams.run(definition, notes, started)
        if definition.name in self._refresh.kept:
            kept = "kept its rows and its position: pipelines.reset.allowed is false"
            outcome.message = f"{kept}; {outcome.message}" if outcome.message else kept
        return outcome

    def backlog(self, definition: Definition) -> int | None:
        """Messages that a flow has not taken from its topic; None unless that is all it reads."""
        return self._streams.backlog(definition.name)

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
        return {
            "presentation": presentation,
            "schema": schema.jsonValue(),
            "changeFlow": repr(definition.change_flow),
            "processing": plan,
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
