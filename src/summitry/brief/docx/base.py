"""The file that a brief is written into: an organisation's own, or an empty one; with every style a brief needs."""

from __future__ import annotations

import copy
import datetime
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from summitry.brief.docx import notes
from summitry.brief.docx.markup import Element, el
from summitry.brief.look import Look
from summitry.brief.outline_model import Outline
from summitry.brief.render import clean
from summitry.errors import SummitryError

PAGE: Final = {"w:w": 11906, "w:h": 16838}
"""A4 in twips."""
MARGINS: Final = {
    "w:top": 1304, "w:right": 1247, "w:bottom": 1191, "w:left": 1247, "w:header": 624, "w:footer": 567, "w:gutter": 0,
}  # fmt: skip


def open_base(look: Look) -> Document:
    """The organisation's file without its text, or an empty A4 page.

    Raises
    ------
    SummitryError : the organisation's file is no Word document.
    """
    document = _opened(look.docx) if look.docx else docx.Document()
    body = document.element.body
    first = document.element.find(f".//{qn('w:sectPr')}")
    section = copy.deepcopy(first) if first is not None and look.docx else _page()
    for child in list(body):
        body.remove(child)
    body.append(section)
    _forget_what_the_text_needed(document, bool(look.docx), section)
    if not look.docx:
        _empty_styles(document)
        _plain_settings(document)
    notes.settle(document.settings.element)
    return document


def add_styles(document: Document) -> Mapping[str, str]:
    """Add the house's styles that the file has none of that name for; the ids under which each is found in the file."""
    styles = document.styles.element
    there = {_name(style): style.get(qn("w:styleId")) for style in styles.findall(qn("w:style"))}
    house = _house_styles().findall(qn("w:style"))
    ids: dict[str, str] = {}
    for style in house:
        id, taken = style.get(qn("w:styleId")), {*there.values(), *ids.values()}
        ids[id] = there[_name(style)] if _name(style) in there else _free(id, taken)
    for style in house:
        if _name(style) not in there:
            styles.append(_renamed(copy.deepcopy(style), ids, there))
    if "list bullet" not in there:
        _number(document, ids["ListBullet"])
    return ids


def set_language(document: Document, language: str) -> None:
    """The language of the text, for spelling and for reading aloud: the text's, not the one of the organisation's file."""
    code = "en-GB" if language == "en" else clean(language)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        for old in style.findall(f"{qn('w:rPr')}/{qn('w:lang')}"):
            old.getparent().remove(old)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = el("w:docDefaults")
        styles.insert(0, defaults)
    _sole(_sole(_sole(defaults, "w:rPrDefault", 0), "w:rPr"), "w:lang").set(qn("w:val"), code)


def set_properties(document: Document, outline: Outline, look: Look, day: datetime.date | None) -> None:
    """Title, subject, language, organisation and day: nothing of the base file's author, and nothing of the clock."""
    package = document.part.package
    assert package is not None
    gone = {RELATIONSHIP_TYPE.CORE_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL}
    for key in [key for key, relation in package.rels.items() if relation.reltype in gone]:
        del package.rels[key]
    who = clean(look.name) or "Summitry"
    told = {
        "dc:title": outline.title,
        "dc:subject": outline.subtitle,
        "dc:creator": who,
        "cp:lastModifiedBy": who,
        "cp:revision": "1",
        "dc:language": "en-GB" if outline.language == "en" else outline.language,
    }
    inside = "".join(f"<{tag}>{escape(clean(text))}</{tag}>" for tag, text in told.items())
    if day:
        inside += "".join(
            f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{what}>'
            for what in ("created", "modified")
        )
    core = f"<cp:coreProperties {nsdecls('cp', 'dc', 'dcterms', 'xsi')}>{inside}</cp:coreProperties>"
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>Summitry</Application><Company>{escape(clean(look.name))}</Company></Properties>"
    )
    for name, content_type, relation, text in (
        ("core", CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, core),
        ("app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, app),
    ):
        blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode("utf-8")
        package.relate_to(Part(PackURI(f"/docProps/{name}.xml"), content_type, blob, package), relation)


def _opened(path: Path) -> Document:
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise SummitryError(f"{path} cannot be read as a Word document (.docx): {error}") from error


def _page() -> Element:
    return el("w:sectPr", None, el("w:pgSz", PAGE), el("w:pgMar", MARGINS))


_KEPT: Final = frozenset({"styles", "settings", "numbering", "theme", "fontTable", "webSettings", "customXml"})


def _forget_what_the_text_needed(document: Document, own: bool, section: Element) -> None:
    """Drop pictures, comments, notes and the like that belonged to the text of the base file."""
    kept = _KEPT if own else {"styles", "settings", "theme", "fontTable"}
    referenced = {child.get(qn("r:id")) for child in section} - {None}
    rels = document.part.rels
    for key in [
        key
        for key, relation in rels.items()
        if relation.reltype.rsplit("/", 1)[-1] not in kept and key not in referenced
    ]:
        del rels[key]


def _empty_styles(document: Document) -> None:
    """python-docx's file brings 160 styles that no brief uses: leave none, so that the list of styles is the brief's."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    styles.append(copy.deepcopy(_house_styles().find(qn("w:docDefaults"))))


def _plain_settings(document: Document) -> None:
    """Settings of a new file of Word 2013 or later, so that no window says "Compatibility Mode"."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    uri = {"w:uri": "http://schemas.microsoft.com/office/word"}
    told = (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1), ("enableOpenTypeFeatures", 1))
    compat = el(
        "w:compat", None, *(el("w:compatSetting", {"w:name": name, **uri, "w:val": value}) for name, value in told)
    )
    settings.extend(
        [
            el("w:zoom", {"w:percent": 100}),
            el("w:defaultTabStop", {"w:val": 720}),
            el("w:characterSpacingControl", {"w:val": "doNotCompress"}),
            compat,
            el("w:themeFontLang", {"w:val": "en-GB"}),
            el("w:decimalSymbol", {"w:val": "."}),
            el("w:listSeparator", {"w:val": ","}),
        ]
    )


@cache
def _house_styles() -> Element:
    return parse_xml(files("summitry.brief").joinpath("templates/docx-styles.xml").read_bytes())


def _name(style: Element) -> str:
    """Names are told apart without regard to case: Word writes "heading 1" and shows "Heading 1"."""
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).lower()


def _free(id: str, taken: set[str | None]) -> str:
    while id in taken:
        id += "Brief"
    return id


def _renamed(style: Element, ids: Mapping[str, str], there: Mapping[str, str | None]) -> Element:
    """The style under its id in this file, with the styles it names; a file has one default style of a kind, and keeps its own."""
    style.set(qn("w:styleId"), ids[style.get(qn("w:styleId"))])
    for tag in ("w:basedOn", "w:next"):
        for reference in style.findall(qn(tag)):
            reference.set(qn("w:val"), ids[reference.get(qn("w:val"))])
    if there and style.get(qn("w:default")):
        del style.attrib[qn("w:default")]
    return style


def _number(document: Document, style_id: str) -> None:
    """A bullet list of our own for our "List Bullet"; the part of lists is made where the file has none."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
    root = el("w:numbering") if part is None else document.part.numbering_part.element
    abstract = 1 + max((int(x.get(qn("w:abstractNumId"))) for x in root.findall(qn("w:abstractNum"))), default=-1)
    number = 1 + max((int(x.get(qn("w:numId"))) for x in root.findall(qn("w:num"))), default=0)
    level = el(
        "w:lvl",
        {"w:ilvl": 0},
        el("w:start", {"w:val": 1}),
        el("w:numFmt", {"w:val": "bullet"}),
        el("w:pStyle", {"w:val": style_id}),
        el("w:lvlText", {"w:val": "•"}),
        el("w:lvlJc", {"w:val": "left"}),
        el("w:pPr", None, el("w:ind", {"w:left": 284, "w:hanging": 284})),
    )
    root.insert(
        len(root.findall(qn("w:numPicBullet"))) + len(root.findall(qn("w:abstractNum"))),
        el("w:abstractNum", {"w:abstractNumId": abstract}, el("w:multiLevelType", {"w:val": "singleLevel"}), level),
    )
    root.insert(
        len(root) - len(root.findall(qn("w:numIdMacAtCleanup"))),
        el("w:num", {"w:numId": number}, el("w:abstractNumId", {"w:val": abstract})),
    )
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) == style_id:
            style.find(f".//{qn('w:numId')}").set(qn("w:val"), str(number))
    if part is None:
        package = document.part.package
        assert package is not None
        made = Part(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, serialize_part_xml(root), package)
        document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)


def _sole(parent: Element, tag: str, place: int | None = None) -> Element:
    """The child of that tag, made if it is missing."""
    child = parent.find(qn(tag))
    if child is None:
        child = el(tag)
        parent.insert(len(parent) if place is None else place, child)
    return child
