"""Small pieces of WordprocessingML: elements, runs, paragraphs, fields and links. Styles are named by the ids of `docx-styles.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urlsplit

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from summitry.brief.render import NUMBERS, clean

Element: TypeAlias = Any
"""An lxml element of python-docx, which states no usable type for the children of one."""

NBSP: Final = "\u00a0"


def el(tag: str, attributes: Mapping[str, str | int] | None = None, *children: Element) -> Element:
    """An element with prefixed names, `el("w:jc", {"w:val": "right"})`; children that are None are left out."""
    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(qn(name) if ":" in name else name, str(value))
    element.extend([child for child in children if child is not None])
    return element


def run(text: str, style: str = "") -> Element:
    """A run of user text, cleaned at its inside; spaces at its ends are the caller's, and stay."""
    head = " " if text.startswith(" ") else ""
    tail = " " if text.endswith(" ") and text.strip(" ") else ""
    return _run(f"{head}{kept(clean(text))}{tail}", style)


def code(text: str) -> Element:
    """A run of something to be typed, letter by letter as it is."""
    return _run(clean(text), "BriefCommand")


def fixed(text: str, style: str = "") -> Element:
    """A run of the renderer's own signs, such as a mark with its spaces."""
    return _run(text, style)


def kept(text: str) -> str:
    """Prose with the spaces inside its numbers made unbreakable: `96–99 %` stays on one line."""
    return NUMBERS.sub(lambda found: found.group().replace(" ", NBSP), text)


def line_break() -> Element:
    """A run that starts a new line in the same paragraph."""
    return el("w:r", None, el("w:br"))


def tab() -> Element:
    """A run with a tabulator."""
    return el("w:r", None, el("w:tab"))


def paragraph(style: str, *content: Element) -> Element:
    """A paragraph in a style."""
    return el("w:p", None, el("w:pPr", None, el("w:pStyle", {"w:val": style})), *content)


def field(instruction: str, shown: str, style: str = "") -> Element:
    """A field with the text that is shown until a word processor computes it anew."""
    return el("w:fldSimple", {"w:instr": f" {instruction} "}, _run(shown, style))


def inner_link(bookmark: str, *content: Element) -> Element:
    """A link to a bookmark of this document."""
    return el("w:hyperlink", {"w:anchor": bookmark, "w:history": 1}, *content)


def bookmarked(name: str, id: int, *content: Element) -> list[Element]:
    """Content between the start and the end of a bookmark."""
    return [el("w:bookmarkStart", {"w:id": id, "w:name": name}), *content, el("w:bookmarkEnd", {"w:id": id})]


def web_address(url: str) -> str:
    """The address as a link may hold it, or nothing: only http and https, with a host, and every odd sign escaped.

    A target that is no URI makes Word call the whole file damaged, so what cannot be read as one stays plain text.
    """
    if not re.fullmatch(r"https?://[^\s<>\"]+", url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", parts.hostname or "") or "@" in parts.netloc:
        return ""
    host = f"{parts.hostname}:{port}" if port else parts.hostname
    rest = quote(parts.path, safe="/%:@!$&'()*+,;=-._~")
    query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    place = f"#{quote(parts.fragment, safe=_QUERY)}" if parts.fragment else ""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", f"{parts.scheme}://{host}{rest}{query}{place}")


def restyled(elements: Iterable[Element], ids: Mapping[str, str]) -> None:
    """Give every reference to a house style the id that the style has in this document."""
    for element in elements:
        for name in ("pStyle", "rStyle", "tblStyle"):
            for reference in element.iter(qn(f"w:{name}")):
                value = reference.get(qn("w:val"))
                reference.set(qn("w:val"), ids.get(value, value))


_QUERY: Final = "/?%:@!$&'()*+,;=-._~"


def _run(text: str, style: str) -> Element:
    words = el("w:t", {"xml:space": "preserve"})
    words.text = text
    return el("w:r", None, el("w:rPr", None, el("w:rStyle", {"w:val": style})) if style else None, words)
