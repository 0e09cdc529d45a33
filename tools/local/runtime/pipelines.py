"""The part of `pyspark.pipelines` that notebooks use, as a module they can import.

@see https://docs.databricks.com/aws/en/ldp/developer/python-ref
"""

import sys
from collections.abc import Callable, Iterable
from types import FrameType, ModuleType
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql.types import StructType

from tools.local.runtime.definition import (
    AUTO_CDC_TABLE,
    MATERIALIZED_VIEW,
    STREAMING_TABLE,
    TEMPORARY_VIEW,
    ChangeFlow,
    Definition,
)
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.expectations import DROP, FAIL, WARN, Expectation

Query = Callable[[], DataFrame]
Decorator = Callable[[Query], Query]

EXPECTATIONS = "__expectations__"
DEFINED = "__defines_dataset__"


class Registry:
    """Collects the datasets that notebooks define, and is the `pyspark.pipelines` they see."""

    def __init__(self) -> None:
        """Start without datasets."""
        self.definitions: dict[str, Definition] = {}

    def as_module(self) -> ModuleType:
        """The API as a module, for `from pyspark import pipelines as dp`."""
        module = ModuleType("pyspark.pipelines", "The API of pipelines, run on this machine.")
        for name in (
            "table",
            "materialized_view",
            "temporary_view",
            "expect",
            "expect_or_drop",
            "expect_or_fail",
            "expect_all",
            "expect_all_or_drop",
            "expect_all_or_fail",
            "create_streaming_table",
            "create_auto_cdc_flow",
        ):
            setattr(module, name, getattr(self, name))
        return module

    def table(
        self,
        query_function: Query | None = None,
        *,
        name: str | None = None,
        comment: str | None = None,
        schema: str | StructType | None = None,
        table_properties: dict[str, str] | None = None,
        cluster_by: list[str] | None = None,
    ) -> Any:
        """Define a streaming table."""
        return self._dataset(
            STREAMING_TABLE, query_function, name, comment, schema, table_properties, cluster_by
        )

    def materialized_view(
        self,
        query_function: Query | None = None,
        *,
        name: str | None = None,
        comment: str | None = None,
        schema: str | StructType | None = None,
        table_properties: dict[str, str] | None = None,
        cluster_by: list[str] | None = None,
    ) -> Any:
        """Define a materialized view."""
        return self._dataset(
            MATERIALIZED_VIEW, query_function, name, comment, schema, table_properties, cluster_by
        )

    def temporary_view(
        self,
        query_function: Query | None = None,
        *,
        name: str | None = None,
        comment: str | None = None,
    ) -> Any:
        """Define a view that exists only while the pipeline runs."""
        return self._dataset(TEMPORARY_VIEW, query_function, name, comment, None, None, None)

    def expect(self, name: str, rule: str) -> Decorator:
        """Count rows that break a rule."""
        return self._expect({name: rule}, WARN)

    def expect_or_drop(self, name: str, rule: str) -> Decorator:
        """Leave out rows that break a rule."""
        return self._expect({name: rule}, DROP)

    def expect_or_fail(self, name: str, rule: str) -> Decorator:
        """Stop the flow at a row that breaks a rule."""
        return self._expect({name: rule}, FAIL)

    def expect_all(self, rules: dict[str, str]) -> Decorator:
        """Count rows that break any of several rules."""
        return self._expect(rules, WARN)

    def expect_all_or_drop(self, rules: dict[str, str]) -> Decorator:
        """Leave out rows that break any of several rules."""
        return self._expect(rules, DROP)

    def expect_all_or_fail(self, rules: dict[str, str]) -> Decorator:
        """Stop the flow at a row that breaks any of several rules."""
        return self._expect(rules, FAIL)

    def create_streaming_table(
        self,
        name: str,
        *,
        comment: str | None = None,
        schema: str | StructType | None = None,
        table_properties: dict[str, str] | None = None,
        cluster_by: list[str] | None = None,
        expect_all: dict[str, str] | None = None,
        expect_all_or_drop: dict[str, str] | None = None,
        expect_all_or_fail: dict[str, str] | None = None,
    ) -> None:
        """Define the target of an AUTO CDC flow."""
        expectations = (
            *_expectations(expect_all or {}, WARN),
            *_expectations(expect_all_or_drop or {}, DROP),
            *_expectations(expect_all_or_fail or {}, FAIL),
        )
        self._add(
            Definition(
                name,
                AUTO_CDC_TABLE,
                _place(sys._getframe(1)),
                comment=comment,
                schema=schema,
                table_properties=_properties(table_properties),
                cluster_by=tuple(cluster_by or ()),
                expectations=expectations,
            )
        )

    def create_auto_cdc_flow(
        self,
        target: str,
        source: str,
        keys: list[str],
        sequence_by: str,
        *,
        stored_as_scd_type: int | str = 1,
        apply_as_deletes: str | None = None,
        column_list: list[str] | None = None,
        except_column_list: list[str] | None = None,
        track_history_column_list: list[str] | None = None,
        track_history_except_column_list: list[str] | None = None,
        ignore_null_updates: bool = False,
    ) -> None:
        """Let a streaming table follow change events, with their history if asked for."""
        place = _place(sys._getframe(1))
        definition = self.definitions.get(target)
        if definition is None or definition.kind != AUTO_CDC_TABLE:
            raise PipelineError(
                f"{place}: create_auto_cdc_flow writes to '{target}', which no "
                "create_streaming_table before it defines"
            )
        if definition.change_flow is not None:
            raise PipelineError(f"{place}: '{target}' has an AUTO CDC flow already")
        if str(stored_as_scd_type) not in ("1", "2"):
            raise PipelineError(
                f"{place}: stored_as_scd_type is {stored_as_scd_type!r}, not 1 or 2"
            )
        if not keys:
            raise PipelineError(f"{place}: create_auto_cdc_flow for '{target}' has no keys")
        if column_list is not None and except_column_list is not None:
            raise PipelineError(f"{place}: give column_list or except_column_list, not both")
        if track_history_column_list is not None and track_history_except_column_list is not None:
            raise PipelineError(
                f"{place}: give track_history_column_list or track_history_except_column_list, "
                "not both"
            )
        if ignore_null_updates:
            raise PipelineError(
                f"{place}: ignore_null_updates=True is not supported by the local runtime"
            )
        definition.change_flow = ChangeFlow(
            source,
            tuple(keys),
            sequence_by,
            int(stored_as_scd_type),
            apply_as_deletes,
            None if column_list is None else tuple(column_list),
            tuple(except_column_list or ()),
            None if track_history_column_list is None else tuple(track_history_column_list),
            tuple(track_history_except_column_list or ()),
        )

    def _dataset(
        self,
        kind: str,
        query_function: Query | None,
        name: str | None,
        comment: str | None,
        schema: str | StructType | None,
        table_properties: dict[str, str] | None,
        cluster_by: list[str] | None,
    ) -> Any:
        def define(function: Query) -> Query:
            definition = Definition(
                name or function.__name__,
                kind,
                f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}",
                function,
                comment,
                schema,
                _properties(table_properties),
                tuple(cluster_by or ()),
                tuple(getattr(function, EXPECTATIONS, ())),
            )
            self._add(definition)
            setattr(function, DEFINED, definition.name)
            return function

        return define if query_function is None else define(query_function)

    def _expect(self, rules: dict[str, str], action: str) -> Decorator:
        def attach(function: Query) -> Query:
            if hasattr(function, DEFINED):
                raise PipelineError(
                    f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}: put the "
                    f"expectations of '{getattr(function, DEFINED)}' below its dataset decorator"
                )
            attached = (*_expectations(rules, action), *getattr(function, EXPECTATIONS, ()))
            setattr(function, EXPECTATIONS, attached)
            return function

        return attach

    def _add(self, definition: Definition) -> None:
        earlier = self.definitions.get(definition.name)
        if earlier is not None:
            raise PipelineError(
                f"{definition.place}: dataset '{definition.name}' is defined already at "
                f"{earlier.place}"
            )
        names = [expectation.name for expectation in definition.expectations]
        for name in names:
            if names.count(name) > 1:
                raise PipelineError(
                    f"{definition.place}: '{definition.name}' has two expectations named '{name}'"
                )
        self.definitions[definition.name] = definition


def _expectations(rules: dict[str, str], action: str) -> Iterable[Expectation]:
    return [Expectation(name, rule, action) for name, rule in rules.items()]


def _properties(table_properties: dict[str, str] | None) -> dict[str, str]:
    return {key: str(value) for key, value in (table_properties or {}).items()}


def _place(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
