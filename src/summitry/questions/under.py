"""Under which question a claim is told: where its source says so, else where its form and its names fit best."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summitry.dossier.language import ClaimForm, Question, parse_claim
from summitry.dossier.model import Dossier

FORMS = {
    "motive": {"wants", "wants-for", "helps", "cannot-hurt", "freer"},
    "common-ground": {"share", "differ", "needs-more", "dominates"},
    "strategy": {"will-do", "makes", "so-that"},
    "importance": {"needs-for", "cannot-without", "matters-more", "splits", "mediates"},
    "outcome": {"brings-about", "raises", "lowers", "will-keep", "nothing-came"},
    "settlement": {"settles-above", "settles-below", "settles-between", "share", "differ"},
    "next": {"will-do", "brings-about"},
    "who-can-stop": {"cannot-without", "will-do"},
}


def claims_under(dossier: Dossier, asked: Sequence[Question], titles: Sequence[str]) -> list[list[str]]:
    """For each question the claims made under it, in the order of their source; a claim stands under one question at most."""
    labels = _labels(dossier, titles)
    out: list[list[str]] = [[] for _ in asked]
    for c, claim in dossier.claims.items():
        first = (claim.at or "").split(" ")[0]
        if re.fullmatch(r"[QS]\d+", first):
            place = next((q for q, wanted in enumerate(labels) if first in wanted), None)
        else:
            place = _fitting(claim.means, asked)
        if place is not None:
            out[place].append(c)
    return [sorted(group, key=lambda c: (_numbers(dossier.claims[c].at or ""), _numbers(c))) for group in out]


def _labels(dossier: Dossier, titles: Sequence[str]) -> list[set[str]]:
    """Sections of the sources whose own words each question has; without such words, the question's number."""
    asks = {(label, words) for source in dossier.sources.values() for label, words in source.asks.items()}
    if asks:
        return [{label for label, words in asks if words == title} for title in titles]
    return [{f"Q{q + 1}"} for q in range(len(titles))]


def _fitting(means: object, asked: Sequence[Question]) -> int | None:
    form = means if isinstance(means, ClaimForm) else parse_claim(means) if isinstance(means, str) else None
    if form is None:
        return None
    names = {name for name, _ in form.names}

    def fit(q: int) -> tuple[bool, int]:
        mine = {*asked[q].actors, *asked[q].issues, *([asked[q].option] if asked[q].option else [])}
        return form.key in FORMS.get(asked[q].key, ()), len(names & mine)

    best = max(range(len(asked)), key=lambda q: (*fit(q), -q), default=None)
    return best if best is not None and (fit(best)[0] or fit(best)[1]) else None


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", text)]
