"""Lets SQL find the pipeline's tables and published views by name."""

import os
import re

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

from tools.artefacts.manifest import Manifest
from tools.local.runtime.definition import PUBLISHED_VIEW, Definition
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.published_view import dataset_names_in, read_sql_notebook, view_rows
from tools.local.runtime.spark_facade import unknown_dataset
from tools.local.runtime.state_directory import StateDirectory
from tools.local.runtime.table_store import TableStore

WORD = re.compile(r"\w+")


class TableCatalog:
    """The names that a query may use, made known to a session when they are needed."""

    def __init__(self, session: SparkSession, manifest: Manifest, state: StateDirectory) -> None:
        """Nothing is registered yet."""
        self._session = session
        self._manifest = manifest
        self._event_logs = list(manifest.event_logs.values())
        self._views: dict[str, Definition] | None = None
        self._registered: set[str] = set()
        self._store = TableStore(session, state, state.scratch(os.getpid()))

    def known(self) -> list[str]:
        """All names that can be queried now."""
        tables = [
            name
            for name, dataset in self._manifest.datasets.items()
            if dataset.kind == PUBLISHED_VIEW or self._has_table(name)
        ]
        return [*tables, *(name for name in self._event_logs if self._has_table(name))]

    def register_names_in(self, sql: str) -> None:
        """Register every table and view that a query may mean by a word of it."""
        words = {word.lower() for word in WORD.findall(sql)}
        for name in [*self._manifest.datasets, *self._event_logs]:
            if name.lower() in words:
                self._register(name)

    def query(self, sql: str) -> DataFrame:
        """Analyse a query; an unknown table is an error that lists the known ones."""
        try:
            return self._session.sql(sql)
        except AnalysisException as error:
            if error.getCondition() != "TABLE_OR_VIEW_NOT_FOUND":
                raise
            missing = (error.getMessageParameters() or {}).get("relationName", "").replace("`", "")
            raise PipelineError(self._explain_missing(missing)) from None

    def _explain_missing(self, name: str) -> str:
        dataset = self._manifest.datasets.get(name)
        if dataset is not None and dataset.kind == "temporary_view":
            return f"'{name}' is a temporary view: it exists only while the pipeline runs"
        if dataset is not None:
            return f"'{name}' has no table yet: no update has created it; run 'npm start' first"
        return unknown_dataset(name, self.known())

    def _has_table(self, name: str) -> bool:
        return self._store.table(name) is not None

    def _register(self, name: str) -> None:
        if name in self._registered:
            return
        self._registered.add(name)
        dataset = self._manifest.datasets.get(name)
        if dataset is not None and dataset.kind == PUBLISHED_VIEW:
            definition = self._published_views()[name]
            assert definition.query is not None
            known = {*self._manifest.datasets, *self._event_logs}
            for read in dataset_names_in(definition.query.sql, self._session, known):
                if not self._has_rows(read):
                    raise PipelineError(f"'{name}' reads '{read}': {self._explain_missing(read)}")
                self._register(read)
            view_rows(definition, self._session).createOrReplaceTempView(name)
        elif self._has_table(name):
            self._store.read(name).createOrReplaceTempView(name)

    def _has_rows(self, name: str) -> bool:
        dataset = self._manifest.datasets.get(name)
        return (dataset is not None and dataset.kind == PUBLISHED_VIEW) or self._has_table(name)

    def _published_views(self) -> dict[str, Definition]:
        if self._views is None:
            self._views = {
                definition.name: definition
                for notebook in self._manifest.notebooks
                if notebook.language == "SQL"
                for definition in read_sql_notebook(
                    self._manifest.directory / notebook.file, self._session
                )
            }
        return self._views
