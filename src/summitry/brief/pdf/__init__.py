"""A brief as a PDF on A4: bookmarks, tags and alternative texts (PDF/UA-1), and equal bytes for equal briefs.

The layout stands in `templates/brief.typ`. The brief goes in as JSON, so that none of its text is ever read as Typst code.
Fonts are those inside Typst and those in `templates/fonts`; fonts of the machine serve only where these lack a sign, or where
an organisation's preamble asks for its own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import typst

from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Outline
from summitry.brief.pdf.story import Story
from summitry.brief.render import clean
from summitry.errors import SummitryError

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
MAIN: Final = '#import "brief.typ": house, story\n#show: house\n{preamble}\n#story()\n'


def render(outline: Outline, look: Look = PLAIN) -> bytes:
    """The whole brief as the bytes of a PDF file.

    Raises
    ------
    SummitryError : the look's preamble or logo cannot be used.
    """
    if re.search(r"""["']@""", look.typst):
        raise SummitryError("brief.typ of the template imports a package; packages would be loaded from elsewhere.")
    told = json.dumps(Story(outline, look).told(), ensure_ascii=False)
    try:
        return _compiled(look.typst, told)
    except typst.TypstError as error:
        if not (look.typst or look.logo):
            raise
        where = "brief.typ or the logo of the template"
        raise SummitryError(f"{where} cannot be used for a PDF: {clean(error.message)}.") from error


def _compiled(preamble: str, told: str) -> bytes:
    """The PDF; a sign that the fonts at hand lack is looked for on the machine, and if it is nowhere, a box stands for it."""
    for machine, strict in ((False, True), (True, True), (True, False)):
        compiler = typst.Compiler(
            MAIN.format(preamble=preamble).encode("utf-8"),
            root=TEMPLATES,
            font_paths=_fonts(machine or bool(preamble)),
            sys_inputs={"brief": told},
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"] if strict else [])
        except typst.TypstError as error:
            if not strict or "could not be displayed" not in error.message:
                raise
        else:
            assert isinstance(made, bytes)
            return made
    raise AssertionError("the last trial returns or raises")


@cache
def _fonts(machine: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=machine, font_paths=[TEMPLATES / "fonts"])
