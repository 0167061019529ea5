"""The parser of `grammar.lark`, and what is said when a text does not fit it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from summitry.errors import SummitryError

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

RESERVED = frozenset({"and", "at", "exactly", "if", "iff", "least", "most", "not", "of", "or"})

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SYMBOLS = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "~": "not", "∧": "and", "∨": "or", "¬": "not"}
_SYMBOL = re.compile(r"&&|\|\||[&|!~∧∨¬]")
_COUNT = re.compile(r"(exactly|at\s+least|at\s+most)(\s+[0-9]+)?$")
_EXAMPLE = "write e.g. lax and not punish, or one option id"


class LanguageError(SummitryError, ValueError):
    """A text that is no condition: what was found, what was expected, how to mend it, and the column (from 1)."""

    def __init__(self, found: str, expected: str, mend: str, column: int = 1, message: str = ""):
        self.found, self.expected, self.mend, self.column = found, expected, mend, column
        self.message = message or f"found {found}, expected {expected}"
        super().__init__(f"{self.message}. {mend[:1].upper()}{mend[1:]}")


def is_name(text: str) -> bool:
    """True if a text can be an id: a letter, then letters, digits, `_` and `-`; none of the words of conditions."""
    return bool(_NAME.fullmatch(text)) and text not in RESERVED


def uses_symbols(text: str) -> bool:
    """True if a text has `&`, `|`, `!` or their kin."""
    return _SYMBOL.search(text) is not None


def parsed(text: str, start: Literal["condition", "question", "claim"]) -> Tree[Token]:
    """The tree of a text.

    Raises
    ------
    LanguageError : the text does not fit. Its message and mend are worded for conditions; its column serves all.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    _refuse_symbols(text)
    try:
        return _parser().parse(text, start=start)
    except UnexpectedToken as error:
        raise _fault(text, len(text) if error.token.type == "$END" else error.token.start_pos or 0) from error
    except UnexpectedCharacters as error:
        raise _fault(text, error.pos_in_stream or 0) from error


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files("summitry.dossier").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["condition", "question", "claim"], maybe_placeholders=False)


def _refuse_symbols(text: str) -> None:
    """Refuse `&`, `|`, `!` and their kin (YAML gives them meanings of its own), with the text rewritten in words."""
    if symbol := _SYMBOL.search(text):
        rewritten = " ".join(_SYMBOL.sub(lambda match: f" {_SYMBOLS[match[0]]} ", text).split())
        rewritten = rewritten.replace("( ", "(").replace(" )", ")")
        message = f'"{text}" uses {symbol[0]}'
        raise LanguageError(f'"{text}"', "words", f"Write: {rewritten}", symbol.start() + 1, message)


def _fault(text: str, at: int) -> LanguageError:
    """The error that helps best when a condition breaks off at position `at`."""
    before, after = text[:at].strip(), text[at:].strip()
    word, last = _first_word(after), _last_word(before)
    found = f'"{word}"' if word else "the end of the text"
    if not text.strip():
        return LanguageError("nothing", "a condition in words", _EXAMPLE)
    if text.count("(") != text.count(")"):
        return LanguageError(f'"{text}"', "as many ( as )", "close or remove a parenthesis", at + 1)
    if _COUNT.search(before) or re.match(r"[0-9]+\s+of\b", after):
        return LanguageError(found, "a count and a list", "write e.g. exactly 1 of (a, b)", at + 1)
    if not word:
        return LanguageError(found, "an option id", f"write what follows: {before} …", at + 1)
    if word in ("if", "iff") and re.search(r"\biff?\b", before):
        mend = f"use parentheses, e.g. ({before}) {after}"
        return LanguageError(f'a second "{word}"', f"parentheses, as {word} does not chain", mend, at + 1)
    for shouted in (word, last):
        if shouted.lower() in RESERVED - {shouted}:
            quiet = shouted.lower()
            return LanguageError(f'"{shouted}"', f'"{quiet}"', f"Write: {text.replace(shouted, quiet)}", at + 1)
    if is_name(word) and is_name(last):
        return LanguageError(found, "and, or, if, iff or the end", f"write e.g. {before} and {after}", at + 1)
    return LanguageError(found, "option ids joined by and, or, not, if, iff", _EXAMPLE, at + 1)


def _first_word(text: str) -> str:
    match = re.match(r"[\w-]+|.", text)
    return match[0] if match else ""


def _last_word(text: str) -> str:
    match = re.search(r"[\w-]+$", text)
    return match[0] if match else ""
