"""XML of other programs as a tree with lines, read with nothing that could reach outside the file.

A document type is refused before anything is read, so there are no entities to expand and no other files to open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from summitry.errors import ForeignFormatError, Problem

DEEPEST = 60
MOST_ELEMENTS = 200_000


@dataclass
class Element:
    """An element: its name, attributes, own text (stripped), children, and the line that it begins on."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Children of a name, in order."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child of a name."""
        return next(iter(self.all(tag)), None)

    def below(self) -> Iterator[Element]:
        """The element and all below it, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


class _Refused(Exception):
    """Well-formed, and not to be read."""


def parse_xml(content: bytes, file: str) -> Element:
    """Root element of an XML text.

    Raises
    ------
    ForeignFormatError : it is not well formed, has a document type, or is too deep or too large.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("", 0)
    path = [root]
    texts: list[list[str]] = [[]]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(path) > DEEPEST or count > MOST_ELEMENTS:
            raise _Refused(f"more than {DEEPEST} levels or {MOST_ELEMENTS} elements")
        child = Element(tag.rsplit(":", 1)[-1], parser.CurrentLineNumber, attributes)
        path[-1].children.append(child)
        path.append(child)
        texts.append([])

    def end(tag: str) -> None:
        path.pop().text = "".join(texts.pop()).strip()

    def refuse(*_: object) -> None:
        raise _Refused("a document type (<!DOCTYPE …>), which could name other files")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: texts[-1].append(data)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
        problem = Problem("", f"this is no XML: {reason}", file, error.lineno, error.offset + 1)
    except _Refused as error:
        line = parser.CurrentLineNumber
        problem = Problem("", "", file, line, 1, found=str(error), expected="plain XML", mend="Take it out")
    except (ValueError, LookupError) as error:  # an encoding that is not known
        problem = Problem("", f"this is no XML that can be read ({error})", file, 1, 1, mend="Save it again as UTF-8")
    else:
        return root.children[0]
    raise ForeignFormatError([problem])


def escaped(text: str) -> str:
    """A text as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
