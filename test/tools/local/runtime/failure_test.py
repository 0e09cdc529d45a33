"""Causes in a few words: what a person can do comes first, and no stack traces."""

import pytest

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.failure import cause_of, is_of_machine


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (PipelineError("gold.py:7: no such column"), "gold.py:7: no such column"),
        (ValueError("a\n  b\nJVM stacktrace:\n\tat x"), "ValueError: a b"),
        (
            RuntimeError("Job aborted: java.io.IOException: No space left on device\n\tat x.y"),
            "no space is left on the disk: the table is as it was before. Free some space and run "
            "again",
        ),
        (
            OSError(30, "Read-only file system", "/project/.local/warehouse/gold"),
            "the file system is read-only (/project/.local/warehouse/gold): the table is as it was "
            "before. Make it writable and run again",
        ),
        (ValueError("x" * 600), f"ValueError: {'x' * 487}…"),
    ],
)
def test_a_cause_is_one_short_line(error, cause):
    assert cause_of(error) == cause


def test_a_full_disk_is_no_fault_of_the_author():
    assert is_of_machine(RuntimeError("No space left on device"))
    assert not is_of_machine(ValueError("space"))
