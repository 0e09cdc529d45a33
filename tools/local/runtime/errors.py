"""Errors that the runtime explains to the author of a pipeline."""


class PipelineError(Exception):
    """A mistake in a pipeline or in how it is run; the message says where, what and the fix."""


class DatasetError(PipelineError):
    """A problem of one dataset; the message does not repeat the dataset's name."""

    def __init__(self, dataset: str, message: str) -> None:
        """Keep the dataset's name beside the message."""
        super().__init__(message)
        self.dataset = dataset
        self.message = message


class ExpectationFailedError(DatasetError):
    """Rows broke a rule whose action is `fail`."""

    def __init__(self, dataset: str, message: str, failed: dict[str, int], rows: int) -> None:
        """Keep how many of how many rows failed each rule."""
        super().__init__(dataset, message)
        self.failed = failed
        self.rows = rows


def one_line_reason(error: BaseException) -> str:
    """What went wrong, without Spark's stack trace and query plan."""
    if isinstance(error, PipelineError):
        return str(error)
    if "No space left on device" in str(error):
        return (
            "no space is left on the disk: the table is as it was before. Free some space and run "
            "the command again"
        )
    message = without_python_calls(without_stack_trace(str(error)))
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("'", "+-", ":-"))][:6]
    reason = " ".join(told) or type(error).__name__
    return reason if reason.startswith("[") else f"{type(error).__name__}: {reason}"


def without_python_calls(message: str) -> str:
    """What Spark says of an error in a Python function, without the calls that led to it."""
    head, traceback, calls = message.partition("Traceback (most recent call last):\n")
    if not traceback:
        return message
    return head + "\n".join(line for line in calls.splitlines() if not line.startswith(" "))


def without_stack_trace(message: str) -> str:
    """What Spark says of an error, without the Java methods that it passed through."""
    lines = message.split("JVM stacktrace:")[0].strip().splitlines()
    return "\n".join(line for line in lines if not line.startswith(("\tat ", "\t...")))
