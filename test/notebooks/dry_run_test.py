"""A second opinion on the generated notebooks: Spark's own pipelines engine resolves the graph."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyspark
import yaml

PATIENCE_SECONDS = 600

# What open-source Spark lacks. Expectations change no columns, so they are left out. A CDC table
# with history is filled by a flow with the columns that AUTO CDC would write. Spark accepts
# watermarks and deduplication only over tables outside the pipeline.
WHAT_SPARK_LACKS = """
from pyspark import pipelines as dp
from pyspark.sql.connect.dataframe import DataFrame


def expect_all(rules):
    return lambda query: query


def create_auto_cdc_flow(target, source, keys, sequence_by, except_column_list=(), **history):
    kept = f"* EXCEPT ({', '.join(except_column_list)})" if except_column_list else "*"
    times = [f"{sequence_by} AS __START_AT", f"{sequence_by} AS __END_AT"]

    @dp.append_flow(target=target)
    def versions():
        return spark.readStream.table(source).selectExpr(kept, *times)


dp.expect_all = dp.expect_all_or_drop = dp.expect_all_or_fail = expect_all
dp.create_auto_cdc_flow = create_auto_cdc_flow
DataFrame.withWatermark = lambda rows, time, within: rows
DataFrame.dropDuplicatesWithinWatermark = lambda rows, keys: rows
"""


def test_spark_accepts_the_graph(
    artefacts: Path, toolchain: dict[str, str], tmp_path: Path, pipeline: Any
) -> None:
    (tmp_path / "what_spark_lacks.py").write_text(WHAT_SPARK_LACKS)
    libraries = ["what_spark_lacks.py"]
    for notebook in pipeline.python_notebooks + pipeline.sql_notebooks:
        # Both pipelines have a notebook of silver.
        name = f"{notebook.parent.name}_{notebook.name}"
        shutil.copy(notebook, tmp_path / name)
        libraries.append(name)

    dry_run = spark_pipelines_dry_run(tmp_path, libraries, toolchain)

    assert dry_run.returncode == 0, dry_run.stdout
    assert "Run is COMPLETED" in dry_run.stdout


def spark_pipelines_dry_run(
    directory: Path, libraries: list[str], toolchain: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    specification = directory / "spark-pipeline.yml"
    specification.write_text(
        yaml.safe_dump(
            {
                "name": "music-streaming",
                "storage": (directory / "storage").as_uri(),
                "libraries": [{"glob": {"include": library}} for library in libraries],
                "configuration": {"kafka.bootstrap_servers": "127.0.0.1:9"},
            }
        )
    )
    settings = {
        "spark.driver.extraClassPath": f"{toolchain['sparkJars']}/*",
        # The graph is resolved and nothing runs: a small process, and no time spent on optimizing.
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.ui.enabled": "false",
    }
    options = [part for setting in settings.items() for part in ("--conf", "=".join(setting))]
    command = Path(pyspark.__file__).parent / "bin" / "spark-pipelines"
    return subprocess.run(
        [str(command), "dry-run", "--spec", specification.name, *options],
        cwd=directory,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
