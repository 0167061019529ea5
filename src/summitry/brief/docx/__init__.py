"""A brief as a Word document: real styles, real footnotes, links that lead somewhere, and equal bytes for equal briefs.

An organisation's own file may be the base: its styles, its page and its header and footer win where it has them.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from summitry.brief.docx import base, page
from summitry.brief.docx.markup import restyled
from summitry.brief.docx.story import Story
from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Outline
from summitry.brief.render import day

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can tell: the entries of a brief tell no other."""


def render(outline: Outline, look: Look = PLAIN) -> bytes:
    """The whole brief as the bytes of a .docx file.

    Raises
    ------
    SummitryError : the look's Word file or logo cannot be read.
    """
    document = base.open_base(look)
    ids = base.add_styles(document)
    base.set_language(document, outline.language)
    base.set_properties(document, outline, look, day(outline.as_of))
    made = page.set_head_and_foot(document, outline, look)
    story = Story(document, outline)
    story.tell()
    restyled([*made, *story.elements, *story.notes.elements()], ids)
    body = document.element.body
    section = body[-1]
    if story.sections:
        page.as_continued(section)
    for element in story.elements:
        section.addprevious(element)
    story.notes.attach(document.part)
    written = io.BytesIO()
    document.save(written)
    return _settled(written.getvalue())


def _settled(archive: bytes) -> bytes:
    """The same archive with its entries in a fixed order and without the time at which it was made."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        first = ["[Content_Types].xml", "_rels/.rels"]
        for name in [*first, *sorted(set(source.namelist()) - set(first))]:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return settled.getvalue()
