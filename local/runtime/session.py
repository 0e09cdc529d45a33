"""The one Spark session of a process, tuned for a laptop."""

import os
import sys
from pathlib import Path

from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from local.runtime.errors import PipelineError
from local.runtime.state_directory import StateDirectory

JAVA_OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    # Without room for its code the first-tier compiler stops compiling and everything crawls.
    "-XX:ReservedCodeCacheSize=256m",
    "-Xss4m",
    "-XX:-UsePerfData",
    "-Duser.timezone=UTC",
)

SETTINGS = {
    "spark.master": "local[2]",
    "spark.app.name": "local pipeline",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.streaming.pollingDelay": "5ms",
    # Progress reports carry the counts of input rows: keep those of all micro-batches.
    "spark.sql.streaming.numRecentProgressUpdates": "1000000",
    "spark.sql.streaming.metricsEnabled": "false",
    "spark.databricks.delta.snapshotPartitions": "1",
    # The sources of our merges are cached: no need to write them down once more.
    "spark.databricks.delta.merge.materializeSource": "none",
}


def start_session(state: StateDirectory, lock_descriptor: int | None = None) -> SparkSession:
    """Start Spark; everything it writes besides tables goes below the state directory."""
    scratch = state.scratch(os.getpid())
    scratch.mkdir(parents=True, exist_ok=True)
    log_settings = Path(__file__).with_name("log4j2.properties")
    java_options = (
        *JAVA_OPTIONS,
        f"-Djava.io.tmpdir={scratch}",
        f"-Dderby.system.home={scratch}",
        f"-Dlog4j2.configurationFile={log_settings.as_uri()}",
    )
    configuration = SparkConf(loadDefaults=False).setAll(
        [
            *SETTINGS.items(),
            ("spark.driver.extraClassPath", os.pathsep.join(str(jar) for jar in extra_jars())),
            ("spark.driver.extraJavaOptions", " ".join(f'"{option}"' for option in java_options)),
            ("spark.local.dir", str(scratch)),
            ("spark.sql.warehouse.dir", str(scratch / "warehouse")),
            ("spark.sql.artifact.copyFromLocalToFs.allowDestLocal", "false"),
        ]
    )
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    gateway = launch_gateway(
        configuration,
        {
            "stdout": sys.__stderr__,
            "cwd": str(scratch),
            "pass_fds": () if lock_descriptor is None else (lock_descriptor,),
        },
    )
    context = SparkContext(gateway=gateway, conf=configuration)
    return SparkSession(context)


def extra_jars() -> list[Path]:
    """The jars that PySpark does not ship: Delta and the Kafka connector."""
    directory = os.environ.get("SPARK_EXTRA_JARS")
    if not directory:
        raise PipelineError(
            "SPARK_EXTRA_JARS is not set: start the runtime with 'npm start', which sets it to the "
            "directory of the Delta and Kafka jars"
        )
    jars = sorted(Path(directory).glob("*.jar"))
    if not jars:
        raise PipelineError(f"SPARK_EXTRA_JARS names '{directory}', which holds no jar files")
    return jars
