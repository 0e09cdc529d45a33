"""The data-quality gate, as it is generated for Databricks, on the event log of updates here."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

READINGS = """
@dp.table(name="readings")
@dp.expect("plausible", "celsius < 60")
@dp.expect_or_fail("known", "celsius IS NOT NULL")
def readings() -> DataFrame:
    return spark.readStream.schema("id INT, celsius INT").json(spark.conf.get("events"))
"""


@pytest.fixture(scope="module")
def notebook(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    output = tmp_path_factory.mktemp("synthesized")
    command = [
        "node",
        "node_modules/ts-node/dist/bin.js",
        "test/tools/local/runtime/quality-gate.ts",
    ]
    subprocess.run([*command, str(output)], cwd=project_root, check=True)
    return (output / "stacks" / "dev" / "tasks" / "quality_gate.py").read_text()


@pytest.fixture
def gate(pipeline, notebook: str, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Runs the notebook on what the pipeline has logged so far; gives what it printed."""
    pipeline.define(READINGS, {"readings": ("streaming_table", {})})

    def run() -> str:
        pipeline.table("event_log_small").createOrReplaceTempView("event_log_readings")
        of_job = {"updated_logs": "event_log_readings", "job_started_at": "0"}
        widgets = SimpleNamespace(getAll=lambda: of_job)
        names = {"spark": pipeline.session, "dbutils": SimpleNamespace(widgets=widgets)}
        capsys.readouterr()
        exec(compile(notebook, "quality_gate.py", "exec"), names)
        return capsys.readouterr().out

    yield run
    pipeline.session.catalog.dropTempView("event_log_readings")


def arrive(pipeline, *temperatures: int | None) -> None:
    pipeline.arrive(*[{"id": 1, "celsius": celsius} for celsius in temperatures])


def test_passes_an_update_whose_rows_are_as_good_as_they_must_be(pipeline, gate) -> None:
    arrive(pipeline, 10, 20, 30, 99)
    pipeline.update()
    assert gate().splitlines()[2:] == [
        "readings  known           0     4   0.00%      1.00%  passed",
        "readings  plausible       1     4  25.00%     25.00%  passed",
    ]


def test_stops_after_an_update_with_worse_rows_until_one_with_better_rows(pipeline, gate) -> None:
    arrive(pipeline, 10, 20, 98, 99)
    pipeline.update()
    with pytest.raises(Exception, match=r"readings\.plausible: 2 of 4 rows failed \(50\.00%\)"):
        gate()
    arrive(pipeline, 10, 20, 30, 40)
    pipeline.update()
    assert "readings  plausible       0     4  0.00%     25.00%  passed" in gate()


def test_passes_an_update_that_had_nothing_to_do(pipeline, gate) -> None:
    arrive(pipeline, 10, 20, 98, 99)
    pipeline.update()
    pipeline.update()
    assert gate().endswith(":\nNo rule checked any rows.\n")


def test_stops_after_an_update_that_failed(pipeline, gate) -> None:
    arrive(pipeline, 10, None)
    pipeline.update()
    with pytest.raises(Exception, match=r"update \S+ is FAILED: Update \w+ is FAILED"):
        gate()
