"""How kernels are compiled: once, without the interpreter's lock, kept on disk under the hash of their sources.

Numba by itself would keep code compiled from one file when a constant in another changes; the hash rules that out, and a folder
of the user's own also serves where the package's folder cannot be written.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba
from numba import njit


def _cache_folder() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(here.glob("*.py")))).hexdigest()[:16]
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


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = _cache_folder()  # type: ignore[attr-defined]

kernel = njit(cache=True, nogil=True)
# For kernels that allocate nothing: without counting references to every array at every call, which costs more than they do.
bare_kernel = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]


def is_compiled() -> bool:
    """Are compiled kernels lying ready, so that nothing must be compiled now?"""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or numba.config.CACHE_DIR)  # type: ignore[attr-defined]
    return any(folder.rglob("chain.draw_play*.nbi"))
