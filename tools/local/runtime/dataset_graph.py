"""The datasets of one update: finds them by name, builds their rows, checks who reads what."""

import hashlib
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from tools.artefacts.manifest import Manifest
from tools.local.runtime.definition import (
    AUTO_CDC_TABLE,
    MATERIALIZED_VIEW,
    PUBLISHED_VIEW,
    STREAMING_TABLE,
    TEMPORARY_VIEW,
    Definition,
)
from tools.local.runtime.errors import DatasetError, PipelineError
from tools.local.runtime.expectations import check_rules, enforce_in_view
from tools.local.runtime.failure import cause_of
from tools.local.runtime.notebook import run_python_notebook
from tools.local.runtime.pipelines import Registry
from tools.local.runtime.published_view import dataset_names_in, read_sql_notebook, view_rows
from tools.local.runtime.reading import STREAM, Reading
from tools.local.runtime.source_places import SourcePlaces
from tools.local.runtime.spark_facade import Recording, SparkFacade, unknown_dataset
from tools.local.runtime.step_times import step
from tools.local.runtime.table_presentation import presentation_of

KINDS_IN_MANIFEST = {
    "kafka_stream": STREAMING_TABLE,
    "streaming_table": STREAMING_TABLE,
    "materialized_view": MATERIALIZED_VIEW,
    "temporary_view": TEMPORARY_VIEW,
    "published_view": PUBLISHED_VIEW,
    "auto_cdc_table": AUTO_CDC_TABLE,
}


@dataclass(frozen=True)
class Flow:
    """The rows of a dataset before expectations, not yet computed, and what they are read from."""

    rows: DataFrame
    recording: Recording


class DatasetGraph:
    """Everything that the notebooks define, resolved against the tables on disk."""

    @step("run the notebooks")
    def __init__(
        self,
        manifest: Manifest,
        session: SparkSession,
        configuration: dict[str, str],
    ) -> None:
        """Execute the notebooks; their query functions are not called yet."""
        self.manifest = manifest
        self.session = session
        self.spark = SparkFacade(session, configuration, self._rows_of)
        self.places = SourcePlaces(manifest)
        registry = Registry()
        for notebook in manifest.notebooks:
            path = manifest.directory / notebook.file
            if notebook.language == "SQL":
                for definition in read_sql_notebook(path, session):
                    registry.definitions[definition.name] = definition
            else:
                run_python_notebook(path, registry, self.spark, self.places)
        self.definitions = registry.definitions
        for definition in self.definitions.values():
            definition.place = self.places.of_dataset(definition.name, definition.place)
        self._check_against_manifest()
        self._let_auto_cdc_flows_check_their_changes()

    def running_order(self) -> list[Definition]:
        """Datasets of the manifest, inputs first."""
        return [self.definitions[name] for name in self.manifest.running_order()]

    def fingerprints(self) -> dict[str, str]:
        """For each dataset a text that changes if the dataset's rows or their schema may.

        It covers the code of the dataset and of everything upstream.
        """
        found: dict[str, str] = {}
        for definition in self.running_order():
            upstream = [found[read.dataset] for read in self._reads(definition)]
            parts = (
                definition.kind,
                self.code_of(definition),
                presentation_of(definition),
                upstream,
            )
            found[definition.name] = hashlib.sha256(repr(parts).encode()).hexdigest()
        return found

    def code_of(self, definition: Definition) -> str:
        """The code of a dataset, including that of views which only it knows."""
        source = definition.change_flow.source if definition.change_flow else None
        if source in self.definitions and source not in self.manifest.datasets:
            return definition.code + self.definitions[source].code
        return definition.code

    def form(self, definition: Definition, reading: Reading) -> Flow:
        """Build a dataset whose inputs are read by their form, and check all that it shows."""
        flow = self.build(definition, reading)
        self._check_kind(definition, flow.rows)
        return flow

    @step("build the query")
    def build(self, definition: Definition, reading: Reading) -> Flow:
        """Call a dataset's function with its inputs, and check what it has read."""
        one_batch = any(expectation.action == "fail" for expectation in definition.expectations)
        with self.spark.recording(reading, one_batch) as recording:
            rows = self._call(definition)
        self._check_edges(definition, recording)
        check_rules(definition.name, rows, definition.expectations)
        return Flow(rows, recording)

    def _call(self, definition: Definition) -> DataFrame:
        if definition.change_flow is not None:
            return self.spark.readStream.table(definition.change_flow.source)
        if definition.kind == PUBLISHED_VIEW:
            return self._published_rows(definition)
        function = definition.function
        if function is None:
            raise DatasetError(
                definition.name,
                f"{definition.place}: streaming table without a flow: add create_auto_cdc_flow",
            )
        try:
            rows = function()
        except PipelineError:
            raise
        except Exception as error:
            place = self.places.of_error(error) or definition.place
            raise DatasetError(definition.name, f"{place}: {cause_of(error)}") from error
        if not isinstance(rows, DataFrame):
            raise DatasetError(
                definition.name,
                f"{definition.place}: the function returns {type(rows).__name__}, not a DataFrame",
            )
        return rows

    def _check_kind(self, definition: Definition, rows: DataFrame) -> None:
        if definition.kind == STREAMING_TABLE and not rows.isStreaming:
            raise DatasetError(
                definition.name,
                f"{definition.place}: a streaming table needs a streaming DataFrame: read its "
                "source with spark.readStream, or make it a materialized view",
            )
        if definition.kind == MATERIALIZED_VIEW and rows.isStreaming:
            raise DatasetError(
                definition.name,
                f"{definition.place}: a materialized view needs a batch DataFrame: read its inputs "
                "with spark.read, or make it a streaming table",
            )

    def _rows_of(self, name: str, mode: str) -> DataFrame:
        """What `spark.read.table` and `spark.readStream.table` give for a dataset."""
        definition = self.definitions.get(name)
        if definition is None:
            raise PipelineError(unknown_dataset(name, list(self.definitions)))
        recording = self.spark.current()
        if definition.kind == TEMPORARY_VIEW:
            with self.spark.recording() as inner:
                rows = self._call(definition)
            if name in self.manifest.datasets:
                self._check_edges(definition, inner)
            else:
                recording.reads.remove((name, mode))
                recording.reads += [read for read in inner.reads if read not in recording.reads]
            recording.include(inner)
            self._check_mode(name, mode, _is_stream(inner))
            if not definition.expectations:
                return rows
            check_rules(name, rows, definition.expectations)
            return enforce_in_view(name, rows, definition.expectations)
        if definition.kind == PUBLISHED_VIEW:
            self._check_mode(name, mode, False)
            with self.spark.recording() as inner:
                rows = self._published_rows(definition)
            recording.include(inner)
            return rows
        if (name, mode) not in recording.tables:
            recording.tables.append((name, mode))
        if mode == STREAM and definition.kind != STREAMING_TABLE:
            raise PipelineError(
                f"'{name}' cannot be read as a stream, because its rows change in place "
                f"({definition.kind.replace('_', ' ')}): read it with spark.read.table"
            )
        return recording.reading.table(name, mode)

    def _check_mode(self, name: str, mode: str, streaming: bool) -> None:
        if (mode == STREAM) != streaming:
            right = "spark.readStream.table" if streaming else "spark.read.table"
            raise PipelineError(f"view '{name}' must be read with {right}")

    def _published_rows(self, definition: Definition) -> DataFrame:
        assert definition.query is not None
        names = dataset_names_in(definition.query.sql, self.session, set(self.definitions))
        for name in names:
            self.spark.read.table(name).createOrReplaceTempView(name)
        try:
            return view_rows(definition, self.session)
        except Exception as error:
            place = self.places.of_sql_error(definition.name, str(error), definition.place)
            raise DatasetError(definition.name, f"{place}: {cause_of(error)}") from error

    def _check_edges(self, definition: Definition, recording: Recording) -> None:
        if definition.name not in self.manifest.datasets:
            return
        declared = {(read.dataset, read.read) for read in self._reads(definition)}
        actual = set(recording.reads)
        if declared != actual:
            problems = [
                f"reads '{name}' ({mode}), which lineage.json does not say"
                for name, mode in sorted(actual - declared)
            ]
            problems += [
                f"does not read '{name}' ({mode}), which lineage.json says"
                for name, mode in sorted(declared - actual)
            ]
            raise DatasetError(
                definition.name,
                f"{definition.place}: {definition.name} {'; and '.join(problems)}. Notebook and "
                "manifest are not of one synthesis: synthesize again",
            )

    def _reads(self, definition: Definition):
        return self.manifest.datasets[definition.name].inputs

    def _let_auto_cdc_flows_check_their_changes(self) -> None:
        """Move the rules of a view that only one AUTO CDC flow reads to that flow.

        The rows of the view are the rows of the flow, and a flow can count them.
        """
        for definition in self.definitions.values():
            view = self.definitions.get(getattr(definition.change_flow, "source", ""))
            if view is None or view.kind != TEMPORARY_VIEW:
                continue
            others = [
                name
                for name, entry in self.manifest.datasets.items()
                if name != definition.name and view.name in {read.dataset for read in entry.inputs}
            ]
            if not others:
                definition.expectations = (*view.expectations, *definition.expectations)
                view.expectations = ()

    def _check_against_manifest(self) -> None:
        manifest = self.manifest.datasets
        problems = []
        for name, definition in self.definitions.items():
            if name not in manifest:
                if definition.kind != TEMPORARY_VIEW:
                    problems.append(f"{definition.place} defines '{name}', lineage.json does not")
            elif KINDS_IN_MANIFEST.get(manifest[name].kind) != definition.kind:
                problems.append(
                    f"{definition.place} defines '{name}' as {definition.kind}, lineage.json as "
                    f"{manifest[name].kind}"
                )
        problems += [
            f"lineage.json lists '{name}', which no notebook defines"
            for name in manifest
            if name not in self.definitions
        ]
        if problems:
            raise PipelineError(
                f"notebooks and manifest are not of one synthesis, synthesize again: "
                f"{'; '.join(problems)}"
            )


def _is_stream(recording: Recording) -> bool:
    """Whether anything that was read is a stream, and so what is computed from it."""
    return bool(recording.streams()) or any(source.is_stream for source in recording.sources)
