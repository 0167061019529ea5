"""`summitry cases`: the bundled dossiers, by name."""

from __future__ import annotations


def run() -> int:
    """Print name and title of each, one a line."""
    from summitry.dossier.loading import bundled

    listed = bundled()
    width = max((len(name) for name, _ in listed), default=0)
    for name, title in listed:
        print(f"{name:{width}}  {title}")
    return 0
