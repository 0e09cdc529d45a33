"""How long the steps of an update take, for the log of `--debug`."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A thread is named after the dataset that it works on.
FORMAT = "%(asctime)s %(levelname)s %(threadName)s: %(message)s"

_logger = logging.getLogger(__name__)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Log how long something took; also a decorator."""
    began = time.perf_counter()
    try:
        yield
    finally:
        _logger.debug("%s: %.3f s", what, time.perf_counter() - began)


def log_to(directory: Path) -> None:
    """Write everything that Python logs in this process to `runtime.log`."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "runtime.log"
    logging.basicConfig(filename=file, filemode="w", format=FORMAT, level=logging.DEBUG)
    # Every call to Java would be a line.
    logging.getLogger("py4j").setLevel(logging.INFO)
