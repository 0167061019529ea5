"""Named variants of play: seq and gmr leave exactly what is unstable on the graph model of agreed moves; careful and logit equal their
slow transcription; play with a drawn horizon is, draw by draw, play with that horizon."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from summitry.dossier.model import Dossier
from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import variants
from summitry.graphmodel.cautious import Caution
from summitry.graphmodel.packing import MASK, new_memory, pack
from summitry.graphmodel.stability import stability
from summitry.worlds.analysis import of_worlds
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import AS_IT_IS
from summitry.worlds.world import VARIANTS, Worlds
from tests.oracle.play import solve as slow_solve
from tests.oracle.random_dossiers import dossiers, interventions
from tests.oracle.toy import TOY
from tests.properties.test_play import as_intervention, assert_same, fast_solve
from tests.properties.test_play_together import arrays, assert_equal, solved, uncertain

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def agreed_moves(worlds: Worlds) -> variants.Agreed:
    """The conflict of the first draw, with a memory of its own."""
    rules, stakes = worlds.game.under(worlds.given)
    packed = pack(rules, stakes, np.zeros(len(rules.own), np.int64))
    return variants.Agreed(packed, packed.D[:1], new_memory(packed, 1 << 14, 1 << 17, 1 << 12), 1, 2)


@SOME
@given(st.data(), st.sampled_from(["SEQ", "GMR", "SMR", "SSEQ", "R"]))
def test_an_actor_leaves_exactly_what_is_unstable_for_it(data: st.DataObject, concept: str) -> None:
    dossier = data.draw(dossiers())
    plain = data.draw(interventions(dossier))
    given_world = as_intervention(plain)
    worlds = Worlds(Dossier.model_validate(dossier), Draws(central=True), given=given_world)
    found = of_worlds(worlds, (concept,))
    assume(found.model.n_states <= 60)
    stable = stability(found.model, concept).stable[concept]
    place = {mask: q for q, mask in enumerate(found.states.tolist())}
    conflict = agreed_moves(worlds)  # its states are found afresh, from the eve
    caution = Caution(conflict, concept)
    row = {int(conflict.memory.S[conflict.start(), MASK]): conflict.start()}
    for mask, q in place.items():  # in order of discovery, so that each was named by an earlier one
        for k in range(conflict.n_decision_makers):
            row |= {int(conflict.memory.S[t, MASK]): t for t in conflict.moves(k, row[mask])}
            t = caution.reply(k, row[mask])
            assert (t == row[mask]) == stable[k, q]
            assert t == row[mask] or conflict.worth(k, t) > conflict.worth(k, row[mask])


@SOME
@given(st.data())
def test_an_actor_under_seq_or_gmr_goes_where_its_caution_says(data: st.DataObject) -> None:
    """Of the whole way through `Worlds`: where nobody would leave the eve, nothing happens, and an end that rests is stable for all."""
    dossier = data.draw(dossiers())
    for behaviour, concept in variants.CONCEPT.items():
        worlds = Worlds(Dossier.model_validate(dossier), Draws(central=True))
        found = of_worlds(worlds, (concept,))
        assume(found.model.n_states <= 2_000)
        equilibria = dict(zip(found.states.tolist(), stability(found.model, concept).equilibria[concept], strict=True))
        settled = worlds.solve(AS_IT_IS, behaviour).played.settled  # type: ignore[arg-type]
        assert (worlds.game.eve in settled.state[settled.group >= 0]) >= equilibria[worlds.game.eve]
        for group in set(settled.group.tolist()) - {-1}:
            members = settled.state[settled.group == group].tolist()
            assert (
                [equilibria[s] for s in members] == [True]
                if len(members) == 1
                else not any(equilibria[s] for s in members)
            )


@SOME
@given(st.data())
def test_careful_and_noisy_play_are_their_definitions(data: st.DataObject) -> None:
    dossier = data.draw(dossiers())
    plain = data.draw(interventions(dossier))
    horizon = data.draw(st.sampled_from([3, 3, 1, 0]))
    for behaviour in ("careful", "logit"):
        slow = slow_solve(dossier, plain, behaviour, horizon=horizon)
        assert_same(fast_solve(dossier, plain, behaviour, horizon), slow)


@SOME
@given(st.data())
def test_variants_are_the_same_alone_together_and_with_more_workers(data: st.DataObject) -> None:
    exact = data.draw(dossiers())
    found = [as_intervention(data.draw(interventions(exact))) for _ in range(2)]
    worlds = [(z, b) for z in dict.fromkeys([AS_IT_IS, *found]) for b in ("foresighted", *VARIANTS)]
    batch: Any = data.draw(st.permutations(worlds))[:4]
    dossier = Dossier.model_validate(uncertain(data.draw, exact))
    for world, together, three in zip(batch, solved(dossier, batch), solved(dossier, batch, 3), strict=True):
        assert_equal(world, solved(dossier, [world])[0], together)
        assert_equal(world, together, three)


@SOME
@given(st.data(), st.sampled_from(["foresighted", "careful"]))
def test_each_draw_of_a_horizon_is_play_with_that_horizon(
    data: st.DataObject, behaviour: Literal["foresighted", "careful"]
) -> None:
    exact = data.draw(dossiers())
    unsaid = Dossier.model_validate(uncertain(data.draw, exact))
    three, ranged = (unsaid.model_copy(update={"horizon": quantity(text)}) for text in (3, "between 0 and 5"))
    draws = Draws(6)
    plain = Worlds(unsaid, draws).solve(AS_IT_IS, behaviour)
    assert_equal((AS_IT_IS, behaviour), plain, Worlds(three, draws).solve(AS_IT_IS, behaviour))
    drawn = Worlds(ranged, draws)
    rounds = drawn.game.rounds()
    assert len(set(np.asarray(rounds).tolist())) > 1
    mixed = drawn.solve(AS_IT_IS, behaviour)
    for horizon in set(np.asarray(rounds).tolist()):
        fixed = arrays(Worlds(ranged, draws, horizon).solve(AS_IT_IS, behaviour))
        for name in ("options", "soon", "values", "levels", "reached"):
            rows = np.flatnonzero(rounds == horizon)
            assert arrays(mixed)[name][rows].tobytes() == fixed[name][rows].tobytes(), (horizon, name)


def quantity(text: object) -> Any:
    from summitry.dossier.quantities import Quantity

    return Quantity.parse(text)


def test_a_careful_actor_does_not_risk_what_the_mean_would_bear() -> None:
    """By hand. Once A signs, B may spoil it (-10 to A) or C reward it (30); whoever comes first shuts the other out. After each
    of six revisions each has happened with chance a half, so signing is worth six sevenths of the mean of both, 8.6, to A; at the least -10."""
    assert Worlds(Dossier.model_validate(RISK), Draws(central=True)).solve().share("sign")[0] > 0.9
    careful = Worlds(Dossier.model_validate(RISK), Draws(central=True)).solve(behaviour="careful")
    assert careful.share("sign")[0] == 0.0
    assert careful.end_states() == [{"states": [[]], "kind": "rest", "probability": 1.0}]


RISK: dict[str, Any] = {
    "summitry": 1,
    "id": "risk",
    "title": "A step that one answer spoils and another rewards",
    "actors": {"A": "Aland", "B": "Beland", "C": "Celand"},
    "options": {"sign": {"by": "A"}, "spoil": {"by": "B"}, "reward": {"by": "C"}},
    "impossible": ["spoil and reward", "spoil and not sign", "reward and not sign"],
    "consequences": [
        {"when": "spoil", "gains": {"B": 5}, "costs": {"A": 10}},
        {"when": "reward", "gains": {"A": 30, "C": 5}},
    ],
}


def test_logit_chances_are_the_formula() -> None:
    """Worths 0, 5 and 10 at noise 5: 1 : e : e²; the first has 9 %, below the cut, so the rest is 1 : e."""
    states = np.array([4, 7, 9])
    e = np.e
    assert variants.chances(states, np.array([0.0, 5.0, 10.0]), 5.0, cut=0.0) == pytest.approx(
        {4: 1 / (1 + e + e**2), 7: e / (1 + e + e**2), 9: e**2 / (1 + e + e**2)}
    )
    assert variants.chances(states, np.array([0.0, 5.0, 10.0]), 5.0) == pytest.approx({7: 1 / (1 + e), 9: e / (1 + e)})
    many = variants.chances(np.arange(40), np.zeros(40), 5.0)
    assert many == pytest.approx(dict.fromkeys(range(40), 1 / 40)), "the best are kept, however many"


def test_little_noise_is_looking_ahead() -> None:
    dossier = deepcopy(RISK)
    quiet = Worlds(Dossier.model_validate(dossier), Draws(central=True), noise=1e-3)
    assert quiet.solve(behaviour="logit").share("reward") == pytest.approx(quiet.solve().share("reward"), abs=1e-9)


def test_what_cannot_be_played_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = Worlds(Dossier.model_validate(RISK), Draws(central=True))
    with pytest.raises(
        EngineInputError, match="'cautious' is not one of foresighted, myopic, careful, seq, gmr, logit"
    ):
        worlds.solve(behaviour="cautious")  # type: ignore[arg-type]
    for noise in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(EngineInputError, match="noise"):
            Worlds(worlds.dossier, Draws(central=True), noise=noise)
    monkeypatch.setattr(variants, "MOST_REACHED", 1)
    with pytest.raises(TooLarge, match="Lower the noise"):
        worlds.solve(behaviour="logit")


def test_variants_of_the_toy_are_their_definitions() -> None:
    """Six options, exact numbers: the independent transcription, with little noise and much."""
    for behaviour, noise in (("careful", 5.0), ("logit", 2.0), ("logit", 5.0)):
        worlds = Worlds(Dossier.model_validate(TOY), Draws(central=True), noise=noise)
        assert_same(worlds.solve(AS_IT_IS, behaviour), slow_solve(TOY, {}, behaviour, noise=noise))  # type: ignore[arg-type]
