"""What a dossier says, as frozen models: the authority on field names and accepted shapes.

Everything here is *what is written*; nothing here computes. Quantities and conditions arrive parsed
(`quantities.Quantity`, `language.Condition`). Shorthands of the file (`actors: {RUS: Russia}`,
`by: RUS`, `questions: [why RUS wants summit]`) are widened before validation, so the models have one shape.
Rules across fields (unknown names, reversed dates, positions off the scale) stand in `check.py`.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from summitry.dossier.language import Condition
from summitry.dossier.quantities import Quantity, QuantityError, written


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _switch(value: Any) -> Any:
    """`on`, `off`, `true`, `false` (YAML 1.2 reads the first two as words) as a boolean."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in ("on", "off"):
        return value == "on"
    raise PydanticCustomError(
        "switch", "found {found}, expected on or off", {"found": repr(value), "mend": "write on or off"}
    )


def _finite(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")):
        raise PydanticCustomError("finite", "expected a finite number", {"mend": "write a plain number"})
    return value


Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Switch = Annotated[bool, BeforeValidator(_switch), WithJsonSchema({"enum": ["on", "off", True, False]})]
Number = Annotated[float, AfterValidator(_finite)]
MAJORITIES = ("simple majority", "absolute majority", "two-thirds majority", "unanimity", "consensus")
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?%")


def _wrong(found: Any, expected: str, mend: str) -> PydanticCustomError:
    shown = "a mapping" if isinstance(found, Mapping) else "nothing" if found is None else repr(found)
    context = {"found": shown, "expected": expected, "mend": mend}
    return PydanticCustomError("body", "found {found}, expected {expected}", context)


def _amount(value: Any, expected: str, mend: str, least: float = 0.0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < math.inf:
        raise _wrong(value, expected, mend)
    if value > MOST_WEIGHT:
        raise _wrong(value, f"a number up to {MOST_WEIGHT:g}", "write it in larger units, e.g. in millions")
    return float(value)


def _weight(value: Any) -> Any:
    mend = "write votes, e.g. USA: 1, or measures, e.g. DEU: {votes: 1, population: 18.6}"
    if isinstance(value, Mapping) and value:
        return {str(m): _amount(w, "a number from 0", mend) for m, w in value.items()}
    return _amount(value, "a number from 0", mend)


def _wanted(value: Any, words: tuple[str, ...] = MAJORITIES) -> Any:
    mend = (
        f"write a number such as 9, a share such as 55 %, or {' or '.join(words)}"
        if words
        else "write a number such as 9, or a share such as 50 %"
    )
    if isinstance(value, Mapping) and value:
        plain = tuple(word for word in words if word not in ("unanimity", "consensus"))
        return {str(m): _wanted(w, plain) for m, w in sorted(value.items()) if not isinstance(w, Mapping)}
    if isinstance(value, str):
        text = " ".join(value.split()).lower().replace("two thirds", "two-thirds")
        share = _SHARE.fullmatch(text)
        if share and 0 < float(share[1]) <= 100:
            return f"{float(share[1]):g} %"
        if text in words:
            return text
        raise _wrong(value, "votes, a share, or a kind of majority" if words else "votes or a share", mend)
    amount = _amount(value, "a number above 0", mend)
    if amount == 0:
        raise _wrong(value, "a number above 0", mend)
    return amount


def _votes(value: Any, info: ValidationInfo) -> Any:
    """One vote, or on one option those of several members."""
    return {str(m): _vote(v, info) for m, v in value.items()} if isinstance(value, Mapping) else _vote(value, info)


def _vote(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and value in SAID:
        return value
    mend = "write yes, no, abstain or absent, or how likely a yes is: likely, or 60 to 80 %"
    if isinstance(value, bool):
        raise _wrong(value, "a vote", mend)
    try:
        quantity = Quantity.parse(value, (info.context or {}).get("words", "icd203"))
    except QuantityError as error:
        raise _wrong(value, "a vote", mend) from error
    if quantity.low < 0 or quantity.high > 100:
        raise _wrong(value, "a chance from 0 to 100 per cent", mend)
    return quantity


def _votes_written(votes: Any) -> Any:
    if isinstance(votes, dict):
        return {m: _votes_written(v) for m, v in votes.items()}
    return written(votes) if isinstance(votes, Quantity) else votes


MOST_WEIGHT = 1e15  # of votes and capabilities: sums and products of such numbers are still exact enough to compare
SAID = ("yes", "no", "abstain", "absent")
_AMOUNT_SCHEMA = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}]}
_VOTE_SCHEMA = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string"}]}


def _or_measures(shape: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [*shape["anyOf"], {"type": "object", "additionalProperties": shape}]})


Weight = Annotated[
    float | dict[str, float], PlainValidator(_weight), _or_measures({"anyOf": [{"type": "number", "minimum": 0}]})
]
Passes = Annotated[float | str | dict[str, float | str], PlainValidator(_wanted), _or_measures(_AMOUNT_SCHEMA)]
Quorum = Annotated[
    float | str | dict[str, float | str], PlainValidator(lambda value: _wanted(value, ())), _or_measures(_AMOUNT_SCHEMA)
]
Vote = str | Quantity
Votes = Annotated[
    Vote | dict[str, Vote], PlainValidator(_votes), PlainSerializer(_votes_written), _or_measures(_VOTE_SCHEMA)
]
MOST_ROUNDS = 20  # that `horizon` may say: a play lasts no longer
SettlementModel = Literal["mean", "median", "winset", "nash", "kalai-smorodinsky", "scholz-paper", "scholz-java"]
SETTLEMENT_MODELS: tuple[SettlementModel, ...] = get_args(SettlementModel)
MOST_CHALLENGES = 50  # rounds of a challenge model that `settled` may ask for
Because = str | tuple[str, ...] | dict[str, str | tuple[str, ...]]


class Part(BaseModel):
    """Base of all dossier models: frozen, and a key that is not understood is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Reasoned(Part):
    """A part that says where its numbers come from: claims or facts, or a few words on the desk's own estimate."""

    because: Because | None = None
    estimate: str | None = None

    def reasons(self, field: str | None = None) -> tuple[str, ...]:
        """Ids of the claims and facts behind the part, or behind one of its fields; empty: own estimate."""
        cited = self.because
        if isinstance(cited, dict):
            chosen = [cited[field]] if field in cited else [] if field else list(cited.values())
        else:
            chosen = [] if cited is None else [cited]
        return tuple(i for item in chosen for i in ((item,) if isinstance(item, str) else item))


class Source(Part):
    """A text that claims and facts stand in. `reliability` A–F and `credibility` 1–6 are the Admiralty codes."""

    title: str
    publisher: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    descriptor: str | None = None
    retrieved: datetime.date | None = None
    archived_at: str | None = None
    sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    file: str | None = None
    sections: int | None = Field(None, ge=1, description="how many questions (sections) the text has")
    asks: dict[str, str] = Field(default_factory=dict, description="Q1, Q2, … to the question as the text asks it")


class Person(Part):
    """An expert. `role` and `at` tell access and possible bias."""

    name: str
    role: str | None = None
    at: str | None = None


class Actor(Reasoned):
    """A decision maker. `pace` weights its turns (above 0); `capability` (from 0, any unit, the same for all) its say where an issue
    is `settled` by bargaining."""

    name: str
    leader: str | None = None
    iso3: str | None = None
    adjective: str | None = None
    ratifies: str | None = Field(None, description="the actor whose deals this one must agree to (a co-owner at home)")
    pace: Annotated[Number, Field(gt=0)] = 1.0
    capability: Quantity | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class Threshold(NamedTuple):
    """What one measure of a body takes: yes votes, less `against` times no votes, reach `quota` (exceed it, if `strict`)."""

    measure: str
    quota: float
    against: float = 0.0
    strict: bool = False


class Body(Reasoned):
    """Who decides together. `members` maps names to votes, or to several measures (`{votes: 1, population: 18.6}`), each of
    which `passes` then names; the key `others` there counts unmodelled votes, of which `others` say yes to switching an
    option on and `others_off` to switching it off (with several measures, so many per cent of them)."""

    name: str | None = None
    members: dict[str, Weight]
    passes: Passes
    abstain: Literal["counts as no", "not counted"] | None = Field(
        None,
        description="whether an abstention counts as a no (the threshold is of all votes) or not (of the votes cast)",
    )
    veto: Names = ()
    blocking: int | None = Field(None, ge=1, description="fewer members against it than this cannot stop it")
    quorum: Quorum | None = Field(None, description="votes (or a share, or a mapping of measures) that must be present")
    tables: Names = Field((), description="who alone may put an option to the vote; all members if nothing is said")
    votes: dict[str, Votes] = Field(
        default_factory=dict,
        description="votes that are known, or how likely a yes is: by member, or by option and member",
    )
    follows: dict[str, str] = Field(default_factory=dict)
    others: Quantity | None = None
    others_off: Quantity | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """What votes are counted by, `votes` first and the rest by name: `votes` where members are given plain numbers."""
        first = next(iter(self.members.values()), 0.0)
        return tuple(sorted(first, key=lambda m: (m != "votes", m))) if isinstance(first, dict) else ("votes",)

    def weights(self, measure: str) -> dict[str, float]:
        """What each member weighs by a measure, by name, so that the order of a file's lines changes no sum and no sample; the
        unmodelled ones as `others`."""
        return {name: w.get(measure, 0.0) if isinstance(w, dict) else w for name, w in sorted(self.members.items())}

    def total(self, measure: str) -> float:
        """Weight of all, the unmodelled ones included."""
        return sum(self.weights(measure).values())

    @property
    def seats(self) -> dict[str, float]:
        """Weights of the named members, by the first measure."""
        return {name: weight for name, weight in self.weights(self.measures[0]).items() if name != "others"}

    @property
    def unmodelled(self) -> float:
        """How many votes belong to nobody named; 100, for all of them, where there are several measures."""
        if "others" not in self.members:
            return 0.0
        return self.weights(self.measures[0])["others"] if len(self.measures) == 1 else 100.0

    @property
    def is_unanimous(self) -> bool:
        """Nobody may object; whether an abstention prevents it is said by `abstain`."""
        return self.passes in ("unanimity", "consensus")

    @property
    def vetoes(self) -> frozenset[str]:
        """Members whose no stops everything: those with a veto, and all where nobody may object."""
        every = self.is_unanimous and self.abstain != "counts as no"
        return frozenset(self.seats) if every else frozenset(self.veto)

    def thresholds(self) -> tuple[Threshold, ...]:
        """What each measure takes, sorted by name, so that the order of a file's lines changes no sum."""
        if isinstance(self.passes, dict):
            return tuple(self._threshold(measure, self.passes[measure]) for measure in sorted(self.passes))
        return (self._threshold(min(self.measures), self.passes),)

    def _threshold(self, measure: str, wanted: float | str) -> Threshold:
        total = self.total(measure)
        counted = self.abstain == "not counted"
        match wanted:
            case "unanimity" | "consensus":
                return (
                    Threshold(measure, total) if self.abstain == "counts as no" else Threshold(measure, 0.0, 0.0, True)
                )
            case "simple majority":
                at_least_half = self.abstain == "counts as no"
                return Threshold(measure, total / 2 if at_least_half else 0.0, 0.0 if at_least_half else 1.0, True)
            case "absolute majority":
                return Threshold(measure, total / 2, 0.0, True)
            case "two-thirds majority":
                share = 2 / 3
            case str():
                share = float(wanted.rstrip("% ")) / 100
            case _:
                if not counted:
                    return Threshold(measure, wanted)
                share = wanted / total if total else 1.0
        if counted:
            return Threshold(measure, 0.0, share / (1 - share) if share < 1 else float("inf"))
        return Threshold(measure, share * total)

    def present(self, absent: Collection[str] = ()) -> bool:
        """Is the quorum reached without those that are absent? Who abstains is present, and so are the unmodelled."""
        if self.quorum is None:
            return True
        wanted = self.quorum if isinstance(self.quorum, dict) else dict.fromkeys(self.measures, self.quorum)
        for measure, amount in wanted.items():
            there = sum(w for name, w in self.weights(measure).items() if name not in absent)
            least = float(amount.rstrip("% ")) / 100 * self.total(measure) if isinstance(amount, str) else amount
            if there < least - 1e-9:
                return False
        return True

    def stated(self, option: str) -> dict[str, tuple[str, Vote]]:
        """Votes on switching an option on that are known: member → path of the vote below the body, and the vote."""
        said: dict[str, tuple[str, Vote]] = {
            member: (f"votes.{member}", vote) for member, vote in self.votes.items() if not isinstance(vote, dict)
        }
        here = self.votes.get(option)
        if isinstance(here, dict):
            said |= {member: (f"votes.{option}.{member}", vote) for member, vote in here.items()}
        return said

    def voter(self, member: str, absent: Collection[str] = ()) -> str:
        """Whose vote a member casts: its own, or that of the one it follows, who may hand it on; who is absent hands on nothing."""
        passed = {member}
        while member in self.follows and member not in absent and (leader := self.follows[member]) not in passed:
            passed.add(leader)
            member = leader
        return member

    @model_validator(mode="after")
    def _measured(self) -> Body:
        measures = set(self.measures)
        for name, weight in self.members.items():
            found = set(weight) if isinstance(weight, dict) else {"votes"}
            if found != measures:
                raise _misfit("members", f"{name} by {_and(found)}", f"every member by {_and(measures)}",
                              "give every member the same measures, e.g. {votes: 1, population: 18.6}")  # fmt: skip
        if len(measures) > 1 and not isinstance(self.passes, dict) and not self.is_unanimous:
            raise _misfit("passes", "one threshold", f"one for each of {_and(measures)}",
                          f"write e.g. passes: {{{', '.join(f'{m}: 55 %' for m in self.measures)}}}")  # fmt: skip
        for field, given in (("passes", self.passes), ("quorum", self.quorum)):
            if isinstance(given, dict) and (set(given) - measures or (field == "passes" and set(given) != measures)):
                raise _misfit(field, _and(set(given)), _and(measures), f"name the measures of members in {field}")
        if any(t.against == float("inf") for t in self.thresholds()):
            raise _misfit("passes", "all of the votes cast", "a share below 100 %", "write passes: unanimity")
        return self


def _misfit(field: str, found: str, expected: str, mend: str) -> PydanticCustomError:
    context = {"found": found, "expected": expected, "mend": mend, "field": field}
    return PydanticCustomError("body", "{field}: found {found}, expected {expected}", context)


def _and(names: Collection[str]) -> str:
    return " and ".join(sorted(names))


class Tie(Reasoned):
    """A standing fact that no option changes. One key names the kind: `alliance: [USA, KOR]`, `border: [RUS, PRK]`,
    `dependence: PRK on RUS`, `sanctions: "USA on RUS, PRK"`; directed ties lead from the first name to the others."""

    kind: str
    between: tuple[str, ...]
    directed: bool = False
    of: str | None = None
    share: Quantity | None = None
    km: Quantity | None = None
    treaty: int | str | None = None
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _kinded(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or "kind" in value:
            return value
        own = set(cls.model_fields)
        kinds = [key for key in value if key not in own]
        if len(kinds) != 1:
            raise PydanticCustomError(
                "tie",
                "found {found}, expected one kind of tie",
                {
                    "found": " and ".join(f'"{kind}"' for kind in kinds) or "no kind",
                    "expected": "one kind of tie",
                    "mend": "write e.g. {alliance: [USA, KOR]} or {dependence: PRK on RUS}",
                },
            )
        kind = kinds[0]
        who = value[kind]
        rest = {key: item for key, item in value.items() if key != kind}
        if isinstance(who, str) and " on " in who:
            left, right = who.split(" on ", 1)
            others = tuple(name.strip() for name in right.strip(" []").split(","))
            return {"kind": kind, "between": (left.strip(), *others), "directed": True, **rest}
        return {"kind": kind, "between": who, **rest}


class Stake(Reasoned):
    """What an actor wants of an issue: its ideal `position` (issue units), or `worth` (0–100 at points of the scale),
    and `salience` (0–100)."""

    position: Quantity | None = None
    worth: dict[float, Quantity] | None = None
    salience: Quantity

    @model_validator(mode="after")
    def _one_of(self) -> Stake:
        if (self.position is None) == (self.worth is None):
            raise PydanticCustomError(
                "stake",
                "found {found}, expected either position or worth",
                {
                    "found": "neither" if self.worth is None else "both",
                    "expected": "either position or worth",
                    "mend": "write position: 40, or worth: {none: 0, all: 100}",
                },
            )
        return self


class Settled(Part):
    """How a body settles an issue that it must decide: a bargaining `model`, whose outcome stands for the status quo in play.

    `by` is the body: only its members count then, with their votes unless actors have a `capability`. `proposes` is the actor that
    sets the agenda (`winset`). `rounds` are those of a challenge model, `tie` the rule of the median where weight is halved at a gap.
    """

    model: SettlementModel
    by: str | None = None
    proposes: str | None = None
    rounds: Annotated[int, Field(ge=1, le=MOST_CHALLENGES)] | None = None
    tie: Literal["lower", "upper", "middle"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"model": value} if isinstance(value, str) else value


class Issue(Reasoned):
    """Something that actors want differently, on a scale with labelled points: the least and greatest are its ends."""

    name: str | None = None
    asks: str | None = None
    unit: str | None = None
    scale: dict[str, Number] = Field(min_length=2)
    status_quo: Quantity
    settled: Settled | None = None
    stakes: dict[str, Stake] = Field(default_factory=dict)
    watch: str | None = None

    @property
    def low(self) -> float:
        return min(self.scale.values())

    @property
    def high(self) -> float:
        return max(self.scale.values())

    @model_validator(mode="before")
    @classmethod
    def _labels_to_numbers(cls, value: Any) -> Any:
        """Labels of the scale may stand where a number may: `position: none`, `worth: {none: 0, 60: 20}`."""
        if not isinstance(value, Mapping) or not isinstance(value.get("scale"), Mapping):
            return value
        scale = value["scale"]

        def number(item: Any) -> Any:
            point = scale.get(item) if isinstance(item, str) else None
            return point if isinstance(point, int | float) else item

        def numbered(stake: Any) -> Any:
            if not isinstance(stake, Mapping):
                return stake
            out = dict(stake)
            if "position" in out:
                out["position"] = number(out["position"])
            if isinstance(out.get("worth"), Mapping):
                out["worth"] = {number(point): worth for point, worth in out["worth"].items()}
            return out

        out = dict(value)
        if "status_quo" in out:
            out["status_quo"] = number(out["status_quo"])
        if isinstance(out.get("stakes"), Mapping):
            out["stakes"] = {actor: numbered(stake) for actor, stake in out["stakes"].items()}
        return out


class Precedent(Reasoned):
    """Where something like it was agreed before, and what came of it: in words, shown beside the deal. No number rests on it."""

    says: str

    @model_validator(mode="before")
    @classmethod
    def _said(cls, value: Any) -> Any:
        return {"says": value} if isinstance(value, str) else value


class Option(Reasoned):
    """An act that is on or off. `by` one actor: its own; several: joint (a deal if it `sets` others); a body: voted."""

    by: Names = Field(min_length=1)
    does: str | None = None
    name: str | None = None
    sets: dict[str, Switch] = Field(default_factory=dict)
    breach: dict[str, Quantity] = Field(default_factory=dict)
    needs: Condition | None = None
    irreversible: bool = False
    watch: str | None = None
    precedent: Precedent | None = None

    @property
    def is_deal(self) -> bool:
        return bool(self.sets)


class Consequence(Reasoned):
    """What an act, or a combination, changes: `moves` in issue units, `costs` and `gains` in points of an issue of
    salience 100."""

    id: str | None = None
    when: Condition
    moves: dict[str, Quantity] = Field(default_factory=dict)
    costs: dict[str, Quantity] = Field(default_factory=dict)
    gains: dict[str, Quantity] = Field(default_factory=dict)


class Passage(Part):
    """Where something was said: a source, a locator that a person can type (`Q2 p2`, `p 3`), at most twelve words."""

    in_: str | None = Field(None, alias="in")
    at: str | None = None
    words: str | None = None
    says: str
    known: datetime.date | None = None
    credibility: Literal[1, 2, 3, 4, 5, 6] | None = None


class Claim(Passage):
    """Somebody said something, somewhere, how sure. Without `means`: quoted, not tested. `against` cites a fact."""

    by: str | None = None
    how_sure: str | None = None
    means: str | None = None
    against: str | None = None


class Fact(Passage):
    """A cited fact. `known` is the day on which it was public; after `as_of` it reaches resolutions only."""


class Pledge(Reasoned):
    """A public promise: who, to whom, which act, how much, by when, in which form."""

    by: str
    to: Names = ()
    act: str | None = None
    says: str | None = None
    quantity: str | None = None
    said: datetime.date | None = None
    due: datetime.date | None = None
    form: str | None = None
    made_at: str | None = Field(None, description="the option, usually the event, at which the promise was made")


class Resolution(Reasoned):
    """What came of a claim, or of an option that no claim names. No world can read it."""

    came_true: bool | Literal["ambiguous", "annulled"]
    date: datetime.date
    by_criterion: str

    @property
    def status(self) -> Literal["true", "false", "ambiguous", "annulled"]:
        """What came of it, in one word."""
        if isinstance(self.came_true, bool):
            return "true" if self.came_true else "false"
        return self.came_true


class QuestionLine(Part):
    """A question to answer: `ask` in the grammar of questions, and optionally the words of the source (`title`)."""

    ask: str
    title: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _asked(cls, value: Any) -> Any:
        return {"ask": value} if isinstance(value, str) else value


class Variant(Part):
    """A named intervention (`forbid`, `hold`, `absent`, `waive`, `mute`, `only`, `inform`) or what-if (`set: {path: value}`);
    `extends` names another variant that it builds on."""

    title: str | None = None
    extends: Names = ()
    forbid: Names = ()
    hold: dict[str, Switch] = Field(default_factory=dict)
    absent: Names = ()
    waive: Names = ()
    mute: dict[str, Names] = Field(default_factory=dict, description="actor to issues")
    only: dict[str, Names] = Field(default_factory=dict, description="actor to issues")
    inform: Names = Field((), description="actors that are not wrong about others, whatever `beliefs` says")
    set: dict[str, Any] = Field(default_factory=dict)


class Dossier(Part):
    """Everything that is written about one event. Only `summitry`, `id`, `title`, `actors` and one issue or option
    are required."""

    summitry: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    as_of: datetime.date | None = None
    event: str | None = None
    horizon: Quantity | None = Field(
        None, description="rounds that actors look ahead, 0 to 20; 3 where nothing is said"
    )
    words: str = Field("icd203", description="the word table that likelihood phrases are read from")
    sources: dict[str, Source] = Field(default_factory=dict)
    people: dict[str, Person] = Field(default_factory=dict)
    actors: dict[str, Actor] = Field(min_length=1)
    bodies: dict[str, Body] = Field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    issues: dict[str, Issue] = Field(default_factory=dict)
    options: dict[str, Option] = Field(default_factory=dict)
    impossible: tuple[Condition, ...] = ()
    now: Names = ()
    consequences: tuple[Consequence, ...] = ()
    preferences: dict[str, tuple[Condition, ...]] = Field(default_factory=dict)
    beliefs: dict[str, dict[str, Quantity]] = Field(
        default_factory=dict,
        description="what an actor believes that others want, where it errs: `PRK: {issues.pressure.stakes.USA.salience: 20 to 40}`",
    )
    claims: dict[str, Claim] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    pledges: dict[str, Pledge] = Field(default_factory=dict)
    resolutions: dict[str, Resolution] = Field(default_factory=dict)
    questions: tuple[QuestionLine, ...] = ()
    variants: dict[str, Variant] = Field(default_factory=dict)

    def owners(self, option: str) -> tuple[str, ...]:
        """Actors that own or co-own an option; empty if a body decides it."""
        by = self.options[option].by
        return () if by[0] in self.bodies else by

    def body_of(self, option: str) -> str | None:
        """The body that decides an option, if one does."""
        by = self.options[option].by
        return by[0] if by[0] in self.bodies else None

    def actor_name(self, actor: str) -> str:
        return self.actors[actor].name if actor in self.actors else actor
