"""What the worlds say of each claim: follows, follows only if, open, contradicted, assumed, cannot be tested, fact wrong.

The verdict comes from the share of draws in which the claim is true when actors look ahead; short-sighted play is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from summitry.dossier.language import ClaimForm, parse_claim
from summitry.questions import claims
from summitry.questions.answer import Answer, Finding, Ref, Reported, Share, Value
from summitry.questions.change import SEPARATES, Threshold, threshold_fields, thresholds
from summitry.questions.contrast import MOSTLY, RARELY, Study
from summitry.scoring import words
from summitry.worlds.draws import consequence_keys
from summitry.worlds.interventions import AS_IT_IS, Intervention

Key = Literal["follows", "follows-if", "open", "contradicted", "assumed", "untestable", "fact-wrong"]
KEYS: tuple[Key, ...] = ("follows", "follows-if", "open", "contradicted", "assumed", "fact-wrong", "untestable")
OTHERWISE = 0.5  # share of draws on the bad side of a hinge up to which a claim is said to follow only on the good side


@dataclass(frozen=True)
class Sure:
    """How sure the expert was, by a named word table, against the computed share; `relation` is where the phrase lies against it."""

    phrase: str
    table: str
    lower: float
    upper: float
    relation: Literal["fits", "too high", "too low"]


@dataclass(frozen=True)
class Verdict:
    """What is said of one claim.

    key : the verdict. finding : key `claim.FORM` with the numbers told beside it. share, short : shares of draws in which the
    claim is true, looking ahead and short-sighted; None where nothing was tested. hinge : the limit on one input that parts the
    draws; behaviour : the behaviour on which it turns instead. why : what stands in the way of a test. circle : inputs that the
    claim itself is the reason for and that bear on its test.
    """

    claim: str
    key: Key
    finding: Finding
    form: ClaimForm | None = None
    share: Share | None = None
    short: Share | None = None
    hinge: Threshold | None = None
    behaviour: Literal["ahead", "short"] | None = None
    why: str = ""
    sure: Sure | None = None
    circle: tuple[str, ...] = ()

    @property
    def is_tested(self) -> bool:
        return self.share is not None


@dataclass(frozen=True)
class Verdicts:
    """All claims of a dossier with their verdicts, in the file's order."""

    rows: tuple[Verdict, ...]
    by_claim: Mapping[str, Verdict] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_claim", {v.claim: v for v in self.rows})

    @cached_property
    def tested(self) -> int:
        return sum(v.is_tested for v in self.rows)

    def count(self, key: Key) -> int:
        return sum(v.key == key for v in self.rows)


def form_of(study: Study, claim: str) -> ClaimForm | None:
    """What a claim means, parsed; None where it is quoted only."""
    means = study.dossier.claims[claim].means
    return parse_claim(means) if isinstance(means, str) else means


def worlds(study: Study, only: Iterable[str] | None = None) -> list[Intervention]:
    """The worlds that the verdicts compare."""
    names = study.dossier.claims if only is None else only
    forms = [f for c in names if (f := form_of(study, c)) is not None]
    return [AS_IT_IS, *dict.fromkeys(z for f in forms for z in claims.worlds(study, f))]


def judge_all(study: Study) -> Verdicts:
    """Verdicts on all claims of the dossier."""
    study.prepare(worlds(study))
    return Verdicts(tuple(judge(study, c) for c in study.dossier.claims))


def judge(study: Study, claim: str) -> Verdict:
    """The verdict on one claim."""
    part = study.dossier.claims[claim]
    form = form_of(study, claim)
    if form is None:
        if part.against:
            return _untested(study, claim, "fact-wrong", "", form)
        return _untested(study, claim, "untestable", "no-means", form)
    try:
        test = claims.try_out(study, form)
    except claims.NotTestable as lacking:
        if part.against:
            return _untested(study, claim, "fact-wrong", "", form)
        return _untested(study, claim, "untestable", lacking.why, form, lacking.fields)
    share, short = study.share(test.holds.said), study.share(test.holds.other)
    key, hinge, behaviour = _weigh(study, test, share.value, short.value)
    if part.against:
        key = "fact-wrong"
    finding = study.finding(
        f"claim.{form.key}",
        {"claim": Ref("claim", claim), **_named(form), **test.fields, "share": share, "short": short,
         **({} if hinge is None else threshold_fields(study, hinge))},
        test.worlds, test.meter, (share.value > 0.5) == (short.value > 0.5),
        inputs=() if hinge is None else (hinge.path,), holds=test.holds.said,
    )  # fmt: skip
    circle = circles(study, claim, form)
    return Verdict(
        claim,
        key,
        finding,
        form,
        share,
        short,
        hinge,
        behaviour,
        sure=_sure(study, part.how_sure, share),
        circle=circle,
    )


def _weigh(
    study: Study, test: claims.Test, share: float, short: float
) -> tuple[Key, Threshold | None, Literal["ahead", "short"] | None]:
    if test.meter.assumed:
        return "assumed", None, None
    if share >= MOSTLY:
        return ("follows-if", None, "ahead") if short <= OTHERWISE - SEPARATES / 2 else ("follows", None, None)
    if share <= RARELY:
        return ("follows-if", None, "short") if short >= MOSTLY else ("contradicted", None, None)
    found = thresholds(study, test.holds.said, test.worlds)
    for t in found:
        good, bad = max(t.below.value, t.above.value), min(t.below.value, t.above.value)
        if good >= MOSTLY and bad <= OTHERWISE:
            return "follows-if", t, None
    if short >= MOSTLY and short - share >= SEPARATES:
        return "follows-if", None, "short"
    return "open", found[0] if found else None, None


def _untested(
    study: Study, claim: str, key: Key, why: str, form: ClaimForm | None, fields: Mapping[str, Value] | None = None
) -> Verdict:
    against = study.dossier.claims[claim].against
    ids = (claim, against) if against else (claim,)
    finding = Finding(
        f"claim.{why or 'against'}", "reported", {"claim": Ref("claim", claim), **(fields or {})}, Reported(ids)
    )
    return Verdict(claim, key, finding, form, why=why)


def _named(form: ClaimForm) -> dict[str, Value]:
    """The names of a form as fields: `actors`, `event`, `issues`."""
    out: dict[str, Value] = {
        "actors": tuple(Ref("actor", a) for a in form.actors),
        "negated": form.negated,
        "soon": form.soon,
    }
    if form.event is not None:
        out["event"] = Ref("option", form.event)
    if form.issues:
        out["issues"] = tuple(Ref("issue", j) for j in form.issues)
    if form.pledge is not None:
        out["pledge"] = Ref("pledge", form.pledge)
    if form.targets:
        out["targets"] = form.targets
    return out


def _sure(study: Study, phrase: str | None, share: Share) -> Sure | None:
    """The expert's phrase read by the dossier's word table, else by measured everyday use; None where neither has it."""
    band = words.band_of(phrase, study.dossier.words)
    if phrase is None or band is None:
        return None
    name, lower, upper = band
    p = 100.0 * share.value
    return Sure(phrase, name, lower, upper, "too high" if p < lower else "too low" if p > upper else "fits")


def circles(study: Study, claim: str, form: ClaimForm) -> tuple[str, ...]:
    """Inputs that rest on this claim and bear on what it says: a stake of its actor on its issue, a consequence of its act."""
    d = study.dossier
    actors, issues = set(form.actors), set(form.issues) | {t for t in form.targets if t in d.issues}
    acts = set(form.options) | {t for t in form.targets if t in d.options}
    out = []
    for j, issue in d.issues.items():
        for a, stake in issue.stakes.items():
            for part in ("position", "salience"):
                if claim in stake.reasons(part) and (a in actors or not actors) and (j in issues or not issues):
                    out.append(f"issues.{j}.stakes.{a}.{part}")
    for key, consequence in zip(consequence_keys(d), d.consequences, strict=True):
        if claim in consequence.reasons() and acts & set(consequence.when.names):
            out.append(f"consequences[{key}]")
    return tuple(sorted(out))


def observable(study: Study, verdict: Verdict) -> str:
    """What to watch for on a hinge, in the dossier's words; empty where it names nothing."""
    return str(verdict.finding.fields.get("watch", "") or "")


def answer(study: Study) -> Answer:
    """`claims`: all verdicts as one answer; the headline counts them."""
    return told(study, judge_all(study))


def told(study: Study, found: Verdicts) -> Answer:
    """Verdicts as an answer whose headline counts them."""
    counts: dict[str, Value] = {k.replace("-", "_"): found.count(k) for k in KEYS}
    headline = study.finding("claims.headline", {"all": len(found.rows), "tested": found.tested, **counts}, [AS_IT_IS])
    return Answer("claims", "claims", "", headline, (), tuple(v.claim for v in found.rows))
