"""Verdicts on states in the dossier's own words: whose act it is, who has to agree, what is broken and what falls away."""

from __future__ import annotations

import re

import pytest

from summitry.brief.verdict_words import VerdictWords
from summitry.worlds.analysis import Analysis, of_worlds
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import forbid
from summitry.worlds.world import Worlds

CASE = """
summitry: 1
id: words
title: Words
actors: {A: Arland, B: the Bund, C: Cordia}
bodies:
  board: {name: the Board, members: {A: 1, B: 1, C: 1}, passes: 2}
issues:
  peace:
    name: peace
    scale: {none: 0, full: 100}
    status_quo: 50
    stakes:
      A: {position: 100, salience: 60}
      B: {position: 100, salience: 40}
      C: {position: 0, salience: 30}
options:
  aid: {by: A, name: an aid package, does: send aid, needs: talk}
  arms: {by: A, does: buy arms}
  talk: {by: B, does: open talks and keep them open}
  fund: {by: board, name: the fund, does: set up a fund}
  visit: {by: [A, B], does: hold a visit}
  pact: {by: [A, B], name: the pact, does: sign the pact, sets: {talk: on, arms: off}, breach: {A: 5, B: 5}}
consequences:
  - {when: talk, moves: {peace: 20}}
  - {when: pact, moves: {peace: 20}}
  - {when: arms, moves: {peace: -30}}
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> VerdictWords:
    from summitry.dossier.loading import as_dossier

    path = tmp_path_factory.mktemp("case") / "words.summit.yaml"
    path.write_text(CASE, encoding="utf-8")
    found = of_worlds(Worlds(as_dossier(str(path)), Draws(central=True)))
    options, marks = found.options, found.marks

    def with_states(*masks: int) -> Analysis:
        from dataclasses import replace

        import numpy as np

        return replace(found, states=np.array(masks))

    def mask(*names: str) -> int:
        return sum(1 << (*options, *marks).index(name) for name in names)

    states = [
        mask(),
        mask("arms", "visit"),
        mask("talk"),
        mask("talk", "aid"),
        mask("talk", "pact"),
        mask("fund"),
        mask("talk", "pact/A"),
    ]
    return VerdictWords(with_states(*states))


@pytest.mark.parametrize(
    ("mover", "before", "after", "said"),
    [
        ("A", 0, 1, "buy arms and agree with the Bund to hold a visit"),
        ("B", 1, 0, "no longer hold a visit, so that buying arms falls away"),
        ("B", 0, 2, "open talks and keep them open"),
        ("B", 3, 0, "no longer open talks and keep them open, so that the aid package falls away"),
        ("A", 0, 4, "agree with the Bund on the pact"),
        ("A", 4, 6, "break the pact"),
        ("C", 0, 5, "get the Board to set up a fund"),
        ("C", 5, 0, "get the Board to revoke the fund"),
    ],
)
def test_a_step_is_told_by_whose_act_it_is(words: VerdictWords, mover: str, before: int, after: int, said: str) -> None:
    assert words.step(words.found.decision_makers.index(mover), before, after) == said


def test_a_state_is_told_by_what_is_on_or_by_what_sets_it_apart(words: VerdictWords) -> None:
    assert words.state(0) == "nothing on"
    assert words.state(3) == "the aid package and opening talks and keep them open"
    assert words.state(6).endswith("the breach of the pact by Arland")
    assert words.against(3, 2) == "the same with the aid package (state 3)"
    assert words.against(5, 3) == "the same with the fund and without the aid package and opening talks and keep them open (state 5)"  # fmt: skip


@pytest.mark.parametrize(("case", "off"), [("toy-summit", ()), ("vladivostok-2019", ("ease", "talk"))])
def test_sentences_of_bundled_cases_hold_no_ids_and_no_jargon(case: str, off: tuple[str, ...]) -> None:
    from summitry.dossier.loading import as_dossier

    dossier = as_dossier(case)
    found = of_worlds(Worlds(dossier, Draws(central=True), given=forbid(*off)), ("R", "SMR", "SEQ"))
    words = VerdictWords(found)
    lines = words.explained(0) + words.inverse(0) + words.paths(0, 10)
    said = "\n".join(lines)
    assert not re.findall(rf"\b({'|'.join(dossier.actors)}|utility|payoff|None|index)\b", said)
    assert not re.findall(r"[\[\]{}_“]|  \S*/", said)
    assert all(line.rstrip()[-1] in ".:" or " → " in line or "state" in line for line in lines)
    for k in range(len(found.decision_makers)):
        assert any(line.lower().startswith(words.maker(k).lower()) for line in lines)


def test_what_is_said_is_what_the_witness_found() -> None:
    """Each verdict word and each state in brackets comes from the witness of that decision maker and concept."""
    found = of_worlds(_toy(), ("R", "GMR", "SMR", "SEQ"))
    words = VerdictWords(found)
    for s in range(found.model.n_states):
        lines = words.explained(s)
        for k in range(len(found.decision_makers)):
            for concept in found.concepts:
                one = found.witness(k, s, concept)
                assert one.stable == bool(found.found.stable[concept][k, s])
                said = _line(lines, words.maker(k), concept, one.improvement)
                assert ("unstable (" not in said) == one.stable
                if one.sanction:
                    assert f"(state {one.sanction[-1][1]})" in said
                    assert (f"(state {one.counter_move})" in said) or one.counter_move is None


def _toy() -> Worlds:
    from summitry.dossier.loading import as_dossier

    return Worlds(as_dossier("toy-summit"), Draws(central=True))


def _line(lines: list[str], maker: str, concept: str, improvement: int | None) -> str:
    """The line of a concept below the improvement that it is about."""
    if improvement is None:
        start = f"{maker[:1].upper()}{maker[1:]}: stable ("
        return next(x for x in lines if x.startswith(start) and concept in re.split(r"[(), ]+", x))
    head = next(
        q
        for q, x in enumerate(lines)
        if x.lower().startswith(f"{maker.lower()} would gain") and x.endswith(f"(state {improvement}).")
    )
    for line in lines[head + 1 :]:
        assert line.startswith("  "), f"no line for {concept}"
        if concept in re.findall("[A-Z]+", line.split(":")[0]):
            return line
    raise AssertionError(f"no line for {concept}")
