"""How kernels are compiled: once, without the interpreter's lock, kept on disk under the hash of their package's sources.

Numba by itself would keep code compiled from one file when a constant in another changes; the hash rules that out, and a folder
of the user's own also serves where the package's folder cannot be written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import njit

_CHOSEN_BY_USER = os.environ.get("NUMBA_CACHE_DIR")


class Kernels:
    """The compiler of one package: `kernel = Kernels(Path(__file__).parent)`, then `@kernel` on a function.

    Code compiled before is read from `folder`; a change of any file of the package leads to another folder.
    """

    def __init__(self, package: Path):
        self.folder = _CHOSEN_BY_USER or _cache_folder(package)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return self._compiled(function)

    def bare(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """For kernels that allocate nothing: without counting references to every array at every call, which costs more than they do."""
        return self._compiled(function, _nrt=False)

    def has(self, name: str) -> bool:
        """Does compiled code of a function (`module.function`) lie ready?"""
        return any(Path(self.folder).rglob(f"{name}*.nbi"))

    def _compiled(self, function: Callable[..., Any], **how: Any) -> Callable[..., Any]:
        # Numba reads the folder when a function is decorated, and knows one for all packages.
        before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, self.folder  # type: ignore[attr-defined]
        try:
            return njit(cache=True, nogil=True, **how)(function)  # type: ignore[no-any-return]
        finally:
            numba.config.CACHE_DIR = before  # type: ignore[attr-defined]


def _cache_folder(package: Path) -> str:
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(package.glob("*.py")))).hexdigest()[:16]
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    for base in (home, tempfile.gettempdir()):
        folder = os.path.join(base, "summitry", f"kernels-{digest}")
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return tempfile.mkdtemp(prefix="summitry-")
