"""The page around the text: size, letterhead on the first page, running title on the others, page numbers, sections."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from typing import Final

from docx.document import Document
from docx.image.exceptions import UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.section import Section, _BaseHeaderFooter
from docx.shared import Cm, Twips

from summitry.brief.docx.base import MARGINS, PAGE
from summitry.brief.docx.markup import Element, el, field, fixed, paragraph, run
from summitry.brief.look import Look
from summitry.brief.outline_model import Outline
from summitry.brief.render import clean
from summitry.errors import SummitryError

LOGO_WIDTH: Final = Cm(6)
LOGO_HEIGHT: Final = Cm(1.4)


@dataclass(frozen=True)
class TextBlock:
    """The text block in twips, upright and with the page turned."""

    width: int
    height: int
    turned: int


def text_block(section: Element) -> TextBlock:
    """The part of the page between its margins."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    page = {name: _twips(size, name, number) for name, number in PAGE.items()}
    edge = {name: _twips(margins, name, number) for name, number in MARGINS.items()}
    across, down = edge["w:left"] + edge["w:right"] + edge["w:gutter"], edge["w:top"] + edge["w:bottom"]
    turned = max(page.values()) - across
    return TextBlock(page["w:w"] - across, page["w:h"] - down, turned)


def set_head_and_foot(document: Document, outline: Outline, look: Look) -> list[Element]:
    """Header and footer, unless the base file has its own with something in it; what was made, to be given its styles."""
    section = document.sections[0]
    made: list[Element] = []
    heads = (section.header, section.first_page_header, section.even_page_header)
    feet = (section.footer, section.first_page_footer, section.even_page_footer)
    own_head, own_foot = any(map(_holds_something, heads)), any(map(_holds_something, feet))
    if not own_head:
        if not own_foot:
            section.different_first_page_header_footer = True
        running = " · ".join(clean(part) for part in (outline.title, _as_of(outline)) if part)
        made += _filled(section.header, paragraph("Header", run(running)))
        if section.different_first_page_header_footer:
            made += _filled(section.first_page_header, _letterhead(section, look))
        if document.settings.odd_and_even_pages_header_footer:
            made += _filled(section.even_page_header, paragraph("Header", run(running)))
    if not own_foot:
        made += _filled(section.footer, _page_number())
        if section.different_first_page_header_footer:
            made += _filled(section.first_page_footer, _page_number())
        if document.settings.odd_and_even_pages_header_footer:
            made += _filled(section.even_page_footer, _page_number())
    return made


def section_break(section: Element, first: bool, turned: bool) -> Element:
    """The paragraph that ends a part of the document whose pages stand upright or are turned."""
    properties = copy.deepcopy(section)
    if not first:
        as_continued(properties)
    if turned:
        _turn(properties)
    end = paragraph("BriefTableEnd")
    end.find(qn("w:pPr")).append(properties)
    return end


def as_continued(section: Element) -> None:
    """Take the first page's letterhead from a section that begins inside the brief."""
    for title_page in section.findall(qn("w:titlePg")):
        section.remove(title_page)


def _twips(element: Element | None, name: str, otherwise: int) -> int:
    value = element.get(qn(name)) if element is not None else None
    try:
        return abs(round(float(value))) if value is not None else otherwise
    except ValueError:
        return otherwise


def _turn(section: Element) -> None:
    size = section.find(qn("w:pgSz"))
    width, height = (_twips(size, name, number) for name, number in PAGE.items())
    if size is None:
        size = el("w:pgSz")
        section.insert_element_before(size, "w:pgMar", "w:cols", "w:docGrid")
    size.set(qn("w:w"), str(max(width, height)))
    size.set(qn("w:h"), str(min(width, height)))
    size.set(qn("w:orient"), "landscape")


def _holds_something(part: _BaseHeaderFooter) -> bool:
    """Is there a text, a picture or a field in it?"""
    if part.is_linked_to_previous:
        return False
    element = part._element
    return any("".join(text.itertext()).strip() for text in element.iter(qn("w:t"))) or any(
        next(element.iter(qn(tag)), None) is not None for tag in ("w:drawing", "w:pict", "w:fldSimple", "w:instrText")
    )


def _filled(part: _BaseHeaderFooter, content: Element) -> list[Element]:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(content)
    return [content]


def _letterhead(section: Section, look: Look) -> Element:
    """Logo and name of the organisation, for the first page."""
    content: list[Element] = []
    if look.logo:
        content.append(el("w:r", None, el("w:drawing", None, _logo(section, look))))
        content.append(fixed("   "))
    if look.name:
        content.append(run(look.name))
    return paragraph("BriefLetterhead", *content)


def _logo(section: Section, look: Look) -> Element:
    try:
        inline: Element = section.first_page_header.part.new_pic_inline(io.BytesIO(_pixels(look)), height=LOGO_HEIGHT)
    except (ValueError, RuntimeError, UnrecognizedImageError, UnexpectedEndOfFileError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise SummitryError(f"The logo cannot be drawn into a Word document: {why}") from error
    scale(inline, min(1.0, LOGO_WIDTH / inline.extent.cx))
    named(inline, 1, "Logo", look.name or "Logo")
    return inline


def _pixels(look: Look) -> bytes:
    """The logo as PNG: older versions of Word show no SVG."""
    if look.logo_kind != "svg":
        return look.logo
    import vl_convert

    png: bytes = vl_convert.svg_to_png(look.logo.decode("utf-8"), scale=3)
    return png


def scale(inline: Element, factor: float) -> None:
    """A picture larger or smaller by a factor."""
    for extent in (inline.extent, inline.graphic.graphicData.pic.spPr.xfrm.find(qn("a:ext"))):
        for side in ("cx", "cy"):
            extent.set(side, str(round(int(extent.get(side)) * factor)))


def named(inline: Element, id: int, name: str, alt: str) -> None:
    """Number, name and alternative text of a picture."""
    inline.docPr.set("id", str(id))
    inline.docPr.set("name", name)
    inline.docPr.set("descr", clean(alt))
    picture = inline.graphic.graphicData.pic.nvPicPr.cNvPr
    picture.set("id", str(id))
    picture.set("name", name)


def twips(length: int) -> Twips:
    """A length in twips as python-docx takes it."""
    return Twips(length)


def _as_of(outline: Outline) -> str:
    return f"as of {outline.as_of}" if outline.as_of else ""


def _page_number() -> Element:
    return paragraph("Footer", fixed("Page "), field("PAGE", "1"), fixed(" of "), field("NUMPAGES", "1"))
