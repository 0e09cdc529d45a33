"""Finds the author's line of an expression that failed while Spark computed rows."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException, QueryContextType, utils
from pyspark.errors.exceptions.captured import CapturedException
from pyspark.sql import SparkSession

from tools.local.runtime.failure import root_of
from tools.local.runtime.source_places import SourcePlaces

# A flow that failed after a longer time is not run again for the sake of a line.
LONGEST_SECONDS = 60

T = TypeVar("T")

# What PySpark notes is decided for the whole process: one flow after the other.
_noting = threading.Lock()


def with_call_sites(session: SparkSession, places: SourcePlaces, run: Callable[[], T]) -> T:
    """Run a flow; its error names the line of the expression that failed.

    Noting the line of every expression takes several calls to Java for each. Updates would be
    slower, so it is done only when a flow has failed: then the flow runs again.
    """
    began = time.monotonic()
    try:
        return run()
    except (PySparkException, Py4JJavaError) as error:
        root = root_of(error)
        if places.of_error(root) is not None or time.monotonic() - began > LONGEST_SECONDS:
            raise
        contexts = root.getQueryContext() if isinstance(root, CapturedException) else []
        if not any(each.contextType() == QueryContextType.DataFrame for each in contexts):
            raise
    with _noted_call_sites(session):
        return run()


@contextmanager
def _noted_call_sites(session: SparkSession) -> Iterator[None]:
    """Let PySpark note call sites: it does so in threads that have an active session."""
    sessions = session._get_j_spark_session_class(session._jvm)
    with _noting:
        sessions.setActiveSession(session._jsparkSession)
        utils._enable_debugging_cache = True
        try:
            yield
        finally:
            utils._enable_debugging_cache = False
            sessions.clearActiveSession()
