"""Running one thing in a process of its own, and what it took."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What a tool took for a task: CPU seconds, those of preparation among them, peak memory."""

    what: str
    tool: str
    seconds: float
    preparing: float
    megabytes: float
    result: Any


def measured(
    what: str,
    tool: str,
    prepare: Callable[[], Any],
    work: Callable[[Any], Any],
) -> Measured:
    """Prepare and work in a process of its own. Raises RuntimeError where it fails."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_run, args=(theirs, prepare, work))
    child.start()
    theirs.close()
    try:
        preparing, seconds, kilobytes, result = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"{tool} failed at {what}") from error
    child.join()
    return Measured(what, tool, seconds, preparing, kilobytes / 1024, result)


def _run(told: Any, prepare: Callable[[], Any], work: Callable[[Any], Any]) -> None:
    begun = time.process_time()
    ready = prepare()
    prepared = time.process_time()
    result = work(ready)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.send((prepared - begun, done - begun, peak, result))


def same(rows: list[Measured]) -> list[Measured]:
    """The rows, once all results are the same. Raises RuntimeError where they are not."""
    for each in rows[1:]:
        if each.result != rows[0].result:
            raise RuntimeError(f"{each.tool} found something else than {rows[0].tool}: {each.what}")
    return rows
