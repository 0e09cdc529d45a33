"""The state directory: what another version of the project wrote is refused, not misread."""

import pytest

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.state_directory import StateDirectory


def test_a_new_directory_is_marked_and_readable_ever_after(tmp_path):
    state = StateDirectory(tmp_path)
    state.require_readable()
    state.remember("orders", {"rows": 1})
    state.require_readable()


@pytest.mark.parametrize("mark", [None, "1"])
def test_a_directory_of_another_version_is_refused_with_the_command_that_starts_anew(
    tmp_path, mark
):
    state = StateDirectory(tmp_path)
    state.remember("orders", {"rows": 1})
    if mark is not None:
        (state.runtime / "format").write_text(mark)
    with pytest.raises(PipelineError, match="npx medallion start --clean"):
        state.require_readable()
