"""Errors in one line: what a person can do comes first, and no stack traces."""

import pytest

from tools.local.runtime.errors import PipelineError, one_line_reason


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PipelineError("gold.py:7: no such column"), "gold.py:7: no such column"),
        (ValueError("a\n  b\nJVM stacktrace:\n\tat x"), "ValueError: a b"),
        (
            RuntimeError("Job aborted: java.io.IOException: No space left on device\n\tat x.y"),
            "no space is left on the disk: the table is as it was before. Free some space and run "
            "the command again",
        ),
    ],
)
def test_a_reason_is_one_line(error, told):
    assert one_line_reason(error) == told
