"""GENIUS files: what each number means, round trips, and every refusal with its line."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import ForeignFormatError
from summitry.formats.genius import GeniusIssue, Profile, Scenario, read_genius, write_genius

DOMAIN = """<negotiation_template><utility_space number_of_issues="2">
<objective index="0" etype="objective" type="objective" name="Dam">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="flow"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" etype="integer" type="integer" vtype="integer" name="years" lowerbound="2" upperbound="4"/>
</objective></utility_space></negotiation_template>
"""
SPACE = """<utility_space type="any" number_of_issues="2">
<objective index="0" etype="objective" type="objective" description="" name="any">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="flow">
<item index="1" description="a trickle" value="low" evaluation="2" cost="0"/><item index="2" value="high" evaluation="8"/></issue>
<issue index="2" etype="integer" type="integer" vtype="integer" name="years" lowerbound="2" upperbound="4">
<evaluator ftype="linear" offset="0.5" slope="0.4"/></issue>
<weight index="1" value="0.75"/><weight index="2" value="0.25"/></objective>
<discount_factor value="0.9"/><reservation value="0.3"/></utility_space>
"""


def files(folder: Path, **texts: str) -> list[Path]:
    out = []
    for name, text in texts.items():
        out.append(folder / f"{name}.xml")
        out[-1].write_text(text, encoding="utf-8")
    return out


def test_numbers_of_a_utility_space(tmp_path: Path) -> None:
    """Discrete: weight × evaluation ÷ the greatest. Integer: weight × (offset + slope × steps above the lower bound), cut at 1."""
    found = read_genius(files(tmp_path, domain=DOMAIN, upstream=SPACE))
    s = found.scenario
    assert (s.name, [i.name for i in s.issues], s.issues[1].levels) == ("Dam", ["flow", "years"], ("2", "3", "4"))
    assert s.items[0][:, 0] == pytest.approx([0.75 * 2 / 8, 0.75])
    assert s.items[1][:, 0] == pytest.approx([0.25 * 0.5, 0.25 * 0.9, 0.25 * 1.0])
    assert (s.profiles[0].name, s.disagreement.tolist(), s.profiles[0].discount) == ("upstream", [0.3], 0.9)
    assert found.lost == ("upstream.xml: descriptions", "upstream.xml: costs of levels")


def test_without_a_domain_the_first_party_gives_the_levels(tmp_path: Path) -> None:
    assert read_genius(files(tmp_path, a=SPACE, b=SPACE)).scenario.items[0].shape == (2, 2)


names = st.text("abc <&\"'é", min_size=1, max_size=6).filter(lambda t: t == t.strip() and t.strip())


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    issues = []
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        if draw(st.booleans()):
            low = draw(st.integers(-3, 3))
            issues.append(GeniusIssue(name, tuple(str(low + q) for q in range(draw(st.integers(1, 4)))), low))
        else:
            issues.append(GeniusIssue(name, tuple(draw(st.lists(names, min_size=1, max_size=3, unique=True)))))
    number = st.floats(0, 1, allow_subnormal=False)
    profiles = []
    for q in range(draw(st.integers(1, 3))):
        u = tuple(np.array(draw(st.lists(number, min_size=len(i.levels), max_size=len(i.levels)))) for i in issues)
        if draw(st.booleans()):
            u = tuple(np.linspace(x[0], x[-1], len(x)) for x in u)
        profiles.append(Profile(f"party{q}", u, draw(number), draw(st.floats(0.1, 1))))
    return Scenario("case", tuple(issues), tuple(profiles))


@settings(deadline=None)
@given(scenarios())
def test_what_is_written_reads_the_same(scenario: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = read_genius(write_genius(scenario, Path(folder))).scenario
    assert [(i.name, i.levels) for i in back.issues] == [(i.name, i.levels) for i in scenario.issues]
    for p, q in zip(back.profiles, scenario.profiles, strict=True):
        assert (p.name, p.reservation, p.discount) == (q.name, q.reservation, q.discount)
        for u, v in zip(p.utilities, q.utilities, strict=True):
            assert u == pytest.approx(v, abs=1e-12)


@pytest.mark.parametrize(("text", "line", "said"), [
    (SPACE.replace('type="integer" vtype', 'type="real" vtype'), 5, "real-valued issue years"),
    (SPACE.replace("</utility_space>", "<hyperRectangle/></utility_space>"), 8, "does not add up"),
    ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + SPACE, 1, "DOCTYPE"),
    (SPACE.replace('"8"', '"eight"'), 4, 'evaluation="eight"'),
    (SPACE.replace('"8"', '"inf"'), 4, 'evaluation="inf"'),
    (SPACE.replace('"8"', '"-8"'), 4, "evaluation -8"),
    (SPACE.replace('value="high"', 'value="low"'), 3, "same level twice"),
    (SPACE.replace('upperbound="4"', 'upperbound="1"'), 5, "from 2 to 1"),
    (SPACE.replace('upperbound="4"', 'upperbound="1000000"'), 5, "from 2 to 1000000"),
    (SPACE.replace('"0.9"', '"0"'), 8, "discount factor 0"),
    (SPACE.replace("</utility_space>", ""), 0, "no XML"),
    ("<other/>", 1, "element other"),
    (DOMAIN, 0, "no utility space"),
])  # fmt: skip
def test_refusals_name_the_place(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(ForeignFormatError) as error:
        read_genius(files(tmp_path, one=text))
    assert any(said in str(p) for p in error.value.problems), str(error.value)
    if line:
        assert error.value.problems[0].line == line


def test_files_of_two_scenarios_are_refused(tmp_path: Path) -> None:
    other = SPACE.replace('name="flow"', 'name="silt"')
    with pytest.raises(ForeignFormatError, match="silt") as error:
        read_genius(files(tmp_path, domain=DOMAIN, a=SPACE, b=other))
    assert "nothing on the issue flow" in str(error.value)
    with pytest.raises(ForeignFormatError, match="two domains"):
        read_genius(files(tmp_path, domain=DOMAIN, more=DOMAIN, a=SPACE))


def test_a_utility_below_zero_cannot_be_written(tmp_path: Path) -> None:
    scenario = Scenario("case", (GeniusIssue("i", ("a", "b")),), (Profile("p", (np.array([-1.0, 1.0]),)),))
    with pytest.raises(ForeignFormatError, match="below zero"):
        write_genius(scenario, tmp_path)
