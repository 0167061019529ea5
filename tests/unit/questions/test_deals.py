"""Deals by hand on small cases: zone, who keeps it, the clause and the outsider it turns on, log-roll, ratifier, solutions."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.brief.deals import blocks_of
from summitry.brief.names import Namer
from summitry.brief.wording import CATALOGUE
from summitry.dossier.model import Dossier
from summitry.questions import deals
from summitry.questions.answer import Amount, Finding, Ref, Share
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study

# Everything is paid in money: issue `j` never moves, so that all worth is what `consequences` say, in points.
CASE: dict[str, Any] = {
    "summitry": 1, "id": "case", "title": "Case", "event": "talks", "actors": {"A": "Aland", "B": "Bland", "C": "Cland"},
    "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
        a: {"position": 50, "salience": 100} for a in "ABC"}}},
    "options": {
        "give": {"by": "A"}, "pay": {"by": "B"}, "aid": {"by": "C"}, "talks": {"by": ["A", "C"]},
        "deal": {"by": ["A", "B"], "sets": {"give": "on", "pay": "on"}},
    },
}  # fmt: skip


def study(consequences: list[dict[str, Any]], **changes: Any) -> Study:
    return open_study(Dossier.model_validate({**CASE, **changes, "consequences": consequences}), draws=3)


def of(made: Study, deal: str = "deal") -> dict[str, Finding]:
    found = next(d for d in deals.deals(made) if d.id == deal)
    assert len({f.key for f in found.findings}) == len(found.findings)
    return {f.key: f for f in found.findings}


def effects(a_pays: float, a_gets: float, b_pays: float, b_gets: float) -> list[dict[str, Any]]:
    return [
        {"when": "give", "costs": {"A": a_pays}, "gains": {"B": b_gets}},
        {"when": "pay", "costs": {"B": b_pays}, "gains": {"A": a_gets}},
    ]


def test_a_trade_that_serves_both() -> None:
    """A gives 10 for 15, B 5 for 30: all gain, the trade is named, and nobody would do his part alone, so that leaving would pay."""
    found = of(study(effects(10, 15, 5, 30)))
    zone = found["deal.zone"].fields
    assert zone["open"].value == 1.0
    assert [(a.id, amount.value) for a, amount, _ in zone["gains"]] == [
        ("A", pytest.approx(5)),
        ("B", pytest.approx(25)),
    ]
    trade = found["deal.trade"].fields
    assert (trade["first"].id, trade["gives"][0].id, trade["gets"][0].id) == ("A", "give", "pay")
    sizes = [trade[key].value for key in ("costs", "brings", "pays", "wins")]
    assert sizes == [pytest.approx(x) for x in (-10, 15, -5, 30)]
    kept = {a.id: (keeps.value, alone.value) for a, keeps, _, alone in found["deal.kept"].fields["rows"]}
    assert kept == {"A": (1.0, 0.0), "B": (1.0, 0.0)}  # without the other's answer A would save its 10, B its 5
    assert found["deal.kept"].basis.worlds == ("hold deal=on", "forbid deal")


def test_solutions_choose_the_only_package_by_which_both_gain() -> None:
    found = of(study(effects(10, 15, 5, 30)))["deal.best"].fields
    assert found["packages"] == 3
    assert [(len(clauses), rules, share.value) for clauses, rules, share in found["rows"]] == [
        (2, ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"), 1.0)
    ]
    assert found["deal"].id == "deal"


def test_a_deal_that_one_loses_by_fails_on_it() -> None:
    found = of(study(effects(10, 4, 5, 30)))
    zone = found["deal.zone"].fields
    assert (zone["open"].value, zone["narrow"].id) == (0.0, "A")
    kept = {a.id: keeps.value for a, keeps, _, _ in found["deal.kept"].fields["rows"]}
    assert kept == {"A": 0.0, "B": 1.0}
    assert "deal.best" not in found
    assert found["deal.none"].fields["open"].value == 0.0


def test_breach_keeps_an_owner_that_gains_less_by_leaving() -> None:
    options = {**CASE["options"], "deal": {**CASE["options"]["deal"], "breach": {"A": 7}}}
    kept = of(study(effects(10, 4, 5, 30), options=options))["deal.kept"].fields["rows"]
    assert {a.id: keeps.value for a, keeps, _, _ in kept} == {"A": 1.0, "B": 1.0}  # leaving saves 6 and costs 7


def test_what_cannot_be_undone_stays_given_when_the_deal_is_left() -> None:
    options = {**CASE["options"], "give": {"by": "A", "irreversible": True}}
    found = of(study(effects(10, 4, 5, 30), options=options))["deal.kept"]
    assert found.basis.worlds == ("hold deal=on", "forbid deal · hold give=on")
    kept = {a.id: keeps.value for a, keeps, _, _ in found.fields["rows"]}
    assert kept == {"A": 1.0, "B": 0.0}  # A would lose its 4 by leaving; B has its 30 anyway and would save 5


def test_the_clause_on_which_a_deal_breaks() -> None:
    """A third clause costs A 20 and brings nobody anything: without it both gain."""
    options = {
        **CASE["options"],
        "bow": {"by": "A"},
        "deal": {"by": ["A", "B"], "sets": {"give": "on", "pay": "on", "bow": "on"}},
    }
    found = of(study([*effects(10, 15, 5, 30), {"when": "bow", "costs": {"A": 20}}], options=options))
    clause = found["deal.clause"].fields
    assert (clause["clause"].id, clause["has"], clause["now"].value, clause["then"].value) == ("bow", True, 0.0, 1.0)
    best = found["deal.best"].fields
    assert {ref.id for ref, _ in best["rows"][0][0]} == {"give", "pay"}
    assert best["deal"] is None
    assert [(d.id, share.value) for d, share in best["beaten"]] == [("deal", 1.0)]


def test_an_outsider_that_opens_a_closed_deal() -> None:
    found = of(study([*effects(10, 4, 5, 30), {"when": "aid", "gains": {"A": 9}, "costs": {"C": 1}}]))[
        "deal.outsider"
    ].fields
    assert (found["act"].id, found["by"][0].id, found["open"].value, found["tried"]) == ("aid", "C", 1.0, 1)


def ratified(**more: Any) -> Study:
    """Two clauses of B's: `pay` and `more` bring A and its chamber something, and cost B. The chamber wants both."""
    actors = {**CASE["actors"], "H": {"name": "the chamber", "ratifies": "A"}}
    options = {
        "give": {"by": "A"}, "pay": {"by": "B"}, "more": {"by": "B"},
        "deal": {"by": ["A", "B", "H"], "sets": {"give": "on", "pay": "on", "more": "on"}},
        "talks": {"by": ["A", "C"]},
    }  # fmt: skip
    consequences = [
        {"when": "give", "costs": {"A": 2}, "gains": {"B": 30}},
        {"when": "pay", "costs": {"B": 5}, "gains": {"A": 10, "H": 5}},
        {"when": "more", "costs": {"B": 14}, "gains": {"A": 8, "H": 20}},
    ]
    return study(consequences, actors=actors, options=options, **more)


def test_a_ratifier_that_asks_for_more_brings_its_principal_more() -> None:
    """Products of gains of A and B: {give, pay} 8 × 25 = 200, {give, more} 6 × 16 = 96, all three 16 × 11 = 176. A chamber that needs
    half of its best (12.5) lets only the last two pass, of which Nash takes all three: A has 16 instead of 8 (Schelling's conjecture)."""
    found = of(ratified())["deal.ratifier"].fields
    assert (found["ratifier"].id, found["principal"].id, found["verdict"]) == ("H", "A", "rises")
    assert [found[key].value for key in ("free", "asked", "narrow")] == [pytest.approx(x) for x in (8, 8, 16)]
    assert [share.value for share in found["open"]] == [1.0, 1.0, 1.0]


def test_offers_in_turn_are_told_of_two_who_bargain() -> None:
    found = of(ratified())["deal.patience"].fields
    assert (found["first"].id, found["second"].id) == ("A", "B")
    assert found["opens"][0] >= found["replies"][0]  # who opens has no less
    assert found["first_hasty"][0] <= found["opens"][0] <= found["second_hasty"][0]  # who can wait has no less


def test_an_act_that_a_clause_rules_out_ends_with_the_signature() -> None:
    """B punishes today and cannot pay while it does: the package with `pay` is weighed without the punishment."""
    options = {**CASE["options"], "punish": {"by": "B"}}
    consequences = [*effects(10, 15, 5, 30), {"when": "punish", "costs": {"A": 3}, "gains": {"B": 1}}]
    made = study(consequences, options=options, impossible=["punish and pay"], now=["punish"])
    menu = next(d for d in deals.deals(made) if d.id == "deal").menu
    package = menu.of["deal"]
    assert menu.gains[0, package].tolist() == pytest.approx([-10 + 15 + 3, 30 - 5 - 1])


def test_every_finding_has_words_and_names_its_run() -> None:
    made = ratified()
    found = deals.deals(made)
    blocks = blocks_of(made, Namer(made.dossier), found, whole=True)
    assert [b.key for b in blocks] == ["deal-deal"]
    for sentence, finding in zip(blocks[0].sentences, found[0].findings, strict=True):
        assert finding.key in CATALOGUE
        assert sentence.text[0].isupper()
        assert sentence.text.endswith(".")
        assert sentence.basis["draws"] == 1 or sentence.basis["draws"] == 3
        assert sentence.command is not None
        assert "None" not in sentence.text


def told(key: str, **fields: Any) -> str:
    return CATALOGUE[key](fields, Namer(Dossier.model_validate(CASE)))


def zone(value: float, low: float, high: float) -> str:
    """The sentence on a deal by which all gain in this share of 40 draws; Aland loses 9 points, or may also gain 10."""
    gains = tuple(
        (Ref("actor", a), Amount(x, x - 20, x + 19, Ref("issue", "j")), Share(s, s, s, 40))
        for a, x, s in (("A", -9.0, value), ("B", 30.0, 1.0))
    )
    deal, share = Ref("option", "deal"), Share(value, low, high, 40)
    return told(
        "deal.zone", deal=deal, open=share, gains=gains, narrow=gains[0][0], comes=Share(0, 0, 0, 40), bodies=()
    )


@pytest.mark.parametrize(
    ("share", "begins"),
    [
        ((0.9, 0.8, 0.96), "Both parties are better off with deal than without in 80–96 % of draws"),
        ((0.79, 0.68, 0.88), "Whether deal would leave both parties better off is open: it would in 68–88 % of draws"),
        ((0.3, 0.2, 0.42), "Whether deal would leave both parties better off is open: it would in 20–42 % of draws"),
        ((0.1, 0.04, 0.2), "Deal would leave both parties better off in only 4–20 % of draws"),
        ((0.0, 0.0, 0.06), "Deal would leave both parties better off in none of 40 draws."),
        ((0.0, 0.0, 0.0), "Deal would not leave both parties better off."),
    ],
)
def test_a_share_below_four_fifths_is_not_told_as_a_fact(share: tuple[float, float, float], begins: str) -> None:
    assert zone(*share).startswith(begins)


def test_a_gain_that_may_be_a_loss_is_told_with_both_signs() -> None:
    assert "Aland stands first in its way and would come out anywhere between −29 and +10 points of j (−9 in the middle)" in zone(0.1, 0.04, 0.2)  # fmt: skip


def test_each_who_keeps_a_deal_has_its_own_share_and_only_a_clear_difference_is_put_down_to_the_others_answer() -> None:
    def share(x: float) -> Share:
        return Share(x, x - 0.05, x + 0.05, 40)

    rows = (("A", 0.9, 0.1), ("B", 0.85, 0.8), ("C", 0.55, 0.45))
    text = told(
        "deal.kept",
        deal=Ref("option", "deal"),
        rows=tuple((Ref("actor", a), share(s), 0.0, share(alone)) for a, s, alone in rows),
    )
    assert text == (
        "Once deal is signed, Aland (85–95 % of draws) and Bland (80–90 %) would keep it; whether Cland (50–60 % of draws) would"
        " keep it is open. If nobody answered, Aland (85–95 % of draws) would gain by leaving: what speaks against that is the"
        " others’ answer."
    )


def test_without_deals_there_is_nothing() -> None:
    assert deals.deals(study([], options={"give": {"by": "A"}, "talks": {"by": ["A", "C"]}})) == ()
