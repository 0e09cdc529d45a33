"""The Java process that Spark runs in, started without Spark's shell scripts.

Going without them saves a second and lets the process inherit the lock of the state directory: if
Python is killed, its Spark may go on for a moment, and the next run must wait for that.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark
from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.serializers import UTF8Deserializer, read_int
from pyspark.sql import SparkSession

from tools.local.runtime.errors import PipelineError

# What Spark's launcher opens of the Java platform, without the incubating vector module.
OPENED_PACKAGES = (
    "java.base/java.lang",
    "java.base/java.lang.invoke",
    "java.base/java.lang.reflect",
    "java.base/java.io",
    "java.base/java.net",
    "java.base/java.nio",
    "java.base/java.util",
    "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic",
    "java.base/jdk.internal.ref",
    "java.base/sun.nio.ch",
    "java.base/sun.nio.cs",
    "java.base/sun.security.action",
    "java.base/sun.util.calendar",
    "java.security.jgss/sun.security.krb5",
)

OPTIONS = (
    "-XX:+IgnoreUnrecognizedVMOptions",
    *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENED_PACKAGES),
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
    # Room for a start without garbage collection, whatever the memory of the machine.
    "-Xms512m",
    "-Xss4m",
    "-XX:+UseSerialGC",
    # Without room for its code the first-tier compiler stops compiling and everything crawls.
    "-XX:ReservedCodeCacheSize=256m",
    "-XX:-UsePerfData",
    "-Duser.timezone=UTC",
)

# As much as a pipeline needs.
HEAP = "1200m"

# The first-tier compiler is ready sooner, the second makes faster code: better for large loads.
COMPILERS = {"c1": ("-XX:TieredStopAtLevel=1",), "c2": ()}

MAIN_CLASS = "org.apache.spark.api.python.PythonGatewayServer"

SECONDS_TO_START = 120
SECONDS_TO_END = 1


def start_java(
    scratch: Path, lock_descriptor: int | None, heap: str, logs: Path | None
) -> subprocess.Popen[bytes]:
    """Start the Java side of PySpark and tell PySpark, by its environment, where to find it."""
    connection = Path(tempfile.mkdtemp(dir=scratch)) / "connection"
    command = [
        java_binary(),
        *java_options(heap),
        f"-Djava.io.tmpdir={scratch}",
        *_logging_options(logs),
        "-cp",
        class_path(),
        MAIN_CLASS,
    ]
    environment = {
        **os.environ,
        "_PYSPARK_DRIVER_CONN_INFO_PATH": str(connection),
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    process = subprocess.Popen(
        command,
        # Java ends itself when this pipe breaks, so it never outlives Python for long.
        stdin=subprocess.PIPE,
        stdout=sys.__stderr__,
        cwd=scratch,
        env=environment,
        pass_fds=() if lock_descriptor is None else (lock_descriptor,),
        preexec_fn=_leave_interrupts_to_python,
    )
    give_up_at = time.monotonic() + SECONDS_TO_START
    while not connection.exists():
        if process.poll() is not None or time.monotonic() > give_up_at:
            process.kill()
            raise PipelineError(f"Spark did not start: {command[0]} ended with {process.wait()}")
        time.sleep(0.02)
    with connection.open("rb") as details:
        os.environ["PYSPARK_GATEWAY_PORT"] = str(read_int(details))
        os.environ["PYSPARK_GATEWAY_SECRET"] = UTF8Deserializer().loads(details)
    shutil.rmtree(connection.parent)
    return process


def exit_code_of_java(session: SparkSession, error: BaseException) -> int | None:
    """How the Java process of a session has ended; None if an error has another reason."""
    process: subprocess.Popen[bytes] = session.sparkContext._gateway.proc
    cause = error.__cause__ or error
    lost = isinstance(cause, (Py4JError, ConnectionError)) and not isinstance(cause, Py4JJavaError)
    # PySpark puts the lost connection into the message of errors of its own.
    if not lost and "Connection refused" not in str(cause):
        return process.poll()
    try:
        # The connection may break a moment before the process is gone.
        return process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        return None


def forget_connection() -> None:
    """Keep the address and secret of our Java process from other processes that we start."""
    del os.environ["PYSPARK_GATEWAY_PORT"], os.environ["PYSPARK_GATEWAY_SECRET"]


def java_binary() -> str:
    """The Java that JAVA_HOME names, else the one on the path."""
    home = os.environ.get("JAVA_HOME")
    binary = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if binary is None or not Path(binary).exists():
        raise PipelineError(
            f"no Java at {binary or 'JAVA_HOME or on the path'}: start with 'npm start', which "
            "finds or installs one"
        )
    return binary


def java_options(heap: str = HEAP) -> tuple[str, ...]:
    """The options of Java, with the compiler that SPARK_COMPILER names and the class archive."""
    compiler = os.environ.get("SPARK_COMPILER", "c1")
    if compiler not in COMPILERS:
        raise PipelineError(f"SPARK_COMPILER is '{compiler}', which is neither 'c1' nor 'c2'")
    archive = os.environ.get("SPARK_CLASS_ARCHIVE")
    shared = (f"-XX:SharedArchiveFile={archive}",) if archive and _is_whole(archive) else ()
    return (*OPTIONS, f"-Xmx{heap}", *COMPILERS[compiler], *shared)


def class_path() -> str:
    """The jars that PySpark ships, and those that it does not: Delta and the Kafka connector."""
    directory = os.environ.get("SPARK_EXTRA_JARS")
    if not directory:
        raise PipelineError(
            "SPARK_EXTRA_JARS is not set: start with 'npm start', which sets it to the directory "
            "of the Delta and Kafka jars"
        )
    extra = sorted(Path(directory).resolve().glob("*.jar"))
    if not extra:
        raise PipelineError(f"SPARK_EXTRA_JARS names '{directory}', which holds no jar files")
    jars = [*extra, *(Path(pyspark.__file__).parent / "jars").glob("*.jar")]
    # Java looks for a class in one jar after the other: those with the most classes come first.
    return os.pathsep.join(
        str(jar) for jar in sorted(jars, key=lambda jar: (-jar.stat().st_size, jar.name))
    )


def _logging_options(logs: Path | None) -> tuple[str, ...]:
    """What Spark logs: problems to standard error, or everything to a file of a directory."""
    name = "log4j2.properties" if logs is None else "log4j2-debug.properties"
    configuration = f"-Dlog4j2.configurationFile={Path(__file__).with_name(name).as_uri()}"
    return (configuration, *(() if logs is None else (f"-Ddebug.log={logs / 'spark.log'}",)))


def _is_whole(archive: str) -> bool:
    """Whether the files are as the set-up made them: Java crashes on one that was cut short.

    Java itself notices, and goes on, when an archive is of another Java or of other jars.
    """
    try:
        for file in map(Path, archive.split(os.pathsep)):
            made = json.loads(file.with_name("contents.json").read_text())[file.name]
            if made != [file.stat().st_size, int(file.stat().st_mtime)]:
                return False
    except (OSError, ValueError, KeyError):
        return False
    return True


def _leave_interrupts_to_python() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
