"""The English catalogue: one template a finding key. Answers hold numbers and ids; here they become sentences.

Rules kept by every template: the plain word first; each number with both ends; no jargon of the models; what was only assumed is
called so; where short-sighted actors would do otherwise, the sentence says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from summitry.brief.names import Namer, percent
from summitry.questions.answer import Amount, Finding

Fields = dict[str, Any]
Template = Callable[[Fields, Namer], str]

CATALOGUE: dict[str, Template] = {}


def template(key: str) -> Callable[[Template], Template]:
    """Enter a template under a finding key."""

    def enter(function: Template) -> Template:
        CATALOGUE[key] = function
        return function

    return enter


def sentence(finding: Finding, say: Namer, headline: bool = False) -> str:
    """The sentence of a finding. Assumed ones say so, ones on which the behaviours differ too (headlines leave that to their notes)."""
    text = CATALOGUE[finding.key](dict(finding.fields), say)
    if finding.kind == "assumed":
        text = f"Assumed, not found: {text[:1].lower() + text[1:] if _may_lower(text, say) else text}"
    if finding.agrees is False and not headline:
        text += " Only if actors look ahead: short-sighted actors do otherwise."
    if finding.fragile is not None and not headline:
        text += f" Fragile: {fragile(finding)}."
    return text.replace("'", "’").replace("s’s ", "s’ ")


def fragile(finding: Finding) -> str:
    """How few other coders bear a sentence out."""
    assert finding.fragile is not None
    if finding.fragile.draws == 0:
        return "other coders' answers do not say it"
    return f"true in {percent(finding.fragile)} of other coders' readings"


def _may_lower(text: str, say: Namer) -> bool:
    """A sentence may begin small unless it begins with a proper name."""
    names = [a.name for a in say.dossier.actors.values()] + [b.name or "" for b in say.dossier.bodies.values()]
    adjectives = [a.adjective or "" for a in say.dossier.actors.values()]
    first = text.split(" ")[0].removesuffix("’s").removesuffix("'s")
    return not any(
        first == word for name in [*names, *adjectives] for word in name.split(" ")[:1] if word and word != "the"
    )


def fitting(texts: list[str], most: int = 25) -> str:
    """The first text of at most 25 words, or the last: a headline drops what its findings say anyway."""
    return next((t for t in texts if len(t.split()) <= most), texts[-1])


def negated(amount: Amount) -> Amount:
    return Amount(-amount.value, -amount.high, -amount.low, amount.unit)


@template("headline.nothing")
def _(f: Fields, say: Namer) -> str:
    return "Nothing that was not put in: the first finding below only restates the inputs, and the others do not decide it."
