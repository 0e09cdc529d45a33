"""Runs the flow of a materialized view, or finds that nothing it depends on has changed."""

import hashlib
from collections.abc import Callable
from typing import Any

from pyspark.sql.types import StructType

from tools.local.runtime.dataset_graph import DatasetGraph
from tools.local.runtime.definition import STREAMING_TABLE, Definition
from tools.local.runtime.flow_outcome import COMPLETED, SKIPPED, FlowOutcome
from tools.local.runtime.materialized_view import (
    MaterializedView,
    NewInput,
    depends_on_more_than_its_inputs,
)
from tools.local.runtime.reading import AllRows
from tools.local.runtime.table_store import TableStore

VOLATILE = "it asks for time or chance"


class ViewFlows:
    """Refreshes the materialized views of one update."""

    def __init__(self, graph: DatasetGraph, store: TableStore) -> None:
        """Nothing is computed yet."""
        self._graph = graph
        self._store = store

    def run(
        self, definition: Definition, notes: dict[str, Any], started: Callable[[], None]
    ) -> FlowOutcome:
        """Bring a view up to date; `notes` is what was remembered of it, and is brought along."""
        name, built = definition.name, notes.get("built")
        code = self._graph.code_of(definition) + self._views_code(definition)
        changed = self._change_since(built, code)
        if changed is None:
            return FlowOutcome(SKIPPED, message="nothing changed in its inputs, code and settings")
        started()
        flow = self._graph.build(definition, AllRows(self._store))
        inputs = [table for table, _ in flow.recording.tables]
        states = {table: self._state_of(table) for table in inputs}
        volatile = bool(flow.recording.sources) or depends_on_more_than_its_inputs(flow.rows)
        reason = changed or (VOLATILE if volatile else None)
        view = MaterializedView(
            name,
            StructType.fromJson(notes["schema"]),
            definition.expectations,
            self._store,
            lambda files: self._graph.build(definition, AllRows(self._store, files)).rows,
        )
        refresh = view.refresh(reason or self._new_inputs(built or {}, inputs))
        notes["built"] = {
            "code": code,
            "inputs": states,
            "settings": flow.recording.settings,
            "spark": self._graph.spark.spark_settings,
            "volatile": volatile,
        }
        self._store.state.remember(name, notes)
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
            return VOLATILE
        moved = any(self._moved(name, state) for name, state in built["inputs"].items())
        return "" if moved else None

    def _new_inputs(self, built: dict[str, Any], inputs: list[str]) -> list[NewInput]:
        """What came to each input of a view since it was computed."""
        found = []
        for name in inputs:
            table, state = self._store.existing(name), built["inputs"][name]
            is_stream = self._graph.definitions[name].kind == STREAMING_TABLE
            if is_stream and table.table_id == state["table"]:
                new = table.files_after(state["version"])
            else:
                new = None if self._moved(name, state) else ()
            found.append(NewInput(name, new, table.rows))
        return found

    def _state_of(self, name: str) -> dict[str, Any]:
        """Which table, with which files, an input is now."""
        table = self._store.existing(name)
        files = "\n".join(file.path for file in table.files)
        return {
            "table": table.table_id,
            "files": hashlib.sha256(files.encode()).hexdigest(),
            "version": table.version,
        }

    def _moved(self, name: str, state: dict[str, Any]) -> bool:
        """Whether the rows of an input may be others than they were; its version may differ."""
        return {**self._state_of(name), "version": None} != {**state, "version": None}

    def _views_code(self, definition: Definition) -> str:
        """The code of the views between a dataset and the tables it depends on."""
        code = ""
        for read in self._graph.manifest.datasets[definition.name].inputs:
            source = self._graph.definitions[read.dataset]
            if not source.is_table:
                code += source.code + self._views_code(source)
        return code
