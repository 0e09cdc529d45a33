"""What made a flow or an update fail: the cause in a few words, the whole text for a file."""

import os
import re
import traceback
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.errors.exceptions.captured import CapturedException, convert_exception

from tools.artefacts.manifest import ManifestError
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.state_directory import StateDirectory

LONGEST_CAUSE = 500

# Errors of disks and permissions as Linux names them, and what to do.
REFUSED = (
    ("No space left on device", "no space is left on the disk", "Free some space"),
    ("Read-only file system", "the file system is read-only", "Make it writable"),
    ("Permission denied", "there is no right to write there", "Change the owner or the rights"),
)
PATH = re.compile(r"(/[^\s:'\"()]*\.local/[^\s:'\"()]+|(?<=: ')/[^']+)")

SQLSTATE = re.compile(r";? ?SQLSTATE: \w+")
# ANSI mode is fixed, as it is on Databricks.
ANSI_ADVICE = re.compile(r" (?:If necessary )?[Ss]et \"spark\.sql\.ansi\.enabled\"[^.]*[^.]*\.")
SQL_CONTEXT = re.compile(r"== SQL[^=]*==\n(?P<fragment>.*?)\n\^+", re.DOTALL)
PLAN_LINE = re.compile(r"^\s*(?:'|\+-|:-|:  |at \S+\()")


def root_of(error: BaseException) -> BaseException:
    """The error that others wrap: the innermost that Spark explains, else the innermost."""
    if isinstance(error, Py4JJavaError):
        found: BaseException = convert_exception(error.java_exception)
    elif isinstance(error, CapturedException):
        found = error
    else:
        return error
    inner: Any = found
    while (inner := getattr(inner, "_cause", None)) is not None:
        if inner.getCondition() is not None or found.getCondition() is None:
            found = inner
    return found


def cause_of(error: BaseException) -> str:
    """What went wrong and how to put it right, without stack traces and query plans."""
    if isinstance(error, (ManifestError, PipelineError)):
        return str(error)
    text = str(error).split("JVM stacktrace:")[0]
    refused = _refused(text)
    if refused is not None:
        return refused
    if "Traceback (most recent call last):" in text:
        return _last_of_traceback(text)
    if isinstance(error, PySparkException):
        return _shortened(_without_context(text))
    lines = [line.strip() for line in text.splitlines() if not line.startswith(("\tat", "\t..."))]
    reason = " ".join(line for line in lines if line)
    return _shortened(f"{type(error).__name__}: {reason}" if reason else type(error).__name__)


def is_explained(error: BaseException) -> bool:
    """Whether the cause of an error says all that there is to say about it."""
    return isinstance(error, (ManifestError, PipelineError)) and error.__cause__ is None


def is_of_machine(error: BaseException) -> bool:
    """Whether the machine refused something, so that no line of the author is at fault."""
    return _refused(str(error)) is not None


def message_of_query(error: BaseException) -> str:
    """What is wrong with a query: as Spark says it, with the place, but without its plan."""
    text = str(error).split("JVM stacktrace:")[0].rstrip()
    lines = [line for line in text.splitlines() if not PLAN_LINE.match(line)]
    return "\n".join(lines)


def end_of_java(state: StateDirectory, code: int) -> str:
    """Says how the Java process that Spark runs in has ended; nothing can run without it."""
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    hint = " (the machine may be out of memory)" if code == -9 else ""
    return (
        f"Spark's Java process {how}{hint}: tables are as they were before. Run the command again; "
        f"its log is {os.path.relpath(state.runtime / 'runtime.log')}"
    )


def write_whole_texts(file: Path, errors: list[tuple[str, BaseException]]) -> bool:
    """Write errors with all stack traces and plans to a file; returns whether it worked."""
    try:
        with file.open("w", encoding="utf-8") as output:
            for what, error in errors:
                output.write(f"{what}\n\n{''.join(traceback.format_exception(error))}\n")
                output.write(getattr(root_of(error.__cause__ or error), "_stackTrace", ""))
                output.write("\n\n")
    except OSError:
        return False
    return True


def _refused(text: str) -> str | None:
    for words, what, remedy in REFUSED:
        if words in text:
            path = PATH.search(text)
            where = f" ({path[0]})" if path and words != REFUSED[0][0] else ""
            return f"{what}{where}: the table is as it was before. {remedy} and run again"
    return None


def _last_of_traceback(text: str) -> str:
    """The error of a Python function that Spark has called in another process."""
    calls = text.partition("Traceback (most recent call last):\n")[2]
    function = re.findall(r'^  File "[^"]+", line \d+, in (\w+)$', calls, re.MULTILINE)
    said = [line for line in calls.splitlines() if line.strip() and not line[0].isspace()]
    return _shortened(f"{said[0]} (in the Python function '{function[0]}')")


def _without_context(text: str) -> str:
    """A message of Spark without its plan; of the statement it quotes only the part at fault."""
    sql = SQL_CONTEXT.search(text)
    head = re.split(r"\n== (?:DataFrame|SQL)|\n\n", text)[0]
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    kept = [line for line in lines if not PLAN_LINE.match(line)]
    message = ANSI_ADVICE.sub("", SQLSTATE.sub("", " ".join(kept)))
    message = re.sub(r";? line \d+,? pos \d+;?", "", message).rstrip("; ")
    return f"{message} (in '{sql['fragment']}')" if sql else message


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_CAUSE else f"{text[: LONGEST_CAUSE - 1]}…"
