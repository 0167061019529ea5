"""Text in pieces, as the template wants it: never mark-up, numbers kept whole, long words with places to part them."""

from __future__ import annotations

import re
from typing import Final

from summitry.brief.render import NUMBERS, clean

LONGEST: Final = 22
"""Letters of a word that always stay together; a longer one, such as an address or a hash, may be parted."""

Pieces = list[tuple[str, str]]


def pieces(text: str, longest: int = LONGEST) -> Pieces:
    """Text for the template: `text`, a number to `keep` on one line, or a place to `part` a word longer than `longest`."""
    found: Pieces = []
    told, start = clean(text), 0
    for number in NUMBERS.finditer(told):
        if len(number.group()) <= longest and " " in number.group():
            found += [*_parted(told[start : number.start()], longest), ("keep", number.group())]
            start = number.end()
    return [*found, *_parted(told[start:], longest)]


def _parted(text: str, longest: int) -> Pieces:
    """Text with places to part its long words: behind a sign where there is one, else after every `longest` letters."""
    found: Pieces = []
    for word in re.findall(r" *[^ ]+ *$| *[^ ]+| +", text):
        if len(word.strip(" ")) <= longest:
            found = [*found[:-1], ("text", found[-1][1] + word)] if found else [("text", word)]
            continue
        for chunk in re.findall(rf"[^/._&=?-]{{1,{longest}}}[/._&=?-]*|[/._&=?-]{{1,{longest}}}", word):
            found += [("text", chunk), ("part", "")]
    return [piece for piece in found if piece != ("text", "")]


def code(text: str) -> Pieces:
    """Something to be typed; its options stay on one line."""
    found: Pieces = []
    for part in re.split(r"((?<!\S)--?\w[\w-]*)", clean(text)):
        option = re.fullmatch(r"--?\w[\w-]{0,30}", part)
        found += [("keep", part)] if option else _parted(part, 64)
    return found
