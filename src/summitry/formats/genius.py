"""Negotiation scenarios of the simulator GENIUS (and of NegMAS, which writes the same): a domain and one utility space a party, XML.

Read: discrete issues (a level is worth weight × evaluation ÷ the issue's greatest evaluation) and integer issues (weight × (offset +
slope × (value − lower bound)), cut to 0 and 1), reservation values and discount factors. Lost, and said: descriptions, costs of
levels, locked weights, whether something is undecided. Refused, because there are no levels to take: real-valued issues, and utility
spaces that do not add up (hyper-rectangles, constraints). A document type is refused too: it could name other files.

Writing loses nothing of a `Scenario`; integer issues whose levels are not on a line are written as discrete ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.files import read_text, replacing
from summitry.errors import ForeignFormatError, Problem
from summitry.formats.xmltree import Element, parse_xml

FloatArray = NDArray[np.float64]
MOST_LEVELS = 10_000
NONLINEAR = ("hyperRectangle", "hyperrectangle", "utility_functions", "constraint", "ufun")


@dataclass(frozen=True)
class GeniusIssue:
    """An issue and its levels as the file writes them; `lowest` is the lower bound of an integer issue, None for a discrete one."""

    name: str
    levels: tuple[str, ...]
    lowest: int | None = None


@dataclass(frozen=True)
class Profile:
    """What one party wants. utilities : one array (L,) an issue, weights multiplied in. reservation : what no agreement is worth to
    it. discount : what a utility is worth after the whole time has passed, as a share of now; 1 if time costs nothing."""

    name: str
    utilities: tuple[FloatArray, ...]
    reservation: float = 0.0
    discount: float = 1.0


@dataclass(frozen=True)
class Scenario:
    """A domain and its parties: items × levels × parties."""

    name: str
    issues: tuple[GeniusIssue, ...]
    profiles: tuple[Profile, ...]

    @property
    def items(self) -> list[FloatArray]:
        """One table (L, P) an issue: utility of each level to each party."""
        return [np.stack([p.utilities[i] for p in self.profiles], axis=1) for i in range(len(self.issues))]

    @property
    def disagreement(self) -> FloatArray:
        """(P,) reservation values."""
        return np.array([p.reservation for p in self.profiles])


@dataclass(frozen=True)
class GeniusReading:
    """A scenario, and a line for each thing that the files say and it does not."""

    scenario: Scenario
    lost: tuple[str, ...]


def read_genius(paths: Sequence[Path]) -> GeniusReading:
    """A scenario from its files: one utility space a party, and, if given too, the domain; in any order.

    Parties are named after their files, in the order given. Levels are those of the domain, or of the first utility space.

    Raises
    ------
    ForeignFormatError : a file is no GENIUS XML, says something that has no levels, or the files do not belong together (all
    problems at once). DossierError : a file cannot be read.
    """
    problems: list[Problem] = []
    lost: list[str] = []
    domain: list[_File] = []
    spaces: list[_File] = []
    for path in paths:
        file = _File(path, parse_xml(read_text(path).encode(), str(path)), problems)
        (spaces if file.has_values else domain).append(file)
    if len(domain) > 1:
        names = " and ".join(str(f.path) for f in domain)
        problems.append(
            Problem(
                "", "", names, found="two domains", expected="one domain at most", mend="Give one scenario at a time"
            )
        )
    if not spaces:
        problems.append(
            Problem("", "", str(paths[0]) if paths else "", found="no utility space", expected="one file a party with evaluations",
                    mend="Give the parties' files too")
        )  # fmt: skip
    if problems:
        raise ForeignFormatError(problems)
    issues = (domain or spaces)[0].issues()
    profiles = tuple(f.profile(issues, lost) for f in spaces)
    if problems:
        raise ForeignFormatError(problems)
    return GeniusReading(Scenario((domain or spaces)[0].name, issues, profiles), tuple(dict.fromkeys(lost)))


class _File:
    """One file, whose faults are collected in `problems`."""

    def __init__(self, path: Path, root: Element, problems: list[Problem]):
        self.path, self.root, self.problems = path, root, problems
        self.all = list(root.below())
        if not any(e.tag == "utility_space" for e in self.all):
            self.fault(
                root,
                f"the element {root.tag}",
                "a GENIUS domain or utility space",
                "Give files that GENIUS or NegMAS wrote",
            )
        curved = next((e for e in self.all if e.tag in NONLINEAR), None)
        if curved is not None:
            self.fault(
                curved,
                f"a utility that does not add up over issues ({curved.tag})",
                "weights and evaluations",
                "List packages instead",
            )
        self.elements = [e for e in self.all if e.tag == "issue"]

    @property
    def name(self) -> str:
        title = next((e.attributes.get("name", "") for e in self.all if e.tag == "objective"), "")
        return title if title not in ("", "any", "root") else self.path.stem

    @property
    def has_values(self) -> bool:
        """Is it a party's utility space rather than the domain?"""
        return any("evaluation" in e.attributes for e in self.all) or any(
            e.tag in ("evaluator", "weight") for e in self.all
        )

    def fault(self, at: Element, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(Problem("", "", str(self.path), at.line, 1, found=found, expected=expected, mend=mend))

    def issues(self) -> tuple[GeniusIssue, ...]:
        """Issues in the order of their index."""
        found = [i for e in self._ordered() if (i := self._issue(e)) is not None]
        if not found and not self.problems:
            self.fault(self.root, "no issue", "at least one issue")
        return tuple(found)

    def _ordered(self) -> list[Element]:
        return sorted(self.elements, key=lambda e: self._whole(e, "index", 0))

    def _issue(self, e: Element) -> GeniusIssue | None:
        name, kind = e.attributes.get("name", "").strip(), _kind(e)
        if kind == "real":
            self.fault(e, f"the real-valued issue {name}", "discrete or integer issues", "Write its levels as items")
            return None
        if kind == "integer":
            ends = _range(e)
            low, high = (self._whole(ends, bound, 0) for bound in ("lowerbound", "upperbound"))
            if not 0 <= high - low < MOST_LEVELS:
                self.fault(e, f"the integer issue {name} from {low} to {high}", f"1 to {MOST_LEVELS} levels")
                return None
            return GeniusIssue(name, tuple(str(v) for v in range(low, high + 1)), low)
        levels = tuple(x.attributes.get("value", "").strip() for x in e.all("item"))
        if not levels or len(set(levels)) < len(levels):
            self.fault(
                e, f"the issue {name} with {'the same level twice' if levels else 'no level'}", "levels that differ"
            )
            return None
        return GeniusIssue(name, levels)

    def profile(self, issues: tuple[GeniusIssue, ...], lost: list[str]) -> Profile:
        """Utilities of the levels of `issues`; what is lost is noted."""
        weights = {e.attributes.get("index"): self._number(e, "value", 0.0) for e in self.all if e.tag == "weight"}
        own = {e.attributes.get("name", "").strip(): e for e in self.elements}
        for name in sorted(set(own) - {i.name for i in issues}):
            self.fault(own[name], f"the issue {name}", "an issue of the domain", "Give files of one scenario")
        utilities = []
        for issue in issues:
            e = own.get(issue.name)
            if e is None:
                self.fault(
                    self.root, f"nothing on the issue {issue.name}", "an evaluation of every issue of the domain"
                )
                utilities.append(np.zeros(len(issue.levels)))
                continue
            weight = weights.get(e.attributes.get("index"), 0.0)
            utilities.append(weight * self._evaluations(e, issue))
            lost += _lost(e, self.path.name)
        if any(e.attributes.get("locked") == "true" for e in self.all):
            lost.append(f"{self.path.name}: that weights are locked")
        by_tag = {e.tag: e for e in self.all}
        reservation = self._number(by_tag["reservation"], "value", 0.0) if "reservation" in by_tag else 0.0
        discount = self._number(by_tag["discount_factor"], "value", 1.0) if "discount_factor" in by_tag else 1.0
        if not 0.0 < discount <= 1.0:
            self.fault(by_tag["discount_factor"], f"the discount factor {discount:g}", "a number above 0, at most 1")
        return Profile(self.path.stem, tuple(utilities), reservation, discount)

    def _evaluations(self, e: Element, issue: GeniusIssue) -> FloatArray:
        """(L,) from 0 to 1, before the weight."""
        if _kind(e) == "real":
            self.fault(e, f"the real-valued issue {issue.name}", "levels of the domain")
            return np.zeros(len(issue.levels))
        line = e.first("evaluator")
        if issue.lowest is not None and line is not None:
            offset, slope = self._number(line, "offset", 0.0), self._number(line, "slope", 0.0)
            return np.clip(offset + slope * np.arange(len(issue.levels)), 0.0, 1.0)
        items = {x.attributes.get("value", "").strip(): x for x in e.all("item")}
        out = np.zeros(len(issue.levels))
        for q, level in enumerate(issue.levels):
            if level not in items:
                self.fault(e, f"no evaluation of {level} in the issue {issue.name}", "one of every level")
                continue
            out[q] = self._number(items[level], "evaluation", 0.0)
            if out[q] < 0.0:
                self.fault(items[level], f"the evaluation {out[q]:g}", "a number from 0 up")
        for level in sorted(set(items) - set(issue.levels)):
            self.fault(items[level], f"the level {level}", f"a level of {issue.name} in the domain")
        return out / out.max() if len(out) and out.max() > 0.0 else np.zeros(len(out))

    def _number(self, e: Element, key: str, otherwise: float) -> float:
        text = e.attributes.get(key)
        if text is None:
            return otherwise
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not np.isfinite(value):
            self.fault(e, f'{key}="{text}"', "a finite number")
            return otherwise
        return value

    def _whole(self, e: Element, key: str, otherwise: int) -> int:
        value = self._number(e, key, float(otherwise))
        if value != int(value):
            self.fault(e, f'{key}="{value:g}"', "a whole number")
        return int(value)


def _kind(e: Element) -> str:
    """What sort of issue: NegMAS writes `type="discrete" vtype="integer"` for whole numbers listed one by one, which are levels."""
    kind = e.attributes.get("type") or e.attributes.get("etype") or "discrete"
    return kind if kind != "integer" or "lowerbound" in _range(e).attributes else "discrete"


def _range(e: Element) -> Element:
    """Where the bounds stand: in the issue itself, or in older files in a `range` below it."""
    return e if "lowerbound" in e.attributes else e.first("range") or e


def _lost(e: Element, file: str) -> list[str]:
    out = []
    parts = [e, *e.all("item")]
    if any(x.attributes.get("description", "").strip() for x in parts):
        out.append(f"{file}: descriptions")
    if any("cost" in x.attributes for x in parts):
        out.append(f"{file}: costs of levels")
    return out


# ------------------------------------------------------------------------------------------------ writing


def write_genius(scenario: Scenario, folder: Path) -> list[Path]:
    """Files of a scenario in a folder: `NAME-domain.xml`, then one a party; returns their paths. Files there are replaced.

    A weight is the greatest utility of an issue's levels, an evaluation the share of it.

    Raises
    ------
    ForeignFormatError : a utility below zero, which GENIUS has no word for, or two parties of one name.
    """
    names = [p.name for p in scenario.profiles]
    problems = [
        Problem("", "", str(folder), found=f"a utility below zero ({p.name}, {i.name})", expected="numbers from 0 up",
                mend="Add the same number to all levels of the issue")
        for p in scenario.profiles
        for i, u in zip(scenario.issues, p.utilities, strict=True)
        if (u < 0.0).any()
    ]  # fmt: skip
    if len(set(names)) < len(names) or f"{scenario.name}-domain" in names:
        problems.append(Problem("", "", str(folder), found="two files of one name", expected="names that differ"))
    if problems:
        raise ForeignFormatError(problems)
    texts = {
        f"{scenario.name}-domain": _space(scenario, None),
        **{p.name: _space(scenario, p) for p in scenario.profiles},
    }
    out = []
    for name, text in texts.items():
        path = folder / f"{name}.xml"
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
        out.append(path)
    return out


def _space(scenario: Scenario, profile: Profile | None) -> str:
    parts = [_issue(scenario, profile, i) for i in range(len(scenario.issues))]
    if profile is not None:
        parts += [f'<weight index="{i + 1}" value="{_greatest(u)!r}"/>' for i, u in enumerate(profile.utilities)]
    body = [
        f'<utility_space type="any" number_of_issues="{len(scenario.issues)}">',
        f'<objective index="0" etype="objective" type="objective" description="" name={quoteattr(scenario.name)}>',
        *parts,
        "</objective>",
    ]
    if profile is not None:
        body += [
            f'<discount_factor value="{profile.discount!r}"/>',
            f'<reservation value="{float(profile.reservation)!r}"/>',
        ]
    body.append("</utility_space>")
    return (
        "\n".join(body if profile is not None else ["<negotiation_template>", *body, "</negotiation_template>"]) + "\n"
    )


def _issue(scenario: Scenario, profile: Profile | None, i: int) -> str:
    issue = scenario.issues[i]
    shares = None if profile is None else profile.utilities[i] / (_greatest(profile.utilities[i]) or 1.0)
    line = issue.lowest is not None and all(_on_a_line(p.utilities[i]) for p in scenario.profiles)
    kind = "integer" if line else "discrete"
    head = f'index="{i + 1}" etype="{kind}" type="{kind}" vtype="{kind}" name={quoteattr(issue.name)}'
    if line:
        assert issue.lowest is not None
        bounds = f'lowerbound="{issue.lowest}" upperbound="{issue.lowest + len(issue.levels) - 1}"'
        rise = "" if shares is None else _line(shares)
        return f"<issue {head} {bounds}>{rise}</issue>"
    rows = [
        f'<item index="{q + 1}" value={quoteattr(level)}'
        + ("/>" if shares is None else f' evaluation="{float(shares[q])!r}"/>')
        for q, level in enumerate(issue.levels)
    ]
    return "\n".join([f"<issue {head}>", *rows, "</issue>"])


def _line(shares: FloatArray) -> str:
    slope = float((shares[-1] - shares[0]) / (len(shares) - 1)) if len(shares) > 1 else 0.0
    return f'<evaluator ftype="linear" offset="{float(shares[0])!r}" slope="{slope!r}"/>'


def _on_a_line(utilities: FloatArray) -> bool:
    ends = np.linspace(utilities[0], utilities[-1], len(utilities))
    return bool(np.allclose(utilities, ends, rtol=0.0, atol=1e-12))


def _greatest(utilities: FloatArray) -> float:
    return float(max(utilities.max(), 0.0))
