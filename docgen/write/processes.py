"""Worker processes that end when they should: not by Ctrl-C themselves, but always with their parent."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def without_interrupt() -> Iterator[None]:
    """Put Ctrl-C off while a worker is started: it takes over that it does not listen to it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker(clean_up: Callable[[], None] = lambda: None) -> None:
    """Begin a worker: the terminal's Ctrl-C is for the parent; without a parent there is nobody to work for.

    Args:
        clean_up: run before the worker ends because its parent is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(clean_up,), daemon=True).start()


def _end_with_parent(clean_up: Callable[[], None]) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        with contextlib.suppress(Exception):
            clean_up()
        os._exit(1)
