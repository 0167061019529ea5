"""Footnotes: what stands behind each mark. python-docx writes none, so that the part is written here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart

from summitry.brief.docx.markup import Element, bookmarked, code, el, field, fixed, inner_link, line_break, run, tab
from summitry.brief.render import clean, finished

FIRST_BOOKMARK: Final = 10_000
"""Ids of the bookmarks at footnote signs start here, above those of the headings."""


class Notes:
    """The footnotes in the order of their signs. Inside one part of the brief, the same note is printed once and named again."""

    def __init__(self) -> None:
        self._notes: list[Element] = []
        self._met: dict[tuple[tuple[str, ...], str], int] = {}

    def new_part(self) -> None:
        """From here on no note is shared with what was before: a reader would have to leaf back for it."""
        self._met.clear()

    def sign(self, lines: Sequence[str], command: str | None, source: str = "", anchor: str = "") -> list[Element]:
        """The sign for a note of these lines, ending with the command; nothing where there is nothing to note.

        `source` stands after the first line, as a link to `anchor` if there is one.
        """
        key = ((*lines, source), command or "")
        if not lines and not command:
            return []
        if key in self._met:
            number = self._met[key]
            return [field(f"NOTEREF {_bookmark(number)} \\f \\h", str(number), "FootnoteReference")]
        self._notes.append(_note(len(self._notes) + 1, _told(lines, command, source, anchor)))
        self._met[key] = number = len(self._notes)
        sign = el("w:r", None, _style(), el("w:footnoteReference", {"w:id": number}))
        return bookmarked(_bookmark(number), FIRST_BOOKMARK + number, sign)

    def elements(self) -> list[Element]:
        """The notes."""
        return self._notes

    def attach(self, document: DocumentPart) -> None:
        """Add the part with all notes to the document."""
        root = el("w:footnotes", None, _rule(-1, "separator"), _rule(0, "continuationSeparator"), *self._notes)
        package = document.package
        assert package is not None
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(root), package)
        document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def settle(settings: Element) -> None:
    """Name the two separators in the settings, and forget endnotes, of which there are none."""
    for name in ("w:footnotePr", "w:endnotePr"):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    told = el("w:footnotePr", None, el("w:footnote", {"w:id": -1}), el("w:footnote", {"w:id": 0}))
    settings.insert_element_before(told, *_AFTER)


# what the schema of the settings wants behind footnotePr
_AFTER: Final = (
    "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang",
    "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:doNotAutoCompressPictures", "w:forceUpgrade", "w:captions",
    "w:readModeInkLockDown", "w:smartTagType", "sl:schemaLibrary", "w:shapeDefaults", "w:doNotEmbedSmartTags",
    "w:decimalSymbol", "w:listSeparator",
)  # fmt: skip


def _told(lines: Sequence[str], command: str | None, source: str, anchor: str) -> list[Element]:
    parts: list[Element] = []
    for index, line in enumerate(lines):
        if index == 0 and source:
            title = run(f"“{clean(source)}”")
            parts += [run(f"{clean(line)}, in "), inner_link(anchor, title) if anchor else title, fixed(". ")]
        else:
            parts.append(run(f"{finished(line)} "))
    return (
        [*parts, line_break(), code(command)] if command and parts else [*parts, *([code(command)] if command else [])]
    )


def _note(number: int, content: Sequence[Element]) -> Element:
    sign = el("w:r", None, _style(), el("w:footnoteRef"))
    look = el("w:pPr", None, el("w:pStyle", {"w:val": "FootnoteText"}))
    return el("w:footnote", {"w:id": number}, el("w:p", None, look, sign, tab(), *content))


def _rule(id: int, kind: str) -> Element:
    spacing = el("w:pPr", None, el("w:spacing", {"w:after": 0, "w:line": 240, "w:lineRule": "auto"}))
    line = el("w:p", None, spacing, el("w:r", None, el(f"w:{kind}")))
    return el("w:footnote", {"w:type": kind, "w:id": id}, line)


def _style() -> Element:
    return el("w:rPr", None, el("w:rStyle", {"w:val": "FootnoteReference"}))


def _bookmark(number: int) -> str:
    return f"_RefNote{number}"
