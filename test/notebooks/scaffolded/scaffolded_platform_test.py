"""The tests of the platform pass with whatever `medallion new` adds to it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from bronze.rules_test import (
    test_an_event_is_rejected_by_the_rules_that_it_fails,
    test_every_topic_has_a_fixture,
)
from contract_test import (
    computed,
    test_functions_read_the_inputs_of_the_manifest,
    test_functions_return_the_declared_columns,
    test_raw_tables_have_every_field_of_a_message_and_the_message,
    test_rules_are_conditions_on_the_declared_columns_and_never_null,
)
from each_event_once_test import (
    test_silver_tables_that_stream_from_bronze_count_each_event_once_in_the_same_way,
)
from generated_test import (
    test_databricks_accepts_every_call,
    test_notebooks_are_formatted,
    test_notebooks_pass_the_linter,
    test_the_notebooks_are_those_of_the_manifest,
)
from malformed_messages_test import test_fields_of_a_valid_event_keep_their_values, topics
from quarantine_test import test_every_row_is_in_the_table_or_in_quarantine_and_not_in_both
from row_order_test import test_the_order_of_rows_does_not_matter
from small_frames import Frame

__all__ = [
    "computed",
    "test_an_event_is_rejected_by_the_rules_that_it_fails",
    "test_databricks_accepts_every_call",
    "test_every_row_is_in_the_table_or_in_quarantine_and_not_in_both",
    "test_every_topic_has_a_fixture",
    "test_fields_of_a_valid_event_keep_their_values",
    "test_functions_read_the_inputs_of_the_manifest",
    "test_functions_return_the_declared_columns",
    "test_notebooks_are_formatted",
    "test_notebooks_pass_the_linter",
    "test_raw_tables_have_every_field_of_a_message_and_the_message",
    "test_rules_are_conditions_on_the_declared_columns_and_never_null",
    "test_silver_tables_that_stream_from_bronze_count_each_event_once_in_the_same_way",
    "test_the_notebooks_are_those_of_the_manifest",
    "test_the_order_of_rows_does_not_matter",
    "topics",
]


def loaded(project_root: Path, file: str) -> ModuleType:
    """A module of the copy, under the name by which others of the copy import it."""
    name = file.removesuffix(".py").replace("/", ".")
    spec = importlib.util.spec_from_file_location(name, project_root / file)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_function_passes_the_tests_that_come_with_it(project_root: Path, frame: Frame) -> None:
    files = (project_root / "scaffolded.txt").read_text().split()
    modules = [loaded(project_root, file) for file in files]
    tests = [
        getattr(module, name)
        for module in modules
        for name in dir(module)
        if name.startswith("test_")
    ]
    assert len(tests) >= len(files)
    for test in tests:
        test(frame)
