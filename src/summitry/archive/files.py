"""Files of an archive: which dossiers a folder holds, JSON whole or not at all, hashes over what JSON says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from summitry.dossier.files import replacing
from summitry.dossier.loading import ENDING


def dossier_files(folder: Path) -> list[Path]:
    """Every `*.summit.yaml` below a folder, at any depth, in the order of their names; nothing in hidden folders."""
    found = (path.relative_to(folder) for path in folder.rglob(f"*{ENDING}") if path.is_file())
    return [folder / path for path in sorted(found) if not any(part.startswith(".") for part in path.parts)]


def stem_of(path: Path) -> str:
    """A dossier's file name without its ending: `varda-march` of `varda-march.summit.yaml`."""
    return path.name.removesuffix(ENDING) if path.name.endswith(ENDING) else path.stem


def canonical(data: Any) -> str:
    """One text for equal data: keys sorted, no blanks. What is hashed."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Hash of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def pretty(data: Any) -> str:
    """JSON for people and for version control: indented, keys sorted, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2) + "\n"


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object; None where there is no file, or none that can be read as one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def write_whole(target: Path, text: str) -> Path:
    """Write a text whole or not at all."""
    with replacing(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return target
