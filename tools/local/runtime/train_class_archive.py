"""Makes the class-data-sharing archive `spark.jsa` in the directory that the command line names.

Java archives the classes that a process loaded when it ends, so this session does in small what
pipelines do. The archive is checked before anything relies on it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pyspark.sql import Observation, SparkSession, Window
from pyspark.sql import functions as F

from tools.local.runtime.java_process import MAIN_CLASS, class_path, java_binary, java_options
from tools.local.runtime.session import start_session
from tools.local.runtime.state_directory import StateDirectory

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
    """Do with a few rows what flows do: parse, judge, split, join, rank, aggregate, append."""
    event = F.to_json(F.struct(F.col("id").alias("a"), F.lit("x").alias("b")))
    numbers = spark.range(2000).select(
        (F.col("id") % 50).cast("string").alias("key"),
        F.timestamp_millis(F.col("id") * 1000).alias("at"),
        event.alias("event"),
    )
    numbers.write.parquet(str(scratch / "raw"))
    counted = Observation()
    events = (
        spark.read.schema(numbers.schema)
        .parquet(str(scratch / "raw"))
        .withColumn("parsed", F.from_json("event", "a BIGINT, b STRING"))
        .select("key", "at", "parsed.*", F.sha2("event", 256).alias("event_id"))
        .observe(
            counted, F.count(F.lit(1)).alias("rows"), F.count_if(F.col("a") < 0).alias("failed")
        )
        .withColumn("part", F.when(F.col("a") >= 0, "accepted").otherwise("rejected"))
    )
    events.write.partitionBy("part").parquet(str(scratch / "events"))
    stored = spark.read.schema(events.schema).parquet(str(scratch / "events"))
    latest = (
        stored.withColumn("rank", F.row_number().over(Window.partitionBy("key").orderBy("at")))
        .where("rank = 1")
        .join(stored.where("a > 1900").select("event_id"), "event_id", "left_anti")
    )
    totals = stored.groupBy("key").agg(
        F.sum(F.col("a").cast("DECIMAL(18, 3)")).alias("total"),
        F.max("at").alias("last"),
        F.count_distinct("b").alias("distinct"),
        F.max_by(F.struct("a", "b"), "at").alias("row"),
    )
    joined = latest.join(F.broadcast(totals), "key").join(
        stored.groupBy("key").agg(F.avg("a").alias("mean")), "key", "left"
    )
    joined.unionByName(joined).write.parquet(str(scratch / "joined"))
    spark.read.schema(joined.schema).parquet(str(scratch / "joined")).collect()
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
