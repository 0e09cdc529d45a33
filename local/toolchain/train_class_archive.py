"""Makes the class-data-sharing archive `spark.jsa` in the directory that the command line names.

Java archives the classes that a process loaded when it ends, so this session does in small what
pipelines do. The archive is checked before anything relies on it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

from local.runtime.java_process import MAIN_CLASS, class_path, java_binary, java_options
from local.runtime.session import start_session
from local.runtime.state_directory import StateDirectory

# Loaded without a broker: what reads from Kafka.
KAFKA_CLASSES = (
    "org.apache.spark.sql.kafka010.KafkaSourceProvider",
    "org.apache.spark.sql.kafka010.KafkaBatch",
    "org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer",
    "org.apache.kafka.clients.consumer.KafkaConsumer",
)


def main(directory: Path) -> None:
    """Make the archive and check it."""
    archive, base = directory / "spark.jsa", directory / "base.jsa"
    on_base = f'"-XX:SharedArchiveFile={base}"' if base.exists() else ""
    os.environ["JDK_JAVA_OPTIONS"] = f'-Xlog:cds=off {on_base} "-XX:ArchiveClassesAtExit={archive}"'
    with tempfile.TemporaryDirectory() as state:
        session = start_session(StateDirectory(Path(state)))
        exercise(session, Path(state))
        java = session.sparkContext._gateway.proc
        session.stop()
        java.stdin.close()
        java.wait()
    del os.environ["JDK_JAVA_OPTIONS"]
    check(os.pathsep.join(str(file) for file in (base, archive) if file.exists()))


def exercise(spark: SparkSession, scratch: Path) -> None:
    """Read, parse, join, rank, aggregate and write a few rows, as files and as a Delta table."""
    files, table = str(scratch / "files"), str(scratch / "table")
    event = F.to_json(F.struct(F.col("id").alias("a"), F.lit("x").alias("b")))
    numbers = spark.range(2000).select(
        (F.col("id") % 50).cast("string").alias("key"),
        F.timestamp_millis(F.col("id") * 1000).alias("at"),
        event.alias("event"),
    )
    numbers.write.parquet(files)
    events = (
        spark.read.schema(numbers.schema)
        .parquet(files)
        .withColumn("parsed", F.from_json("event", "a BIGINT, b STRING"))
        .where("coalesce(parsed.a >= 0, false)")
        .select("key", "at", "parsed.*")
    )
    latest = events.withColumn(
        "rank", F.row_number().over(Window.partitionBy("key").orderBy(F.desc("at")))
    ).where("rank = 1")
    totals = events.groupBy("key").agg(
        F.sum("a").alias("total"), F.max("at").alias("last"), F.countDistinct("b").alias("distinct")
    )
    joined = latest.join(F.broadcast(totals), "key").join(
        events.groupBy("key").agg(F.avg("a").alias("mean")), "key", "left"
    )
    joined.write.format("delta").save(table)
    spark.read.format("delta").load(table).orderBy("key").collect()
    of_classes = spark.sparkContext._jvm.java.lang.Class
    for name in KAFKA_CLASSES:
        of_classes.forName(name)


def check(archive: str) -> None:
    """Fail unless Java takes Spark's classes from the archive."""
    shared = (f"-XX:SharedArchiveFile={archive}", "-Xlog:class+load", "--dry-run")
    command = [java_binary(), *java_options(), *shared, "-cp", class_path(), MAIN_CLASS]
    answer = subprocess.run(command, capture_output=True, text=True)
    loaded = next((line for line in answer.stdout.splitlines() if MAIN_CLASS in line), "")
    if "shared objects file (top)" not in loaded:
        raise SystemExit(f"Java does not use the archive it made: {loaded or answer.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
