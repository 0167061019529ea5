"""On random dossiers claims are true where the slow oracle's play says so, verdicts follow from shares, and order does not matter."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.dossier.language import parse_claim
from summitry.dossier.model import Dossier
from summitry.questions import claims, verdicts
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study
from summitry.worlds.ballots import cast
from tests.oracle.play import OracleError, solve
from tests.oracle.random_dossiers import dossiers
from tests.properties.test_questions import ranged

SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
DRAWS = 3
NEAR = 1e-6  # two ways to add the same numbers may fall on either side of a limit


class Slow:
    """One draw of a dossier with ranges, as the oracle sees it: the drawn numbers stand in for the ranges."""

    def __init__(self, plain: dict[str, Any], study: Study, draw: int):
        issues = {}
        for j, issue in plain["issues"].items():
            stakes = {
                a: {**s, "salience": float(study.input(f"issues.{j}.stakes.{a}.salience")[draw])}
                for a, s in issue["stakes"].items()
            }
            issues[j] = {**issue, "stakes": stakes}
        bodies = {
            name: {**body, "votes": self._cast(name, body, study, draw)}
            for name, body in plain.get("bodies", {}).items()
        }
        self.dossier = {**plain, "issues": issues, "bodies": bodies}
        self.known: dict[tuple[str, str], dict[str, Any] | None] = {}

    @staticmethod
    def _cast(name: str, body: dict[str, Any], study: Study, draw: int) -> dict[str, Any]:
        """Stated votes with the one that was drawn in place of a chance."""
        stated = study.dossier.bodies[name].votes

        def said(path: str, vote: object) -> str:
            votes = cast(f"bodies.{name}.votes.{path}", vote, study.worlds.draws, study.worlds.game.values)
            return vote if isinstance(vote, str) else {1: "yes", -1: "no"}[int(votes[draw])]

        return {
            key: {m: said(f"{key}.{m}", v) for m, v in vote.items()} if isinstance(vote, dict) else said(key, vote)
            for key, vote in stated.items()
        }

    def world(self, behaviour: str, **intervention: Any) -> dict[str, Any] | None:
        key = (behaviour, repr(intervention))
        if key not in self.known:
            try:
                self.known[key] = solve(self.dossier, intervention, behaviour)
            except OracleError:
                self.known[key] = None
        return self.known[key]


def margin(kind: str, slow: Slow, behaviour: str, there: dict[str, Any], names: tuple[str, ...]) -> float | None:
    """By how much a claim is true (above 0) or false in a draw, by the oracle alone; None where a world is impossible."""
    here = slow.world(behaviour)
    assert here is not None
    if kind == "will":
        return float(here["options"][names[1]] - 0.5)
    if kind == "will not":
        return float(0.5 - here["options"][names[1]])
    if kind == "brings":
        event, act = names
        with_, without = slow.world(behaviour, **there), slow.world(behaviour, forbid=[event])
        if with_ is None or without is None:
            return None
        return float(with_["options"][act] - without["options"][act] - 0.15)
    one, two = names
    without_two, without_one = slow.world(behaviour, absent=[two]), slow.world(behaviour, absent=[one])
    if without_one is None or without_two is None:
        return None
    worth = here["values"][one] - without_two["values"][one]
    return float(worth - (here["values"][two] - without_one["values"][two]))


def text(kind: str, names: tuple[str, ...]) -> str:
    one, two = names
    return {
        "will": f"{one} will do {two}",
        "will not": f"{one} will not do {two}",
        "brings": f"{one} brings about {two}",
        "needs": f"{one} needs {two} more than {two} needs {one}",
    }[kind]


def drawn_claims(plain: dict[str, Any], data: st.DataObject) -> list[tuple[str, tuple[str, ...]]]:
    actor, option = st.sampled_from(list(plain["actors"])), st.sampled_from(list(plain["options"]))
    out: list[tuple[str, tuple[str, ...]]] = []
    for _ in range(2):
        out += [
            ("will", (data.draw(actor), data.draw(option))),
            ("will not", (data.draw(actor), data.draw(option))),
            ("brings", (data.draw(option), data.draw(option))),
            ("needs", (data.draw(actor), data.draw(actor))),
        ]
    return out


@SOME
@given(st.data())
def test_a_claim_is_true_where_the_oracle_says_so(data: st.DataObject) -> None:
    plain = data.draw(dossiers())
    study = open_study(Dossier.model_validate(ranged(plain)), draws=DRAWS)
    slow = [Slow(plain, study, d) for d in range(DRAWS)]
    for kind, names in drawn_claims(plain, data):
        means = text(kind, names)
        there: dict[str, Any] = {}
        if kind == "brings":
            often = [w["options"][names[0]] for s in slow if (w := s.world("foresighted")) is not None]
            mean = sum(often) / DRAWS
            if abs(mean - 0.5) < NEAR:
                continue
            held = {"hold": {names[0]: True}}
            if mean < 0.5 and slow[0].world("foresighted", **held) is not None:
                there = held
        try:
            test = claims.try_out(study, parse_claim(means))
        except claims.NotTestable:
            continue
        for behaviour, found in (("foresighted", test.holds.said), ("myopic", test.holds.other)):
            margins = [margin(kind, one, behaviour, there, names) for one in slow]
            for d, m in enumerate(margins):
                if m is not None and abs(m) > NEAR:
                    assert found[d] == (m > 0), (means, behaviour, d, m)


@SOME
@given(st.data())
def test_verdicts_follow_from_shares_and_claims_may_stand_in_any_order(data: st.DataObject) -> None:
    plain = data.draw(dossiers())
    texts = list(dict.fromkeys(text(kind, names) for kind, names in drawn_claims(plain, data)))
    written = {f"c{q}": {"says": m, "means": m} for q, m in enumerate(texts)}
    shuffled = dict(data.draw(st.permutations(list(written.items()))))
    benches = [
        open_study(Dossier.model_validate({**ranged(plain), "claims": c}), draws=DRAWS) for c in (written, shuffled)
    ]
    one, two = (verdicts.judge_all(b) for b in benches)
    assert [v.claim for v in two.rows] == list(shuffled)
    for v in one.rows:
        other = two.by_claim[v.claim]
        assert (v.key, v.share, v.short, v.hinge, v.behaviour, v.why) == (
            other.key, other.share, other.short, other.hinge, other.behaviour, other.why,
        )  # fmt: skip
        assert v.finding.fields == other.finding.fields
        assert v.key == expected(v), v


def expected(v: verdicts.Verdict) -> str:
    """The rules of docs/reference/questions.md, with too few draws for a threshold on an input."""
    if v.share is None or v.short is None:
        return "untestable"
    if v.finding.meter is not None and v.finding.meter.assumed:
        return "assumed"
    ahead, short = v.share.value, v.short.value
    if ahead >= 0.8:
        return "follows-if" if short <= 0.325 else "follows"
    if ahead <= 0.2:
        return "follows-if" if short >= 0.8 else "contradicted"
    return "follows-if" if short >= 0.8 and short - ahead >= 0.35 else "open"
