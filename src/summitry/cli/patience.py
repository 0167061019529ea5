"""Ctrl-C while compiled code runs: the work is done beside the main thread, which waits and can stop at any time.

Compiled kernels run without the interpreter's lock and never look for a signal; Python handles one only between two of its own
instructions in the main thread.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
STEP = 0.05  # seconds between two looks
_left: list[threading.Event] = []


def stoppable(work: Callable[[], T]) -> T:
    """What `work` returns, or the error that it raises; KeyboardInterrupt at once. It must write no files: stopped, it is just left alone."""
    done: list[T] = []
    failed: list[BaseException] = []
    ended = (
        threading.Event()
    )  # asked in place of the thread, which counts as ended once a signal interrupts waiting for it

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)
        ended.set()

    threading.Thread(target=run, daemon=True, name="summitry work").start()
    try:
        while not ended.wait(STEP):
            pass
    except KeyboardInterrupt:
        _left.append(ended)
        raise
    if failed:
        raise failed[0]
    return done[0]


def leave_if_stopped(status: int) -> None:
    """End the process now if work was left running: Python itself would first wait for the threads of a pool."""
    if not all(ended.is_set() for ended in _left):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
