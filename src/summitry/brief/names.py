"""Names and numbers in words: the small change of wording. Every number that a sentence holds is written here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summitry.questions.answer import Amount, Ref, Share
from summitry.scoring.words import table

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier

MINUS, DASH = "−", "–"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Namer:
    """Turns ids of one dossier into its words."""

    def __init__(self, dossier: Dossier):
        self.dossier = dossier

    def __call__(self, ref: object) -> str:
        """The noun that a reference stands for."""
        assert isinstance(ref, Ref)
        d = self.dossier
        if ref.kind == "actor":
            return d.actor_name(ref.id)
        if ref.kind == "option":
            part = d.options[ref.id]
            return part.name or (gerund(part.does) if part.does else plain(ref.id))
        if ref.kind == "issue":
            return d.issues[ref.id].name or plain(ref.id)
        if ref.kind == "body":
            return d.bodies[ref.id].name or plain(ref.id)
        if ref.kind == "variant":
            return d.variants[ref.id].title or plain(ref.id)
        return plain(ref.id)

    def wanting(self, ref: object) -> str:
        """What somebody wants who wants an option: `the summit`, or `to sign the rule` where it has only a verb phrase."""
        assert isinstance(ref, Ref)
        part = self.dossier.options[ref.id]
        return part.name or f"to {self.does(ref)}"

    def does(self, ref: object) -> str:
        """The verb phrase of an option: what its owner would do."""
        assert isinstance(ref, Ref)
        part = self.dossier.options[ref.id]
        return part.does or f"do {part.name or plain(ref.id)}"

    def chance(self, share: Share) -> str:
        """A share of time with the word for it and both ends: `likely, 60–72 % of the time`; the number alone where the table has no word.

        The word is that of the middle; both ends follow in the same sentence, because words alone are read as almost anything.
        """
        word = table(self.dossier.words).word(100.0 * share.value)
        return f"{word}, {time(share)}" if word and not _is_sure(share) else time(share)

    def many(self, refs: object, most: int | None = None, word: str = "and") -> str:
        """`A, B and C`; past `most` names the rest is counted."""
        names = [self(r) for r in refs]  # type: ignore[attr-defined]
        if most is not None and len(names) > most + 1:
            return ", ".join(names[:most]) + f" {word} {counted(len(names) - most)} more"
        return listed(names, word)

    def points(self, amount: Amount, sign: bool = False) -> str:
        """`5 points of Russia's role in Korea (−7 to 10)`; both ends always."""
        unit = f" of {self(amount.unit)}" if amount.unit is not None else ""
        value = number(amount.value, sign)
        word = "point" if value in ("1", f"{MINUS}1", "+1") else "points"
        return f"{value} {word}{unit}{ends(amount)}"

    def input(self, path: str) -> str:
        """An input by what it stands for, without the field's jargon."""
        d = self.dossier
        if m := re.fullmatch(r"beliefs\.([^.]+)\.(.+)", path):
            return f"what {d.actor_name(m[1])} takes for {self.input(m[2])}"
        if path == "horizon":
            return "the number of rounds that actors look ahead"
        if m := re.fullmatch(r"issues\.([^.]+)\.status_quo", path):
            return f"the level of {self(Ref('issue', m[1]))} today"
        if m := re.fullmatch(r"issues\.([^.]+)\.stakes\.([^.]+)\.(position|salience|worth)(?:\..*)?", path):
            issue, actor = self(Ref("issue", m[1])), d.actor_name(m[2])
            what = {
                "position": f"{whose(actor)} aim on {issue}",
                "salience": f"{whose(actor)} concern for {issue} (of 100)",
            }
            return what.get(m[3], f"the worth of {issue} to {actor}")
        if m := re.fullmatch(r"consequences\[(.+)\]\.(moves|costs|gains)\.(.+)", path):
            when = self.condition(m[1].split(" #")[0])
            if m[2] == "moves":
                return f"the effect of {when} on {self(Ref('issue', m[3]))}"
            return f"the {'cost' if m[2] == 'costs' else 'gain'} of {when} to {d.actor_name(m[3])}"
        if m := re.fullmatch(r"options\.([^.]+)\.breach\.(.+)", path):
            return f"the cost of breaking {self(Ref('option', m[1]))} to {d.actor_name(m[2])}"
        if m := re.fullmatch(r"actors\.([^.]+)\.capability", path):
            return f"{whose(d.actor_name(m[1]))} capability"
        if m := re.fullmatch(r"bodies\.([^.]+)\.votes\.(?:([^.]+)\.)?([^.]+)", path):
            on = f" to {self(Ref('option', m[2]))}" if m[2] else ""
            return f"how likely {d.actor_name(m[3])} says yes{on} in {self(Ref('body', m[1]))}"
        if m := re.fullmatch(r"bodies\.([^.]+)\..*", path):
            return f"the yes votes of the unnamed members of {self(Ref('body', m[1]))}"
        return path

    def condition(self, text: str) -> str:
        """A condition with the options' names: `lax and not punish` → `looser enforcement without secondary sanctions`."""
        words = re.findall(r"[()]|,|[A-Za-z0-9_-]+", text)
        out = " ".join(self(Ref("option", w)) if w in self.dossier.options else w for w in words)
        return out.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace("and not ", "without ")


def whose(name: str) -> str:
    """The possessive of a name: `Russia's`, `the United States'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def capital(text: str) -> str:
    """First letter upper case, as a sentence begins."""
    return text[:1].upper() + text[1:]


def bare(name: str) -> str:
    """A name without its article, to stand behind `no`."""
    return name.removeprefix("the ").removeprefix("a ").removeprefix("an ")


def plain(identifier: str) -> str:
    """An id as words."""
    return identifier.replace("_", " ").replace("-", " ")


def letter(q: int) -> str:
    """The letter of the sentence after so many: `a`, … `z`, `aa`, …"""
    return LETTERS[q] if q < 26 else LETTERS[q // 26 - 1] + LETTERS[q % 26]


def listed(names: Sequence[str], word: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f" {word} " + names[-1]


def counted(n: int) -> str:
    """Small numbers as words."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else str(n)


def ordinal(n: int) -> str:
    """`first`, `second`, … `11th`."""
    if 1 <= n <= len(ORDINALS):
        return ORDINALS[n - 1]
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def number(x: float, sign: bool = False) -> str:
    """Whole numbers from 3 up, one decimal below; a real minus sign; never `-0`."""
    digits = f"{abs(x):.0f}" if abs(x) >= 2.95 else f"{abs(x):.1f}".removesuffix(".0")
    if float(digits) == 0:
        return "0"
    return (MINUS if x < 0 else "+" if sign else "") + digits


def percent(share: Share) -> str:
    """Both ends: `88–96 %`; `0–1 %` and `99–100 %` at the ends."""
    low, high = round(100 * share.low), round(100 * share.high)
    return f"{low} %" if low == high else f"{low}{DASH}{high} %"


def ends(amount: Amount) -> str:
    """` (−7 to 10)`: both ends; nothing where all inputs are exact, so that there is but one number."""
    return "" if amount.high - amount.low < 1e-9 else f" ({number(amount.low)} to {number(amount.high)})"


def draws(share: Share) -> str:
    """`in 88–96 % of draws`; where nothing was sampled, `in every draw` and `in no draw`."""
    if share.low == share.high in (0.0, 1.0):
        return "in every draw" if share.value else "in no draw"
    return f"in {percent(share)} of draws"


def time(share: Share) -> str:
    """A share of time: `53–66 % of the time`; `never` and `always` where no draw says otherwise."""
    if _is_sure(share):
        return "never" if share.value < 0.5 else "always"
    return f"{percent(share)} of the time"


def _is_sure(share: Share) -> bool:
    """Is it said as `never` or `always`?"""
    return share.high < 0.005 or share.low > 0.995


def other_than(share: Share) -> Share:
    """The share of draws in which it does not hold."""
    return Share(1 - share.value, 1 - share.high, 1 - share.low, share.draws)


def gerund(phrase: str) -> str:
    """`sign the rule` → `signing the rule`: a noun for an option that has only a verb phrase."""
    verb, _, rest = phrase.partition(" ")
    if verb.endswith("ie"):
        stem = verb[:-2] + "y"
    elif verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and len(verb) > 2:
        stem = verb[:-1]
    elif re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) and len(verb) < 6:
        stem = verb + verb[-1]
    else:
        stem = verb
    return f"{stem}ing {rest}".strip()
