"""The fewest edits of a list of statements that turn a verdict, against a search that solves the model for every list."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import inverse
from summitry.graphmodel.inverse import Edit, Revision, StatementChange, least_statements
from summitry.graphmodel.model import GraphModel, Model, explicit, option_form
from summitry.graphmodel.preferences import by_truths, truths
from summitry.graphmodel.stability import ALL_CONCEPTS, GMR, SEQ, R, stability
from tests.properties.test_stability import models

List = tuple[tuple[int, bool], ...]


def next_lists(statements: List) -> set[List]:
    """Every list one edit away, from the words of the definition."""
    found = set()
    for place, (j, sign) in enumerate(statements):
        rest = list(statements)
        del rest[place]
        found.add(tuple(rest))
        negated = list(statements)
        negated[place] = (j, not sign)
        found.add(tuple(negated))
        for other in (place - 1, place + 1):
            if 0 <= other < len(statements):
                moved = list(rest)
                moved.insert(other, (j, sign))
                found.add(tuple(moved))
    return found


def payoffs_of(statements: List, holds: np.ndarray) -> list[int]:
    """Scores with the first statement worth more than all others together."""
    k = len(statements)
    return [
        sum(2 ** (k - p) for p, (j, sign) in enumerate(statements, 1) if bool(holds[j, s]) == sign)
        for s in range(holds.shape[1])
    ]


def with_row(model: GraphModel, k: int, row: list[int]) -> GraphModel:
    rank = model.rank.copy()
    rank[k] = row
    return replace(model, rank=rank)


@settings(max_examples=60, deadline=None)
@given(models(most_states=5), st.data())
def test_the_least_edits_are_those_that_trying_every_list_finds(model: GraphModel, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, model.n_decision_makers - 1))
    s = data.draw(st.integers(0, model.n_states - 1))
    concept = data.draw(st.sampled_from(ALL_CONCEPTS))
    n, j = model.n_states, data.draw(st.integers(1, 3))
    holds = np.array(data.draw(st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=j, max_size=j)))

    def stable(statements: List) -> bool:
        row = payoffs_of(statements, holds)
        return bool(stability(with_row(model, k, row), concept).stable[concept][k, s])

    start: List = tuple((i, True) for i in range(j))
    now, met, layer, turned, cost = stable(start), {start}, {start}, set[List](), 0
    while layer and not turned:
        layer = {t for one in layer for t in next_lists(one)} - met
        met |= layer
        cost += 1
        turned = {one for one in layer if stable(one) != now}
    found = least_statements(model, k, s, concept, holds)
    assert found.stable == now
    assert {one.statements for one in found.revisions} == turned
    assert len(found.revisions) == len(turned)
    for one in found.revisions:
        assert len(one.edits) == cost
        assert replayed(start, one.edits) == one.statements
    if turned:
        assert least_statements(model, k, s, concept, holds, most=cost - 1) == StatementChange(now, ())
        assert least_statements(model, k, s, concept, holds, most=cost) == found
    if not now:
        assert 0 < cost <= j  # whoever has no statement left is indifferent


def replayed(statements: List, edits: tuple[Edit, ...]) -> List:
    found = list(statements)
    for edit in edits:
        place = next(p for p, (j, _) in enumerate(found) if j == edit.statement)
        j, sign = found.pop(place)
        if edit.kind != "drop":
            found.insert(place - (edit.kind == "raise"), (j, sign != (edit.kind == "negate")))
    return tuple(found)


PRISONERS = option_form([("A", "defect"), ("B", "defect")], [[3, 4, 1, 2], [3, 1, 4, 2]])
HOLDS = truths(np.arange(4), [["-N"], ["Y-"]], 2)  # A wants that B does not defect, and then to defect itself


def test_the_prisoner_in_words() -> None:
    """To leave B in peace under R, A must cease to want its own defection: it drops that statement or turns it round."""
    assert by_truths(HOLDS).tolist() == [2, 3, 0, 1]
    found = least_statements(PRISONERS, 0, 0, R, HOLDS)
    assert found == StatementChange(
        False,
        (Revision((Edit("drop", 1),), ((0, True),)), Revision((Edit("negate", 1),), ((0, True), (1, False)))),
    )
    # B's defection holds A back as long as A cares for that most: to tempt it, let A's own come first or B's not count
    tempted = least_statements(PRISONERS, 0, 0, SEQ, HOLDS)
    assert tempted.stable
    assert [one.edits for one in tempted.revisions] == [
        (Edit("drop", 0),),
        (Edit("negate", 0),),
        (Edit("raise", 1),),
    ]


def test_a_state_without_moves_is_never_turned() -> None:
    still: Model = explicit([[], [(0, 1)]], [[0, 1], [0, 1]])
    assert least_statements(still, 0, 0, GMR, [[True, False]]) == StatementChange(True, ())


def test_faults_and_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineInputError, match=r"holds: shape \(1, 3\), expected \(statements, 4\)"):
        least_statements(PRISONERS, 0, 0, R, [[True, False, True]])
    with pytest.raises(EngineInputError, match="concepts"):
        least_statements(PRISONERS, 0, 0, "SIM", HOLDS)
    monkeypatch.setattr(inverse, "MOST_LISTS", 3)
    with pytest.raises(TooLarge, match="lists of statements: 4"):
        least_statements(PRISONERS, 0, 0, R, HOLDS)
