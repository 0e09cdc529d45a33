"""One update of the platform: decides what has to run, runs it, reports what happened."""

import os
import shutil
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from tools.artefacts.manifest import Manifest, ManifestError, read_manifest
from tools.local.runtime.call_sites import with_call_sites
from tools.local.runtime.dataset_graph import DatasetGraph
from tools.local.runtime.definition import PUBLISHED_VIEW, TEMPORARY_VIEW, Definition
from tools.local.runtime.dependency_order import in_dependency_order
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.event_log import EventLog
from tools.local.runtime.flow_outcome import (
    COMPLETED,
    EXCLUDED,
    FAILED,
    RUNNING,
    SKIPPED,
    FlowOutcome,
    flow_progress,
)
from tools.local.runtime.flow_runner import FlowRunner
from tools.local.runtime.full_refresh import choose_full_refresh
from tools.local.runtime.problems import Problems
from tools.local.runtime.state_directory import StateDirectory
from tools.local.runtime.table_store import TableStore

Emit = Callable[[dict[str, Any]], None]


class Update:
    """Brings all tables up to date, once: one pipeline after the other, as the deployed job does.

    A pipeline is not updated if the one before it has failed. All updates of a run have one ID.
    """

    def __init__(
        self,
        artefacts: Path,
        state: StateDirectory,
        session: SparkSession,
        configuration: dict[str, str],
        full_refresh: list[str] | str,
        emit: Emit,
    ) -> None:
        """Each update has a session of its own: nothing it sets outlives it."""
        self._artefacts = artefacts
        self._state = state
        self._session = session.newSession()
        self._configuration = configuration
        self._full_refresh = full_refresh
        self._emit = emit
        self._id = str(uuid.uuid4())
        self._problems = Problems(self._session, state)
        self._logs: dict[str, EventLog] = {}
        self._log_tables: dict[str, str] = {}
        self._outcomes: dict[str, FlowOutcome] = {}

    def run(self) -> bool:
        """Run the update; returns whether all of it succeeded."""
        began = time.monotonic()
        try:
            self._run()
        except Exception as error:
            self._problems.add(
                getattr(error, "dataset", None), self._problems.explain(error), error
            )
            for pipeline in list(self._logs):
                self._end(pipeline, FAILED)
        self._emit(
            {
                "event": "update_finished",
                "updateId": self._id,
                "status": FAILED if self._problems else COMPLETED,
                "seconds": round(time.monotonic() - began, 2),
                **self._problems.as_event(),
            }
        )
        return not self._problems

    def _begin(self, manifest: Manifest) -> None:
        self._log_tables = manifest.event_logs
        for pipeline in manifest.pipelines:
            log = EventLog(pipeline, self._id)
            log.add("create_update", f"Update {self._id[:6]} started", self._description())
            self._logs[pipeline] = log

    def _end(self, pipeline: str, status: str) -> None:
        log = self._logs.pop(pipeline)
        log.add(
            "update_progress",
            f"Update {self._id[:6]} is {status}",
            {"state": status},
            level="ERROR" if status == FAILED else "INFO",
        )
        table = self._log_tables[pipeline]
        try:
            log.write(self._state.table(table))
        except Exception as error:
            self._problems.add(table, self._problems.explain(error), error)

    def _run(self) -> None:
        for key, value in self._configuration.items():
            if key.startswith("spark."):
                self._session.conf.set(key, value)
        self._state.finish_interrupted_resets()
        try:
            manifest = read_manifest(self._artefacts)
            self._begin(manifest)
            graph = DatasetGraph(manifest, self._session, self._configuration)
            order = [d for d in graph.running_order() if d.kind != TEMPORARY_VIEW]
        except (ManifestError, PipelineError):
            self._emit({"event": "update_started", "updateId": self._id, "datasets": []})
            raise
        names = [definition.name for definition in order]
        self._emit({"event": "update_started", "updateId": self._id, "datasets": names})
        refresh = choose_full_refresh(graph, self._full_refresh)
        written = self._state.scratch(os.getpid()) / "written"
        runner = FlowRunner(graph, TableStore(self._session, self._state, written), refresh)
        self._report_removed_datasets(manifest)
        runner.reset()
        try:
            if self._prepare(graph, runner, order):
                self._run_pipelines(graph, runner, order)
            else:
                for pipeline in manifest.pipelines:
                    self._end(pipeline, FAILED)
        finally:
            shutil.rmtree(written, ignore_errors=True)

    def _prepare(self, graph: DatasetGraph, runner: FlowRunner, order: list[Definition]) -> bool:
        """Analyse everything before anything runs, so that all mistakes are reported together."""
        broken: set[str] = set()

        def prepared(definition: Definition, changed: Future[bool]) -> None:
            error = changed.exception()
            if error is not None:
                broken.add(definition.name)
                self._fail(graph, definition, error)
            elif changed.result() and definition.kind != TEMPORARY_VIEW:
                self._log_definition(graph, definition)

        def excluded(definition: Definition) -> bool:
            return bool(graph.manifest.upstream(definition.name) & broken)

        everything = graph.running_order()
        in_dependency_order(everything, graph.manifest.upstream, runner.prepare, excluded, prepared)
        if not broken:
            return True
        for definition in order:
            if definition.name not in self._outcomes:
                self._exclude(graph, definition, "other datasets have errors")
        return False

    def _run_pipelines(
        self, graph: DatasetGraph, runner: FlowRunner, order: list[Definition]
    ) -> None:
        failed: str | None = None
        for pipeline in graph.manifest.pipelines:
            part = [d for d in order if graph.manifest.datasets[d.name].pipeline == pipeline]
            if failed is not None:
                # The job does not start an update after one that failed, so nothing is logged.
                del self._logs[pipeline]
                for definition in part:
                    self._exclude(graph, definition, f"the update of pipeline {failed} failed")
                continue
            self._run_flows(graph, runner, part)
            if any(self._failed(definition.name) for definition in part):
                failed = pipeline
            self._end(pipeline, FAILED if failed else COMPLETED)

    def _run_flows(self, graph: DatasetGraph, runner: FlowRunner, order: list[Definition]) -> None:
        def run(definition: Definition) -> FlowOutcome:
            return self._run_flow(graph, runner, definition)

        def excluded(definition: Definition) -> bool:
            upstream = sorted(graph.manifest.upstream(definition.name))
            failed = [name for name in upstream if self._failed(name)]
            if not failed or definition.kind == PUBLISHED_VIEW:
                return False
            self._exclude(graph, definition, f"{failed[0]} failed")
            return True

        def finished(definition: Definition, outcome: Future[FlowOutcome]) -> None:
            self._finish(graph, definition, outcome.result())

        in_dependency_order(order, graph.manifest.runs_after, run, excluded, finished)

    def _log_definition(self, graph: DatasetGraph, definition: Definition) -> None:
        entry = graph.manifest.datasets[definition.name]
        self._logs[entry.pipeline].add(
            "flow_definition",
            f"Flow '{definition.name}' defined as {definition.kind}",
            {
                "output_dataset": definition.name,
                "input_datasets": [{"name": read.dataset} for read in entry.inputs],
                "flow_type": definition.kind.upper(),
            },
            definition.name,
        )

    def _run_flow(
        self, graph: DatasetGraph, runner: FlowRunner, definition: Definition
    ) -> FlowOutcome:
        began = time.monotonic()

        def started() -> None:
            self._tell(graph, definition, FlowOutcome(RUNNING))

        try:
            outcome = with_call_sites(
                self._session, graph.places, lambda: runner.run(definition, started)
            )
        except Exception as error:
            outcome = FlowOutcome.failure(
                error, self._problems.explain(error, graph.places, definition)
            )
        outcome.backlog = runner.backlog(definition)
        outcome.seconds = time.monotonic() - began
        return outcome

    def _failed(self, name: str) -> bool:
        return name in self._outcomes and self._outcomes[name].status == FAILED

    def _exclude(self, graph: DatasetGraph, definition: Definition, cause: str) -> None:
        outcome = FlowOutcome(EXCLUDED, message=f"not run, because {cause}")
        self._finish(graph, definition, outcome)

    def _fail(self, graph: DatasetGraph, definition: Definition, error: BaseException) -> None:
        outcome = FlowOutcome.failure(
            error, self._problems.explain(error, graph.places, definition)
        )
        if definition.kind == TEMPORARY_VIEW:
            self._problems.add(definition.name, outcome.message, error)
        else:
            self._finish(graph, definition, outcome)

    def _finish(self, graph: DatasetGraph, definition: Definition, outcome: FlowOutcome) -> None:
        self._outcomes[definition.name] = outcome
        if outcome.status == FAILED:
            self._problems.add(definition.name, outcome.message, outcome.error)
        self._tell(graph, definition, outcome)

    def _tell(self, graph: DatasetGraph, definition: Definition, outcome: FlowOutcome) -> None:
        entry = graph.manifest.datasets[definition.name]
        self._emit(
            {
                "event": "flow",
                "dataset": definition.name,
                "kind": entry.kind,
                "layer": entry.layer,
                **outcome.as_event(definition.expectations),
            }
        )
        log = self._logs.get(entry.pipeline)
        if log is None or (definition.kind == PUBLISHED_VIEW and outcome.status == SKIPPED):
            return
        if outcome.refresh is not None:
            log.add(
                "planning_information",
                outcome.refresh.planned(definition.name),
                outcome.refresh.planning_information(),
                definition.name,
            )
        level = {FAILED: "ERROR", EXCLUDED: "WARN"}.get(
            outcome.status, "WARN" if outcome.late else "INFO"
        )
        log.add(
            "flow_progress",
            outcome.sentence(definition.name),
            flow_progress(definition, outcome),
            definition.name,
            level,
            outcome.error,
        )

    def _report_removed_datasets(self, manifest: Manifest) -> None:
        for name, notes in self._state.newly_removed(manifest.datasets):
            message = (
                f"{name} is no longer part of the platform: its table stays as it is, but is not "
                "updated any more"
            )
            place = {
                "dataset": name,
                "kind": notes.get("kind", ""),
                "layer": notes.get("layer", ""),
            }
            self._emit({"event": "flow", **place, "status": SKIPPED, "message": message})
            pipeline = notes.get("pipeline")
            log = self._logs.get(pipeline, self._logs[manifest.pipelines[0]])
            log.add("dataset_definition", message, {"dataset_name": name}, name, "WARN")

    def _description(self) -> dict[str, Any]:
        refresh = self._full_refresh
        return {
            "update_id": self._id,
            "cause": "USER_ACTION",
            "full_refresh": refresh == "all",
            "full_refresh_selection": [] if isinstance(refresh, str) else refresh,
        }
