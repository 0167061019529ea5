"""The compiler of this package's kernels (see `summitry.compiled`)."""

from __future__ import annotations

from pathlib import Path

from summitry.compiled import Kernels

kernel = Kernels(Path(__file__).parent)
bare_kernel = kernel.bare


def is_compiled() -> bool:
    """Are compiled kernels lying ready, so that nothing must be compiled now?"""
    return kernel.has("chain.draw_play")
