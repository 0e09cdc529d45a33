"""Does something with each dataset, several at a time, and its inputs always before it."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from tools.local.runtime.definition import Definition

# More than processors: a flow also waits for files and for other processes.
AT_ONCE = 4

T = TypeVar("T")


def in_dependency_order(
    definitions: list[Definition],
    needed_by: Callable[[str], set[str]],
    work: Callable[[Definition], T],
    left_out: Callable[[Definition], bool],
    done: Callable[[Definition, Future[T]], None],
) -> None:
    """Call `work` for each dataset, in threads, when all that it needs is done.

    `left_out`, asked just before, says that it must not run; `done` takes what came of it. Both
    are called in the thread of the caller, one at a time.
    """

    def named_work(definition: Definition) -> T:
        threading.current_thread().name = definition.name
        return work(definition)

    waiting = {definition.name: definition for definition in definitions}
    running: dict[Future[T], Definition] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting or running:
            for definition in list(waiting.values()):
                needed = needed_by(definition.name)
                if needed & waiting.keys() or needed & {d.name for d in running.values()}:
                    continue
                del waiting[definition.name]
                if not left_out(definition):
                    running[pool.submit(named_work, definition)] = definition
            if running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done(running.pop(future), future)
