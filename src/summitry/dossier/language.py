"""What a dossier says in words: conditions (see `conditions.py`), questions and claims, all in one grammar.

Questions and claims are read without knowing what is in the dossier; names are looked up afterwards, so that a
mistyped id gets an answer of its own (`no actor "BLE". Did you mean BEL?`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from summitry.dossier.conditions import Condition, condition_of
from summitry.dossier.grammar import RESERVED, LanguageError, is_name, parsed, uses_symbols
from summitry.errors import QuestionError

if TYPE_CHECKING:
    from lark import Token, Tree

    from summitry.dossier.model import Dossier

__all__ = [
    "CLAIM_FORMS",
    "QUESTION_FORMS",
    "RESERVED",
    "ClaimForm",
    "Condition",
    "LanguageError",
    "Question",
    "claim_problems",
    "is_name",
    "nearest",
    "parse_claim",
    "parse_question",
]

_QUESTIONS = {
    "motive": ("why A wants E", "why {A} wants {E}"),
    "common-ground": ("what A and B share", "what {A} and {B} share"),
    "strategy": ("how A plays", "how {A} plays"),
    "importance": ("what A is worth to B", "what {A} is worth to {B}"),
    "outcome": ("what came of E", "what came of {E}"),
    "next": ("what next", "what next"),
    "what-if": ("what if VARIANT", "what if {V}"),
    "who-can-stop": ("who can stop E", "who can stop {E}"),
    "change": ("what would change this", "what would change this"),
    "information": ("which information matters", "which information matters"),
    "settlement": ("where J settles", "where {J} settles"),
    "claims": ("claims", "claims"),
}
QUESTION_FORMS: tuple[tuple[str, str], ...] = tuple(_QUESTIONS.values())
"""Every form of question as (form for people, template with {A} {B} actors, {E} option, {J} issue, {V} variant)."""

CLAIM_FORMS: tuple[tuple[str, str], ...] = (
    ("wants", "A wants E"),
    ("wants-for", "A wants E for J"),
    ("helps", "E helps A [on J]"),
    ("cannot-hurt", "E cannot hurt A"),
    ("freer", "A is freer than B"),
    ("share", "A and B share J"),
    ("differ", "A and B differ on J"),
    ("needs-more", "A needs B more than B needs A"),
    ("dominates", "A dominates B"),
    ("will-do", "A will [not] do o"),
    ("makes", "o makes B do p"),
    ("so-that", "A does o so that B does p"),
    ("needs-for", "A needs B for J or o"),
    ("cannot-without", "without C, B cannot o"),
    ("matters-more", "B matters more to A than C"),
    ("splits", "B splits C and D"),
    ("mediates", "B mediates between C and D"),
    ("brings-about", "E brings about o"),
    ("raises", "E raises J"),
    ("lowers", "E lowers J"),
    ("will-keep", "A will keep p"),
    ("nothing-came", "nothing came of E"),
    ("settles-above", "J settles above x"),
    ("settles-below", "J settles below x"),
    ("settles-between", "J settles between x and y"),
)
"""Every form of claim as (key, form): A-D actors, E an option, J an issue, o and p an option or (a condition), x and y numbers;
`will keep` takes a pledge; any form may end in `soon`."""


@dataclass(frozen=True)
class Question:
    """A question put to a dossier. `text` is canonical; for `importance` the actors are (of whom, to whom)."""

    key: str
    text: str
    actors: tuple[str, ...] = ()
    option: str | None = None
    issues: tuple[str, ...] = ()
    variant: str | None = None


@dataclass(frozen=True)
class ClaimForm:
    """What a claim means, in one of the `CLAIM_FORMS`.

    `numbers` stand in the order of the form. `actors` stand in the order of the form (`B matters more to A than C`: B, A, C; `without C, B cannot o`: C, B).
    `event` is the option in the place of E; `acts` are what stands in the places of o and p, in order. `targets` are
    the names in `A needs B for J or o`, each an issue or an option: only the dossier tells. `names` are all ids with
    their kind (actor, option, issue, pledge, issue or option), once each, in order. `text` is canonical.
    """

    key: str
    text: str
    actors: tuple[str, ...] = ()
    event: str | None = None
    acts: tuple[Condition, ...] = ()
    issues: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    pledge: str | None = None
    negated: bool = False
    soon: bool = False
    names: tuple[tuple[str, str], ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """Options named as such: the event and those in acts, once each (not `targets`, which may be issues)."""
        return tuple(name for name, kind in self.names if kind == "option")


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """What a mistyped name most likely meant: the same but for case, two letters swapped, or close; else None."""
    folded = {candidate.casefold(): candidate for candidate in reversed([*candidates])}
    wanted = name.casefold()
    if wanted in folded:
        return folded[wanted]
    for candidate in reversed(folded):
        if _swapped(wanted, candidate):
            return folded[candidate]
    close = difflib.get_close_matches(wanted, reversed(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def _swapped(one: str, other: str) -> bool:
    """True if the words differ by two neighbouring letters that changed places."""
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(other)


# ---- questions


def parse_question(text: str, dossier: Dossier) -> Question:
    """Read a question and look its names up. A question mark at the end and the case of English words do not matter.

    Raises
    ------
    QuestionError : no such form (the error lists the forms with ids of this dossier), or unknown names.
    """
    try:
        tree = parsed(text.strip().rstrip("?").strip(), "question")
    except LanguageError as error:
        forms = "".join(f"\n  {form}" for form in _examples(dossier))
        raise QuestionError(f'No question of the form "{text.strip()}".', mend=f"Ask one of:{forms}") from error
    found = [(str(child.data), str(child.children[0])) for child in tree.children if not isinstance(child, str)]
    _require_known([(name, kind) for kind, name in found], dossier)
    key = tree.data.replace("_", "-")
    actors = tuple(name for kind, name in found if kind == "actor")
    option = next((name for kind, name in found if kind == "option"), None)
    variant = next((name for kind, name in found if kind == "variant"), None)
    issues = tuple(name for kind, name in found if kind == "issue")
    canonical = _QUESTIONS[key][1].format(
        **dict(zip("AB", actors, strict=False)), E=option, J=next(iter(issues), None), V=variant
    )
    return Question(key, canonical, actors, option, issues, variant)


def _examples(dossier: Dossier) -> list[str]:
    """The forms of question with ids of the dossier; a form that it cannot fill stands as it is."""
    event = dossier.event or next(iter(dossier.options), None)
    owners = dossier.owners(event) if event in dossier.options else ()
    actors = list(dict.fromkeys([*owners, *dossier.actors]))
    issue = next(
        (j for j, part in dossier.issues.items() if part.settled is not None), next(iter(dossier.issues), None)
    )
    ids = {"E": event, "J": issue, "V": next(iter(dossier.variants), None)} | dict(zip("AB", actors, strict=False))
    usable = {letter: name for letter, name in ids.items() if name is not None}
    return [_filled(form, template, usable) for form, template in QUESTION_FORMS]


def _filled(form: str, template: str, ids: dict[str, str]) -> str:
    try:
        return template.format(**ids)
    except KeyError:
        return form


def _require_known(names: Iterable[tuple[str, str]], dossier: Dossier) -> None:
    """Raise for names that the dossier does not have as that kind."""
    faults = [
        (f'No {kind} "{name}"{_is_instead(name, dossier)}.', _suggestion(name, kind, known))
        for name, kind in dict.fromkeys(names)
        if name not in (known := _known(kind, dossier))
    ]
    if faults:
        (message, mend), *others = faults
        raise QuestionError(message, mend=" ".join([mend, *(part for fault in others for part in fault)]))


def _suggestion(name: str, kind: str, known: Collection[str]) -> str:
    if close := nearest(name, known):
        return f"Did you mean {close}?"
    return f"Known: {', '.join(known)}." if known else f"The dossier has no {kind}s."


def _is_instead(name: str, dossier: Dossier) -> str:
    for kind in ("actor", "body", "option", "issue"):
        if name in _known(kind, dossier):
            return f" ({name} is {'a' if kind == 'body' else 'an'} {kind})"
    return ""


def _known(kind: str, dossier: Dossier) -> Collection[str]:
    """The ids of a kind."""
    match kind:
        case "actor":
            return dossier.actors
        case "body":
            return dossier.bodies
        case "option":
            return dossier.options
        case "issue":
            return dossier.issues
        case "pledge":
            return dossier.pledges
        case "variant":
            return dossier.variants
        case _:
            return [*dossier.issues, *dossier.options]


# ---- claims


def parse_claim(text: str) -> ClaimForm:
    """Read what a claim means. Names are not looked up: see `claim_problems`.

    Raises
    ------
    QuestionError : no such form (the error lists those that have words in common), or a condition is wrong.
    """
    try:
        tree = parsed(text, "claim")
    except LanguageError as error:
        raise _claim_fault(text, error) from error
    try:
        form = _claim(cast("Tree[Token]", tree.children[0]), soon=len(tree.children) > 1)
    except LanguageError as error:
        raise QuestionError(f"{error.message}.", mend=error.mend) from error
    return _mirrored(form) if form.key == "needs-more" else form


def claim_problems(form: ClaimForm, dossier: Dossier) -> list[tuple[str, str, str | None]]:
    """Names of a claim that the dossier does not have: (name, expected kind, nearest known name or None)."""
    return [
        (name, kind, nearest(name, known)) for name, kind in form.names if name not in (known := _known(kind, dossier))
    ]


def _claim(tree: Tree[Token], soon: bool) -> ClaimForm:
    """The form from its tree, whose children are words, names by role, and acts."""
    words: list[str] = []
    roles: dict[str, list[str]] = {"actor": [], "option": [], "issue": [], "target": [], "pledge": []}
    acts: list[Condition] = []
    numbers: list[float] = []
    names: dict[tuple[str, str], None] = {}
    for child in tree.children:
        if isinstance(child, str):
            words.append(child.lower())
            if child.type == "NUMBER":
                numbers.append(float(child))
        elif child.data == "act" or not isinstance(child.children[0], str):
            acts.append(condition_of(child))
            words.append(acts[-1].text if is_name(acts[-1].text) else f"({acts[-1]})")
            names |= {(name, "option"): None for name in sorted(acts[-1].names)}
        else:
            words.append(str(child.children[0]))
            roles[child.data].append(words[-1])
            names[words[-1], "issue or option" if child.data == "target" else str(child.data)] = None
    return ClaimForm(
        key=tree.data.replace("_", "-"),
        text=" ".join([*words, "soon"] if soon else words).replace(" ,", ","),
        actors=tuple(roles["actor"]),
        event=next(iter(roles["option"]), None),
        acts=tuple(acts),
        issues=tuple(roles["issue"]),
        targets=tuple(roles["target"]),
        pledge=next(iter(roles["pledge"]), None),
        negated="not" in words,
        soon=soon,
        names=tuple(names),
        numbers=tuple(numbers),
    )


def _mirrored(form: ClaimForm) -> ClaimForm:
    """`A needs B more than B needs A` with its two actors, once the second half is seen to mirror the first."""
    one, other, *mirror = form.actors
    if mirror != [other, one]:
        mend = f"Write: {one} needs {other} more than {other} needs {one}"
        raise QuestionError(f'"{form.text}" compares the needs of different pairs.', mend=mend)
    return replace(form, actors=(one, other))


_ACTS = "where o and p are options, or conditions in parentheses: (lax or test)"


def _claim_fault(text: str, error: LanguageError) -> QuestionError:
    """What to say of a text that is no claim: what is wrong in a condition, or else the likeliest forms."""
    before = text[: error.column - 1]
    if uses_symbols(text):
        return QuestionError(f"{error.message}.", mend="Use words, in parentheses: (lax and not test)")
    if before.count("(") > before.count(")"):
        return QuestionError(f"{error.message}.", mend=error.mend)
    forms = _likely_forms(text)
    listed = "".join(f"\n  {form}" for form in forms) + (f"\n{_ACTS}" if any(" o" in form for form in forms) else "")
    return QuestionError(f'No claim of the form "{text.strip()}".', mend=f"Write one of:{listed}")


def _likely_forms(text: str) -> list[str]:
    """The forms with most words in common with a text, misspelt ones too; all forms if none has any."""
    words = {form: set(re.findall(r"[a-z]{2,}", form)) - {"and", "or"} for _, form in CLAIM_FORMS}
    vocabulary = sorted(set().union(*words.values()))
    said = {
        close
        for word in re.findall(r"[a-z]+", text.lower())
        for close in difflib.get_close_matches(word, vocabulary, n=1, cutoff=0.8)
    }
    most = max(len(said & its) for its in words.values())
    return [form for form, its in words.items() if len(said & its) == most]
