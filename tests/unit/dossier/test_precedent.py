"""Precedents of options: words alone or with a reason, which has to exist and to have been known."""

from __future__ import annotations

from summitry.dossier.check import check
from summitry.dossier.document import Document

TEXT = """summitry: 1
id: case
title: Case
as_of: 2031-03-01
actors: {A: Aland, B: Bland}
issues: {j: {scale: {none: 0, all: 100}, status_quo: 50, stakes: {A: {position: 50, salience: 50}}}}
sources: {s: {title: A history, date: 2030-01-01, descriptor: by a scholar}}
facts: {f1: {in: s, says: They agreed in 1925.}, f2: {in: s, known: 2032-01-01, says: They agreed again.}}
options:
  give: {by: A, precedent: the treaty of 1925}
  deal: {by: [A, B], sets: {give: on}, precedent: {says: the treaty of 1925, because: REASON}}
"""


def said(reason: str) -> list[str]:
    return [str(p) for p in check(Document.parse(TEXT.replace("REASON", reason), "case.summit.yaml")).problems]


def test_both_forms_are_read() -> None:
    checked = check(Document.parse(TEXT.replace("REASON", "f1"), "case.summit.yaml"))
    assert not checked.problems
    assert checked.dossier is not None
    options = checked.dossier.options
    assert options["give"].precedent is not None
    assert options["give"].precedent.says == options["deal"].precedent.says == "the treaty of 1925"  # type: ignore[union-attr]
    assert options["deal"].precedent.reasons() == ("f1",)  # type: ignore[union-attr]


def test_a_reason_has_to_exist() -> None:
    (problem,) = said("f9")
    assert "options.deal.precedent.because" in problem
    assert "case.summit.yaml:11:" in problem


def test_a_precedent_that_nobody_could_know_is_refused() -> None:
    (problem,) = said("f2")
    assert "evidence dated after as_of" in problem
