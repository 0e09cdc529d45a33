import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.java_process import MAIN_CLASS, class_path, java_binary, java_options
from tools.local.runtime.train_class_archive import check


@pytest.fixture
def copied_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the archive that Java is told to use."""
    original = Path(os.environ["SPARK_CLASS_ARCHIVE"].split(os.pathsep)[-1])
    shutil.copytree(original.parent, tmp_path / "classes", copy_function=shutil.copy2)
    copy = tmp_path / "classes" / original.name
    copy.chmod(0o644)
    monkeypatch.setenv("SPARK_CLASS_ARCHIVE", str(copy))
    return copy


@pytest.mark.parametrize("compiler", ["c1", "c2"])
def test_spark_starts_from_the_archive_with_either_compiler(
    compiler: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SPARK_COMPILER", compiler)
    assert ("-XX:TieredStopAtLevel=1" in java_options()) is (compiler == "c1")
    assert java_options()[-1] == f"-XX:SharedArchiveFile={os.environ['SPARK_CLASS_ARCHIVE']}"
    check(os.environ["SPARK_CLASS_ARCHIVE"])


def test_an_unknown_compiler_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SPARK_COMPILER", "c3")
    with pytest.raises(PipelineError, match="'c3', which is neither 'c1' nor 'c2'"):
        java_options()


@pytest.mark.parametrize("damage", [lambda file: os.truncate(file, 50_000_000), Path.unlink])
def test_a_damaged_archive_is_not_used(damage, copied_archive: Path):
    damage(copied_archive)
    assert not any("SharedArchiveFile" in option for option in java_options())


def test_java_goes_on_without_an_archive_of_other_jars(copied_archive: Path):
    other = os.pathsep.join(reversed(class_path().split(os.pathsep)))
    command = [java_binary(), *java_options(), "--dry-run", "-cp", other, MAIN_CLASS]
    assert f"-XX:SharedArchiveFile={copied_archive}" in command
    assert subprocess.run(command, capture_output=True).returncode == 0
