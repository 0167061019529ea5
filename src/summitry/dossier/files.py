"""Files: a dossier's text, or one clear reason why there is none; and files that are written whole or not at all."""

from __future__ import annotations

import codecs
import difflib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summitry.errors import DossierError, Problem

LARGEST = 5_000_000
"""Bytes. A dossier is text of a few hundred kB."""


def read_text(path: Path) -> str:
    """Text of a UTF-8 file; a byte order mark stays in it.

    Raises
    ------
    DossierError : no file, a folder, too large, or not UTF-8.
    """
    return _decoded(_content(path), str(path))


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty file beside the target that takes its place when all went well, and goes when it did not."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        error.filename = str(target)  # nobody knows the temporary name
        raise
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _content(path: Path) -> bytes:
    """Bytes of a dossier file, refused before they are read where it is no file or too large."""
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DossierError([Problem("", "this is a folder", name, mend="Name the file in it")])
        if not stat.S_ISREG(status.st_mode):
            raise DossierError([Problem("", "this is no ordinary file", name)])
        if status.st_size > LARGEST:
            raise DossierError([too_large(name, status.st_size)])
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DossierError([Problem("", "there is no such file", name, mend=_nearby(path))]) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DossierError([Problem("", f"the file cannot be read ({reason})", name)]) from error


def too_large(name: str, size: int) -> Problem:
    return Problem(
        "",
        f"the file has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f} MB: a dossier is text of a few hundred kB",
        name,
        found=f"{size} bytes",
        expected=f"at most {LARGEST} bytes",
    )


def _nearby(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return f"There is no folder {path.parent} either" if not path.parent.exists() else ""
    close = difflib.get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f"Did you mean {close[0]}?" if close else "Start one with: summitry new FILE"


def _decoded(content: bytes, name: str) -> str:
    """Text of UTF-8 bytes (a byte order mark stays in it)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or content[:64].count(0) > 8:
        message = "the file is written in UTF-16 (or is no text), expected UTF-8"
        raise DossierError([Problem("", message, name, 1, 1, mend="Save it again as UTF-8")])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message = f"the file is not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}"
        raise DossierError([Problem("", message, name, line, column, mend="Save it again as UTF-8")]) from error
