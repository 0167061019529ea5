"""`summitry diff`: what moved between two editions, and why."""

from __future__ import annotations

import json as json_module

from summitry.cli.progress import bar


def run(before: str, after: str, *, draws: int | None, seed: int, brief: bool, json: bool) -> int:
    """Print what moved; with `brief`, the later edition's whole brief below it."""
    from summitry.brief import editions
    from summitry.brief.data import plain
    from summitry.brief.make import brief as make

    with bar(f"{before} → {after}", json) as progress:
        found = editions.difference(before, after, draws=draws, seed=seed, progress=progress)
    if json:
        print(
            json_module.dumps({"summary": found.summary, **plain(found)}, ensure_ascii=False, indent=2, sort_keys=True)
        )
        return 0
    print("\n".join(editions.lines(found)))
    if brief:
        with bar(after) as progress:
            made = make(after, draws=draws, seed=seed, progress=progress)
        print(f"\n{made.text('terminal').rstrip()}")
    return 0
