"""The one Spark session of a process, tuned for a laptop."""

import logging
import os
import sys
from pathlib import Path

from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from tools.local.runtime.java_process import HEAP, forget_connection, start_java
from tools.local.runtime.state_directory import StateDirectory

SETTINGS = {
    "spark.master": "local[2]",
    "spark.app.name": "local pipeline",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.ansi.enabled": "true",
    # With two partitions there is nothing to adapt, and each stage would be planned again.
    "spark.sql.adaptive.enabled": "false",
    # Groups are kept in memory as long as they fit: sorting all rows costs more than reading them.
    "spark.sql.objectHashAggregate.sortBased.fallbackThreshold": "50000",
    # Every dataset has code of its own: none should be compiled again in the next update.
    "spark.sql.codegen.cache.maxEntries": "2000",
    # Plans are written out for a user interface that we do not start: keep that short.
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.streaming.pollingDelay": "5ms",
    # State stays on disk and is not read whole at each start, as on Databricks.
    "spark.sql.streaming.stateStore.providerClass": (
        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"
    ),
    # With statistics in the files, and without files that only Hadoop needs.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.hadoop.parquet.enable.dictionary": "false",
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    # Rows of two parts go to two open files: no sorting before.
    "spark.sql.maxConcurrentOutputFileWriters": "64",
    # Tables are read by their lists of files: never list with a job.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000000",
    # Progress reports carry the counts of input rows: keep those of all micro-batches.
    "spark.sql.streaming.numRecentProgressUpdates": "1000000",
    "spark.databricks.delta.snapshotPartitions": "1",
}


def start_session(
    state: StateDirectory,
    lock_descriptor: int | None = None,
    heap: str = HEAP,
    logs: Path | None = None,
) -> SparkSession:
    """Start Spark; everything it writes besides tables goes below the state directory.

    `logs` is a directory for a log of all that Spark does.
    """
    scratch = state.scratch(os.getpid())
    scratch.mkdir(parents=True, exist_ok=True)
    # They log errors that they also raise.
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger", "py4j.clientserver"):
        logging.getLogger(name).disabled = True
    # Functions of a notebook in Python find the packages that we have.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    configuration = SparkConf(loadDefaults=False).setAll(
        [
            *SETTINGS.items(),
            ("spark.local.dir", str(scratch)),
            ("spark.sql.warehouse.dir", str(scratch / "warehouse")),
        ]
    )
    process = start_java(scratch, lock_descriptor, heap, logs)
    gateway = launch_gateway(configuration)
    forget_connection()
    gateway.proc = process
    return SparkSession(SparkContext(gateway=gateway, conf=configuration))
