"""What a dossier says, as frozen models: the authority on field names and accepted shapes.

Everything here is *what is written*; nothing here computes. Quantities and conditions arrive parsed
(`quantities.Quantity`, `language.Condition`). Shorthands of the file (`actors: {RUS: Russia}`,
`by: RUS`, `questions: [why RUS wants summit]`) are widened before validation, so the models have one shape.
Rules across fields (unknown names, reversed dates, positions off the scale) stand in `check.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from summitry.dossier.language import Condition
from summitry.dossier.quantities import Quantity


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
MOST_ROUNDS = 20  # that `horizon` may say: a play lasts no longer
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


class Actor(Part):
    """A decision maker. `pace` weights its turns (above 0)."""

    name: str
    leader: str | None = None
    iso3: str | None = None
    adjective: str | None = None
    ratifies: str | None = Field(None, description="the actor whose deals this one must agree to (a co-owner at home)")
    pace: Annotated[Number, Field(gt=0)] = 1.0

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class Body(Reasoned):
    """Who decides together. `members` maps names to weights; the key `others` there counts unmodelled votes,
    of which `others` say yes to switching an option on and `others_off` to switching it off."""

    name: str | None = None
    members: dict[str, Annotated[Number, Field(ge=0)]]
    passes: Annotated[Number, Field(gt=0)]
    veto: Names = ()
    follows: dict[str, str] = Field(default_factory=dict)
    others: Quantity | None = None
    others_off: Quantity | None = None

    @property
    def seats(self) -> dict[str, float]:
        """Weights of the named members."""
        return {name: weight for name, weight in self.members.items() if name != "others"}

    @property
    def unmodelled(self) -> float:
        """How many votes belong to nobody named."""
        return self.members.get("others", 0.0)

    def voter(self, member: str, absent: Collection[str] = ()) -> str:
        """Whose vote a member casts: its own, or that of the one it follows, who may hand it on; who is absent hands on nothing."""
        passed = {member}
        while member in self.follows and member not in absent and (leader := self.follows[member]) not in passed:
            passed.add(leader)
            member = leader
        return member


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


class Issue(Reasoned):
    """Something that actors want differently, on a scale with labelled points: the least and greatest are its ends."""

    name: str | None = None
    asks: str | None = None
    unit: str | None = None
    scale: dict[str, Number] = Field(min_length=2)
    status_quo: Quantity
    settled: str | None = None
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
