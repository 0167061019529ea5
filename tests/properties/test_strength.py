"""Two strengths of stability from payoffs, against the relations from which they are defined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError
from summitry.graphmodel import stability as engine
from summitry.graphmodel.model import GraphModel, Model, OptionForm, option_form
from summitry.graphmodel.relations import RELATIONAL_CONCEPTS, relational_stability, relations_of, with_strength
from summitry.graphmodel.stability import (
    CONCEPTS,
    GMR,
    OF_TWO_STRENGTHS,
    SEQ,
    SMR,
    STRONG,
    WEAK,
    R,
    Stability,
    stability,
)
from tests.properties.test_option_form import forms
from tests.properties.test_stability import models

MANY = settings(max_examples=80, deadline=None)


def by_relations(model: Model, much: list[float]) -> Stability:
    relations = relations_of(model)
    for k, gap in enumerate(much):
        relations = with_strength(relations, k, gap, payoffs=model.rank[k])
    return relational_stability(model, relations, RELATIONAL_CONCEPTS)


def same(one: Stability, two: Stability) -> bool:
    return all(
        (one.stable[name] == two.stable[name]).all() and (one.equilibria[name] == two.equilibria[name]).all()
        for name in RELATIONAL_CONCEPTS
    )


@MANY
@given(models(), st.data())
def test_strength_from_payoffs_is_strength_from_relations(model: GraphModel, data: st.DataObject) -> None:
    n = model.n_decision_makers
    much = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=n, max_size=n))
    expected = by_relations(model, much)
    assert same(stability(model, CONCEPTS, much=much), expected)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(engine, "SMALL_STATES", 0)
        assert same(stability(model, CONCEPTS, much=much), expected)
    assert same(stability(model, CONCEPTS, much=1.0), by_relations(model, [1.0] * n))


@MANY
@given(forms(), st.sampled_from([1.0, 2.0, 3.0]))
def test_so_it_is_by_groups_with_one_way_and_barred_moves(form: OptionForm, much: float) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(engine, "SMALL_STATES", 0)
        assert same(stability(form, CONCEPTS, much=much), by_relations(form, [much] * form.n_decision_makers))


@given(models(most_states=9), st.sampled_from([1.0, 2.0]), st.sampled_from([1.0, 2.0]))
def test_more_must_be_lost_the_stronger(model: GraphModel, much: float, more: float) -> None:
    """Strong stability shrinks as the margin grows, holds wherever there is no improvement, and is half of stability."""
    found, stricter = stability(model, much=much).stable, stability(model, much=much + more).stable
    for concept in OF_TWO_STRENGTHS:
        assert (stricter[STRONG[concept]] <= found[STRONG[concept]]).all()
        assert (found[R] <= found[STRONG[concept]]).all()
        assert (found[STRONG[concept]] ^ found[WEAK[concept]] == found[concept]).all()
    assert (found[STRONG[SMR]] <= found[STRONG[GMR]]).all()
    assert (found[STRONG[SEQ]] <= found[STRONG[GMR]]).all()


def test_two_to_the_sixteenth_states() -> None:
    """Above the bound of relations. Options that nobody values, of somebody else, change no verdict under SEQ."""
    rng = np.random.default_rng(9)
    options = [*(("A", f"a{o}") for o in range(5)), *(("B", f"b{o}") for o in range(4))]
    payoffs = rng.integers(0, 50, (2, 512)).astype(float)
    small = by_relations(option_form(options, payoffs), [8.0, 12.0])
    idle = [("C", f"c{o}") for o in range(7)]
    large = option_form([*options, *idle], np.concatenate([np.tile(payoffs, 128), np.zeros((1, 65536))]))
    found = stability(large, CONCEPTS, much=[8, 12, 1]).stable
    for name in (SEQ, STRONG[SEQ], WEAK[SEQ]):
        assert (found[name][:2] == np.tile(small.stable[name], 128)).all()
        assert found[name][:2].any()
        assert not found[name][:2].all()
    assert (found[STRONG[GMR]] <= found[GMR]).all()
    assert (found[STRONG[SMR]] <= found[STRONG[GMR]]).all()


@pytest.mark.parametrize("much", [0, -1, 1e-9, float("nan"), float("inf"), [1.0, 0.0]])
def test_a_margin_must_be_above_the_tolerance(much: float) -> None:
    with pytest.raises(EngineInputError, match=r"much = .* greater than the tolerance"):
        stability(option_form([("A", "a"), ("B", "b")], np.zeros((2, 4))), much=much)


def test_margins_are_one_or_one_each() -> None:
    with pytest.raises(EngineInputError, match=r"much: shape \(3,\), expected one number or 2"):
        stability(option_form([("A", "a"), ("B", "b")], np.zeros((2, 4))), much=[1, 2, 3])


def test_without_a_margin_nothing_is_added() -> None:
    model = option_form([("A", "a"), ("B", "b")], np.zeros((2, 4)))
    assert list(stability(model).stable) == list(CONCEPTS)
    assert list(stability(model, [R, SEQ], much=1).stable) == [R, SEQ, STRONG[SEQ], WEAK[SEQ]]
