"""A progress bar on the terminal's error channel: seen by people, never in what is piped on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(label: str, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """A callback `(done more, total)` that draws a bar; None where nobody watches. Says when kernels are compiled first."""
    if quiet or not sys.stderr.isatty():
        if not quiet:
            _say_compiling(lambda text: print(text, file=sys.stderr))
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    _say_compiling(lambda text: console.print(text, style="dim"))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=False) as progress:
        task = progress.add_task(label, total=None)
        last = [0.0]
        waiting = [0]

        def advance(done: int, total: int) -> None:
            waiting[0] += done
            now = time.monotonic()
            if now - last[0] > 0.1:
                progress.update(task, total=total, advance=waiting[0])
                waiting[0], last[0] = 0, now

        yield advance
        progress.update(task, advance=waiting[0])


def _say_compiling(say: Callable[[str], None]) -> None:
    from summitry.worlds.world import is_compiled

    if not is_compiled():
        say("Compiling the engine for this machine: once, about 20 seconds …")
