"""Conditions: what must hold of the options that are on. Words only: `lax and not punish`, `exactly 1 of (a, b, c)`.

`not` binds tightest, then `and`, `or`, `if`, `iff`; the last two do not chain. `q if p` is the material conditional.
Parsed by `grammar.lark` into terms, never evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summitry.dossier.grammar import LanguageError, parsed
from summitry.errors import TooLarge

if TYPE_CHECKING:
    from lark import Token, Tree
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

MAX_CUBES = 4096
MAX_DEPTH = 50


@dataclass(frozen=True)
class Term:
    """A node of a condition. `op`: name, not, and, or, if (consequent first), iff, exactly, at least, at most."""

    op: str
    parts: tuple[Term, ...] = ()
    name: str = ""
    count: int = 0


@dataclass(frozen=True)
class Condition:
    """What must hold of the options that are on. Equal when the canonical texts are.

    `text` is canonical: single spaces, lower-case words, only the parentheses that are needed (and those of an `if`
    inside an `iff`, for the reader); parsing it gives the same condition. `names` are the options in it.
    """

    text: str
    names: frozenset[str] = field(compare=False)
    term: Term = field(compare=False, repr=False)

    @classmethod
    def parse(cls, text: object) -> Condition:
        """Read a condition.

        Raises
        ------
        LanguageError : not a text, or not a condition.
        """
        if isinstance(text, Condition):
            return text
        if not isinstance(text, str):
            raise LanguageError(_shown(text), "a condition in words", "write e.g. lax and not punish, or one option id")
        return condition_of(parsed(text, "condition"))

    def holds(self, on: Collection[str]) -> bool:
        """True if the condition holds when exactly the options in `on` are on."""
        return _holds(self.term, on if isinstance(on, (set, frozenset, Mapping)) else frozenset(on))

    def cubes(self, index: Mapping[str, int]) -> list[tuple[int, int]]:
        """Disjoint cubes: with option o as bit `index[o]` of state s, the condition holds iff some (s & mask) == value.

        Shannon expansion on the options in the order of their bits, with equal halves joined; at most 4096 cubes.

        Parameters
        ----------
        index : option to bit number, 0 or more, distinct; every name of the condition must be in it.
        Returns
        -------
        list of (mask, value), value within mask; empty if the condition never holds, [(0, 0)] if it always does.
        Raises
        ------
        LanguageError : a name of the condition is not in `index`.
        TooLarge : more than 4096 cubes.
        """
        for name in sorted(self.names):
            if name not in index:
                column = _column(self.text, name)
                raise LanguageError(name, "an option of the dossier", "name one of the options", column)
        return list(_expanded(self, index))

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: Any) -> Condition:
            try:
                return cls.parse(value)
            except LanguageError as error:
                context = {key: getattr(error, key) for key in ("message", "found", "expected", "mend", "column")}
                raise PydanticCustomError("condition", "{message}", context) from error

        serialization = core_schema.to_string_ser_schema()
        return core_schema.no_info_plain_validator_function(validate, serialization=serialization)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "title": "Condition",
            "description": "Options joined by words: not, and, or, if, iff; exactly, at least, at most N of (a, b).",
            "examples": ["lax", "lax and not punish", "punish if lax", "exactly 1 of (a, b, c)"],
        }


def _holds(term: Term, on: Collection[str]) -> bool:
    if term.op == "name":
        return term.name in on
    truths = [_holds(part, on) for part in term.parts]
    return _OPERATORS[term.op](truths, term.count)


_OPERATORS: dict[str, Callable[[list[bool], int], bool]] = {
    "not": lambda truths, _: not truths[0],
    "and": lambda truths, _: all(truths),
    "or": lambda truths, _: any(truths),
    "if": lambda truths, _: truths[0] or not truths[1],
    "iff": lambda truths, _: truths[0] == truths[1],
    "exactly": lambda truths, count: sum(truths) == count,
    "at least": lambda truths, count: sum(truths) >= count,
    "at most": lambda truths, count: sum(truths) <= count,
}


# ---- cubes


def _expanded(condition: Condition, index: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    order = sorted(condition.names, key=lambda name: index[name])
    memo: dict[Term | bool, tuple[tuple[int, int], ...]] = {True: ((0, 0),), False: ()}

    def cubes(term: Term | bool, depth: int) -> tuple[tuple[int, int], ...]:
        if term not in memo:
            name = order[depth]
            off = cubes(_given(term, name, False), depth + 1)
            on = cubes(_given(term, name, True), depth + 1)
            bit = 1 << index[name]
            joined = off if off == on else _split(off, 0, bit) + _split(on, bit, bit)
            if len(joined) > MAX_CUBES:
                mend = "Split it, or count over fewer options."
                raise TooLarge(f"Alternatives in the condition {condition.text!r}", len(joined), MAX_CUBES, mend)
            memo[term] = joined
        return memo[term]

    return cubes(condition.term, 0)


def _split(cubes: tuple[tuple[int, int], ...], value: int, bit: int) -> tuple[tuple[int, int], ...]:
    return tuple((mask | bit, rest | value) for mask, rest in cubes)


def _given(term: Term | bool, name: str, on: bool) -> Term | bool:
    """The condition that is left of a term once it is known whether `name` is on; True or False if nothing is left."""
    if isinstance(term, bool):
        return term
    if term.op == "name":
        return on if term.name == name else term
    parts = [_given(part, name, on) for part in term.parts]
    if all(part is old for part, old in zip(parts, term.parts, strict=True)):
        return term
    return _simplified(term, parts)


def _simplified(term: Term, parts: list[Term | bool]) -> Term | bool:
    open_parts = tuple(part for part in parts if isinstance(part, Term))
    if not open_parts:
        return _OPERATORS[term.op]([part is True for part in parts], term.count)
    if term.op == "and":
        return False if False in parts else _joined("and", open_parts)
    if term.op == "or":
        return True if True in parts else _joined("or", open_parts)
    if term.op == "if":
        wanted, given = parts
        if wanted is True or given is False:
            return True
        return wanted if given is True else _negated(given) if wanted is False else replace(term, parts=open_parts)
    if term.op == "iff":
        if len(open_parts) == 2:
            return replace(term, parts=open_parts)
        return open_parts[0] if True in parts else _negated(open_parts[0])
    if term.op == "not":
        return _negated(open_parts[0])
    return _recounted(term, open_parts, parts.count(True))


def _joined(op: str, parts: tuple[Term, ...]) -> Term:
    return parts[0] if len(parts) == 1 else Term(op, parts)


def _negated(term: Term | bool) -> Term | bool:
    if isinstance(term, bool):
        return not term
    return term.parts[0] if term.op == "not" else Term("not", (term,))


def _recounted(term: Term, parts: tuple[Term, ...], already: int) -> Term | bool:
    """A count once `already` of its parts are known to hold and `parts` are open."""
    count, total = term.count - already, len(parts)
    if (term.op == "at least" and count <= 0) or (term.op == "at most" and count >= total):
        return True
    if count < 0 or (term.op != "at most" and count > total):
        return False
    return replace(term, parts=parts, count=count)


# ---- reading and writing


def condition_of(tree: Tree[Token]) -> Condition:
    """The condition from the tree of a rule that holds one (`condition`, `act`, `target`).

    Raises
    ------
    LanguageError : a count of more than are listed, or more than `MAX_DEPTH` levels.
    """
    term = _term(tree.children[0], 1)
    return Condition(_text(term), frozenset(_names(term)), term)


_OPS = {"negation": "not", "all_of": "and", "any_of": "or", "implied": "if", "iff": "iff"}


def _term(tree: Any, depth: int) -> Term:
    """A term from a parse tree; `and` in `and` and `or` in `or` are flattened."""
    if depth > MAX_DEPTH:
        raise LanguageError("a condition nested too deep", f"at most {MAX_DEPTH} levels", "split it in two")
    if tree.data == "name":
        return Term("name", name=str(tree.children[0]))
    if tree.data == "count":
        words, number, *rest = tree.children
        return _counted(" ".join(words.split()), number, tuple(_term(child, depth + 1) for child in rest))
    op = _OPS[tree.data]
    parts = tuple(_term(child, depth + 1) for child in tree.children)
    if op in ("and", "or"):
        parts = tuple(inner for part in parts for inner in (part.parts if part.op == op else (part,)))
    return Term(op, parts)


def _counted(op: str, number: Token, parts: tuple[Term, ...]) -> Term:
    if int(number) > len(parts):
        listed = f"{op} {number} of {len(parts)}"
        mend = f"write a number from 0 to {len(parts)}, or list more conditions"
        raise LanguageError(listed, f"at most {len(parts)}", mend, number.column or 1)
    return Term(op, parts, count=int(number))


def _names(term: Term) -> set[str]:
    return {term.name} if term.op == "name" else {name for part in term.parts for name in _names(part)}


_BINDING = {"iff": 0, "if": 1, "or": 2, "and": 3, "not": 4}


def _text(term: Term) -> str:
    if term.op == "name":
        return term.name
    if term.op not in _BINDING:
        return f"{term.op} {term.count} of ({', '.join(_text(part) for part in term.parts)})"
    parts = [_wrapped(part, term.op) for part in term.parts]
    return f"not {parts[0]}" if term.op == "not" else f" {term.op} ".join(parts)


def _wrapped(term: Term, inside: str) -> str:
    """The text of a part, in parentheses where it binds no tighter than what it stands in."""
    least = _BINDING[inside] + (inside == "iff") + (inside != "not")
    return f"({_text(term)})" if _BINDING.get(term.op, 5) < least else _text(term)


def _column(text: str, name: str) -> int:
    match = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    return match.start() + 1 if match else 1


def _shown(value: object) -> str:
    """A value that is no text, in the file's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, (list, tuple)) else repr(value)
