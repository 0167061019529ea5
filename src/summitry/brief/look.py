"""An organisation's look: a folder with a style sheet, a logo, a Word file whose styles are taken, a Typst preamble.

All of it is optional, and none of it can change a word or a number of the brief.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from summitry.errors import SummitryError

FILES: Final = ("brief.css", "logo.svg", "logo.png", "brief.docx", "brief.typ", "name.txt")
LARGEST: Final = 400_000
"""Bytes that a logo or a style sheet may have, so that a page stays one that can be sent."""


@dataclass(frozen=True)
class Look:
    """What a template folder holds; empty: the house's own look.

    css : rules set after the brief's own. logo, logo_kind : an image, `svg` or `png`. name : the organisation, for the head of a
    page. docx : path of a Word file whose styles and page are taken. typst : set and show rules put before the PDF's text.
    """

    css: str = ""
    logo: bytes = b""
    logo_kind: str = ""
    name: str = ""
    docx: Path | None = None
    typst: str = ""

    @property
    def logo_address(self) -> str:
        """The logo as a `data:` address; empty where there is none."""
        if not self.logo:
            return ""
        kind = {"svg": "image/svg+xml", "png": "image/png"}[self.logo_kind]
        return f"data:{kind};base64,{base64.b64encode(self.logo).decode('ascii')}"


PLAIN: Final = Look()


def read_look(folder: str | Path | None) -> Look:
    """The look in a folder.

    Raises
    ------
    SummitryError : the folder is not there, holds none of the files that count, or one is too large, unreadable or loads
    something from elsewhere.
    """
    if folder is None:
        return PLAIN
    place = Path(folder)
    if not place.is_dir():
        raise SummitryError(f"{place}: no such folder. --template takes a folder with any of: {', '.join(FILES)}.")
    found = {name: place / name for name in FILES if (place / name).is_file()}
    if not found:
        raise SummitryError(f"{place} holds nothing that a template can: {', '.join(FILES)}.")
    css, typst, name = (_text(found.get(file)) for file in ("brief.css", "brief.typ", "name.txt"))
    for sign in ("@import", "url(http", "url(//", "url('http", 'url("http', "</style"):
        if sign in css.lower():
            raise SummitryError(
                f"{found['brief.css']}: {sign!r} would load something from elsewhere or leave the style sheet."
            )
    logo = found.get("logo.svg") or found.get("logo.png")
    image = _bytes(logo) if logo else b""
    if logo and logo.suffix == ".png" and not image.startswith(b"\x89PNG"):
        raise SummitryError(f"{logo} is no PNG image.")
    return Look(
        css, image, logo.suffix.lstrip(".") if logo else "", " ".join(name.split()), found.get("brief.docx"), typst
    )


def _bytes(path: Path) -> bytes:
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise SummitryError(f"{path} has {len(content):,} bytes; at most {LARGEST:,}, so that the brief can be sent.")
    return content


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return _bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SummitryError(f"{path} is not UTF-8 text.") from error
