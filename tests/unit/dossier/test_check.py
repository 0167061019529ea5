"""The rules of a dossier: one broken line each, with the path, the words and the line that the reader is shown."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys

import jsonschema
import pytest

from summitry.dossier.check import Checked, check
from summitry.dossier.document import Document
from summitry.dossier.model import Dossier
from summitry.dossier.schema import json_schema
from summitry.dossier.starter import slug, starter
from tests.unit.dossier.strait import STRAIT


def checked(text: str) -> Checked:
    return check(Document.parse(text, "strait.summit.yaml"))


def edited(old: str, new: str) -> str:
    assert STRAIT.count(old) == 1, f"{old!r} stands {STRAIT.count(old)} times"
    return STRAIT.replace(old, new)


def test_the_whole_example_is_fine() -> None:
    outcome = checked(STRAIT)
    assert outcome.problems == ()
    assert isinstance(outcome.dossier, Dossier)


SHAPE = [
    ("title: The strait talks\n", "", "", '"title" is missing', "title: and a name"),
    ("id: strait", "id: The Strait", "id", 'found "The Strait", expected small letters', "vladivostok-2019"),
    ("summitry: 1", "summitry: 2", "summitry", "found 2, expected 1", "Write 1"),
    ("people:", "poeple:", "poeple", 'unknown section "poeple"', "Did you mean people?"),
    ("salience: 30,", "saliency: 30,", "issues.loan.stakes.CAN.saliency", 'unknown key "saliency"', "mean salience?"),
    ("salience: 30,", "", "issues.loan.stakes.CAN", '"salience" is missing', "0 to 100"),
    ("status_quo: 60 to 120", "status_quo: 120 to 60", "issues.fishing.status_quo", "lower end first", "60 to 120"),
    ("status_quo: 60 to 120", "status_quo: 60-120", "issues.fishing.status_quo", "a number or a range", "60 to 120"),
    ("status_quo: closed", "status_quo: clsoed", "issues.loan.status_quo", 'no label "clsoed"', "mean closed?"),
    ("position: 20 to 60, ", "", "issues.loan.stakes.CAN", "neither, expected either position or worth", "position:"),
    ("when: talks", "when: talks & lend", "consequences[0].when", '"talks & lend" uses &', "Write: talks and lend"),
    ("reliability: B", "reliability: G", "sources.her.reliability", 'found "G", expected A, B', ""),
    ("sections: 5", "sections: 0", "sources.her.sections", "found 0, expected a number from 1", ""),
    ("as_of: 2031-03-02", "as_of: spring", "as_of", 'found "spring", expected a day', ""),
    ("title: The strait talks", "title: 2031", "title", "found 2031, expected text", 'quotes: "2031"'),
    ("sets: {patrol: off", "sets: {patrol: of", "options.pact.sets.patrol", "expected on or off", "on or off"),
    ("- {alliance: [NOR, CAN]", "- {treaty: 3", "ties[0]", "no kind, expected one kind of tie", "alliance"),
    ("came_true: true", "came_true: maybe", "resolutions.c1.came_true", "true, false, ambiguous or annulled", ""),
    (
        "moves: {loan: 40}, costs",
        "because: {x: {}}, moves: {loan: 40}, costs",
        "consequences[1].because",
        "{field: id}",
        "",
    ),
    ("{name: Canthe, leader: P. Orme}", "{name: Canthe, pace: 0}", "actors.CAN.pace", "expected a number above 0", ""),
]
NAMES = [
    (
        "      NOR: {position",
        "      NRO: {position",
        "issues.fishing.stakes.NRO",
        'no actor "NRO"',
        "Did you mean NOR?",
    ),
    ("by: NOR, does: send", "by: NRO, does: send", "options.patrol.by", 'no actor or body "NRO"', "Did you mean NOR?"),
    ("talks: {by: [NOR, SUL]", "talks: {by: [NOR, SLU]", "options.talks.by[1]", 'no actor or body "SLU"', "mean SUL?"),
    ("costs: {CAN:", "costs: {CNA:", "consequences[1].costs.CNA", 'no actor "CNA"', "Did you mean CAN?"),
    ("gains: {NOR:", "gains: {ELM:", "consequences[1].gains.ELM", 'no actor "ELM"', ""),
    ("veto: [NOR]", "veto: [CAN]", "bodies.court.veto[0]", 'no member "CAN"', ""),
    ("follows: {ELM: CAN}", "follows: {ELM: CAM}", "bodies.court.follows.ELM", 'no actor "CAM"', "Did you mean CAN?"),
    ("follows: {ELM: CAN}", "follows: {ELK: CAN}", "bodies.court.follows.ELK", 'no member "ELK"', "Did you mean ELM?"),
    (
        "follows: {ELM: CAN}",
        "follows: {ELM: SUL, SUL: NOR}",
        "bodies.court.follows.ELM",
        "who follows somebody too",
        "",
    ),
    ("alliance: [NOR, CAN]", "alliance: [NOR, CON]", "ties[0].alliance", 'no actor or body "CON"', "Did you mean CAN?"),
    ("dependence: SUL on CAN", "dependence: SUL on XYZ", "ties[1].dependence", 'no actor or body "XYZ"', ""),
    ("by: NOR, to: SUL", "by: NOR, to: SLU", "pledges.boats.to", 'no actor "SLU"', "Did you mean SUL?"),
    ("act: not patrol", "act: not petrol", "pledges.boats.act", 'no option "petrol"', "Did you mean patrol?"),
    ("preferences: {CAN:", "preferences: {CAM:", "preferences.CAM", 'no actor "CAM"', "Did you mean CAN?"),
    ("[not patrol, lend if", "[not patrol, lent if", "preferences.CAN[1]", 'no option "lent"', "Did you mean lend?"),
    ("moves: {fishing:", "moves: {fishign:", "consequences[0].moves.fishign", 'no issue "fishign"', "mean fishing?"),
    ("lend and not patrol", "lend and not patroll", "consequences[1].when", 'no option "patroll"', "mean patrol?"),
    ("needs: talks", "needs: talk", "options.rule.needs", 'no option "talk"', "Did you mean talks?"),
    ("[patrol and lend]", "[patrol and land]", "impossible[0]", 'no option "land"', "Did you mean lend?"),
    (
        "sets: {patrol: off,",
        "sets: {patrl: off,",
        "options.pact.sets.patrl",
        'no option "patrl"',
        "Did you mean patrol?",
    ),
    ("now: [patrol]", "now: [patrols]", "now[0]", 'no option "patrols"', "Did you mean patrol?"),
    ("event: talks", "event: talk", "event", 'no option "talk"', "Did you mean talks?"),
    ("breach: {NOR:", "breach: {NOT:", "options.pact.breach.NOT", 'no actor "NOT"', "Did you mean NOR?"),
    ("salience: f1}}", "salience: f9}}", "issues.fishing.stakes.NOR.because.salience", 'no claim or fact "f9"', ""),
    ("{position: c1,", "{positon: c1,", "issues.fishing.stakes.NOR.because.positon", 'no field "positon"', "position?"),
    ("60}, because: c1}\n  - {when: lend", "60}, because: c7}\n  - {when: lend", "consequences[0].because", '"c7"', ""),
    ("because: f2}", "because: f3}", "resolutions.c1.because", 'no claim or fact "f3"', ""),
    ("linde, in: her, at: Q2", "linde, in: hers, at: Q2", "claims.c1.in", 'no source "hers"', "Did you mean her?"),
    ("by: linde, in: her, at: Q2", "by: lindee, in: her, at: Q2", "claims.c1.by", 'no person "lindee"', "mean linde?"),
    ("against: f1", "against: f5", "claims.c2.against", 'no fact "f5"', ""),
    ("resolutions:\n  c1:", "resolutions:\n  c9:", "resolutions.c9", 'no claim or option "c9"', ""),
    ("alone: {absent: CAN}", "alone: {absent: CAM}", "variants.alone.absent", 'no actor "CAM"', "Did you mean CAN?"),
    ("extends: alone", "extends: alonee", "variants.calm.extends", 'no variant "alonee"', "Did you mean alone?"),
    ("forbid: lend", "forbid: lent", "variants.calm.forbid", 'no option "lent"', "Did you mean lend?"),
    ("hold: {patrol: off}", "hold: {petrol: off}", "variants.calm.hold.petrol", 'no option "petrol"', "mean patrol?"),
    ("mute: {NOR: fishing}", "mute: {NOR: fish}", "variants.calm.mute.NOR", 'no issue "fish"', ""),
    ("mute: {NOR: fishing}", "mute: {NOT: fishing}", "variants.calm.mute.NOT", 'no actor "NOT"', "Did you mean NOR?"),
    ("means: SUL wants talks", "means: SLU wants talks", "claims.c1.means", 'no actor "SLU"', "Did you mean SUL?"),
    ("[why SUL wants talks,", "[why SLU wants talks,", "questions[0]", 'no actor "SLU"', "Did you mean SUL?"),
    ("people: {linde:", "words: icd204\npeople: {linde:", "words", 'no word table "icd204"', "Did you mean icd203?"),
    ("SUL: Sulmar,", "SUL: {name: Sulmar, ratifies: NRO},", "actors.SUL.ratifies", 'no actor "NRO"', "mean NOR?"),
    ("SUL: Sulmar,", "SUL: Sulmar, if: Iffy,", "actors.if", '"if" cannot be the id of an actor', "no word such as"),
    ("  patrol: {by: NOR", "  not: {by: NOR}\n  patrol: {by: NOR", "options.not", "cannot be the id of an option", ""),
    ("SUL: Sulmar,", "SUL: Sulmar, 9th: Ninth,", "actors.9th", '"9th" cannot be the id of an actor', ""),
    ("SUL: Sulmar,", "SUL: Sulmar, others: Rest,", "actors.others", "cannot be the id of an actor", ""),
    ("people: {linde:", "people: {a b: {name: A}, linde:", "people.a b", '"a b" cannot be an id', ""),
    ("SUL: Sulmar,", "SUL: Sulmar, court: Court,", "bodies.court", "also the id of an actor", ""),
    ("facts:\n", "facts:\n  c2: {says: x}\n", "facts.c2", "also the id of a claim", ""),
]
SCALES = [
    (
        "status_quo: 60 to 120",
        "status_quo: 60 to 400",
        "issues.fishing.status_quo",
        "from 0 (none) to 365 (every day)",
        "",
    ),
    ("position: 20 to 60", "position: -5", "issues.loan.stakes.CAN.position", "from 0 (closed) to 100 (open)", ""),
    (
        "salience: 30,",
        "salience: 130,",
        "issues.loan.stakes.CAN.salience",
        "expected a number from 0 to 100",
        "70 to 95",
    ),
    ("200: 80", "400: 80", "issues.fishing.stakes.SUL.worth.400", "the point 400 is off the scale", ""),
    ("200: 80", "200: 180", "issues.fishing.stakes.SUL.worth.200", "the worth is 180, expected a number from 0", ""),
    ("200: 80", "0.0: 80", 'issues.fishing.stakes.SUL.worth."0.0"', 'the point 0, which "none" is too', "Keep one"),
    ("200: 80", "halfway: 80", "issues.fishing.stakes.SUL.worth.halfway", "a label of the scale", ""),
    ("{closed: 0, open: 100}", "{closed: 0, shut: 0, open: 100}", "issues.loan.scale.shut", "stands at 0", ""),
    *(
        ("title: The strait talks", f"title: The strait talks\nhorizon: {horizon}", "horizon", expected, mend)
        for horizon, expected, mend in (
            ("-1", "the horizon is -1, expected a number of rounds from 0 to 20", "between 2 and 4"),
            ("15 to 25", "the horizon is 15 to 25, expected a number of rounds", "between 2 and 4"),
            ("likely", "the horizon is likely, expected a number of rounds", "between 2 and 4"),
            ("[3]", "found a list, expected a number or a range", ""),
        )
    ),
    (
        "scale: {closed: 0",
        "settled: average\n    scale: {closed: 0",
        "issues.loan.settled",
        'found "average", expected mean, median, winset',
        "",
    ),
]
ACTS = [
    ("by: court, does", "by: [court, NOR], does", "options.rule.by", "a body (court) and an actor decide", ""),
    ("passes: 3,", "passes: 9,", "bodies.court.passes", "it takes 9 votes, and at most 7 can say yes", ""),
    ("others: 1 to 3}", "others: 1 to 5}", "bodies.court.others", "1 to 5 votes say yes, and there are 4", ""),
    ("passes: 3,", "passes: most,", "bodies.court.passes", "found 'most'", "simple majority"),
    (
        "passes: 3,",
        "passes: 100 %, abstain: not counted,",
        "bodies.court",
        "found all of the votes cast",
        "passes: unanimity",
    ),
    (
        "passes: 3,",
        "passes: unanimity,",
        "bodies.court.members",
        "how the unnamed members vote is not said",
        "Name them all",
    ),
    ("passes: 3,", "passes: 3, abstain: never,", "bodies.court.abstain", "", ""),
    (
        "passes: 3,",
        "passes: 3, blocking: 2,",
        "bodies.court.blocking",
        "unnamed members are not counted one by one",
        "",
    ),
    (
        "passes: 3,",
        "passes: {votes: 3, people: 4},",
        "bodies.court",
        "passes: found people and votes, expected votes",
        "",
    ),
    ("passes: 3,", "passes: 3, quorum: 8,", "bodies.court.quorum", "the quorum is never reached", "Lower quorum"),
    ("passes: 3,", "passes: 3, tables: NRO,", "bodies.court.tables", 'no actor "NRO"', "Did you mean NOR?"),
    ("passes: 3,", "passes: 3, votes: {NRO: yes},", "bodies.court.votes.NRO", 'no member "NRO"', "Did you mean NOR?"),
    (
        "passes: 3,",
        "passes: 3, votes: {SUL: true},",
        "bodies.court.votes.SUL",
        "found True, expected a vote",
        "yes, no, abstain",
    ),
    ("passes: 3,", "passes: 3, votes: {SUL: 120},", "bodies.court.votes.SUL", "a chance from 0 to 100", ""),
    (
        "passes: 3,",
        "passes: 3, votes: {rle: {SUL: no}},",
        "bodies.court.votes.rle",
        'no option that court decides "rle"',
        "mean rule?",
    ),
    ("passes: 3,", "passes: 3, votes: {rule: {CAN: no}},", "bodies.court.votes.rule.CAN", 'no member "CAN"', ""),
    (
        "passes: 3,",
        "passes: 3, votes: {ELM: no},",
        "bodies.court.votes.ELM",
        "ELM follows CAN, and its own vote",
        "Take it out",
    ),
    ("members: {NOR: 1,", "members: {NOR: -1,", "bodies.court.members.NOR", "found -1, expected a number from 0", ""),
    ("members: {NOR: 1,", "members: {NOR: {people: 3},", "bodies.court", "expected every member by people", ""),
    ("by: [NOR, CAN]\n", "by: NOR\n", "options.pact.by", "needs at least two owners", ""),
    ("by: [NOR, CAN]\n", "by: court\n", "options.pact.by", "needs at least two owners", ""),
    ("by: [NOR, CAN]\n", "by: [NOR, NOR]\n", "options.pact.by", "named twice", ""),
    ("by: [NOR, CAN]\n", "by: [SUL, CAN]\n", "options.pact.sets.patrol", "patrol belongs to NOR", "[SUL, CAN, NOR]"),
    ("sets: {patrol: off", "sets: {pact: off", "options.pact.sets.pact", "cannot set itself", ""),
    ("  pact:\n", "  big: {by: [NOR, CAN], sets: {pact: on}}\n  pact:\n", "options.big.sets.pact", "a deal itself", ""),
    ("breach: {NOR:", "breach: {SUL:", "options.pact.breach.SUL", "SUL does not own the deal", "NOR, CAN"),
    ("does: lend}", "does: lend, breach: {CAN: 3}}", "options.lend.breach", "breach is for deals", "sets:"),
    ("[patrol and lend]", "[patrol, not patrol]", "impossible", "no state at all", ""),
    ("[patrol and lend]", "[lend and not patrol]", "options.pact.sets", "impossible together", ""),
    ("now: [patrol]", "now: [patrol, lend]", "now", 'impossible: "patrol and lend" (impossible[0])', ""),
    ("now: [patrol]", "now: [rule]", "now", "rule is on now and needs talks", ""),
    ("now: [patrol]", "now: [talks]", "now[0]", "talks is the event", ""),
    ("now: [patrol]", "now: [patrol, pact]", "now", "pact is on now and sets patrol off", ""),
    ("now: [patrol]", "now: []\nx-y: 1", "x-y", "unknown section", ""),
]
EVIDENCE = [
    (
        "known: 2030-01-01",
        "known: 2031-05-01",
        "issues.fishing.because",
        "evidence dated after as_of: f1",
        "resolutions only",
    ),
    ("date: 2031-03-01,", "date: 2031-03-09,", "claims.c1.in", "the claim was made on 2031-03-09", ""),
    ("against: f1", "against: f2", "claims.c2.against", "f2 was known on 2031-06-01", ""),
    ("said: 2031-02-01", "said: 2031-03-21", "pledges.boats.said", "said on 2031-03-21, after as_of", ""),
    ("due: 2031-12-31", "due: 2030-12-31", "pledges.boats.due", "due on 2030-12-31, before it was said", ""),
    ("retrieved: 2030-02-01", "retrieved: 2029-02-01", "sources.old.retrieved", "before it was published", ""),
    ("true, date: 2031-06-01", "true, date: 2031-03-01", "resolutions.c1.date", "not after as_of (2031-03-02)", ""),
    ("at: Q2 p1", "at: Q6 p1", "claims.c1.at", 'Q6 p1, but "Five questions on the strait" has five', ""),
    ("at: Q2 p1", "at: somewhere", "claims.c1.at", '"somewhere" is no place that can be found', "Q2 p2"),
    ("at: Q2 p1", "at: p 4-3", "claims.c1.at", '"p 4-3" is no place', ""),
    ("at: page 4", "at: Q2 4", "facts.f1.at", '"Q2 4" is no place', ""),
    ("words: too slow by half", "words: " + "so " * 13, "claims.c2.words", "13 words are quoted", "that decide"),
    ("means: SUL wants talks", "means: SUL would like talks", "claims.c1.means", "form", ""),
    ("what NOR and SUL share]", "what is the weather]", "questions[1]", "no question of the form", "Ask one of"),
    ("act: not patrol", "act: patrol & lend", "pledges.boats.act", "uses &", "patrol and lend"),
]
VARIANTS = [
    (
        "alone: {absent: CAN}",
        "alone: {extends: calm}",
        "variants.alone.extends",
        "alone builds on calm builds on alone",
        "",
    ),
    ("hold: {patrol: off}", "hold: {lend: on}", "variants.calm", "lend is forbidden and held on", ""),
    ("forbid: lend, hold: {patrol: off}", "hold: {lend: on}", "variants.calm", "CAN, who owns it, is absent", ""),
    ("alone: {absent: CAN}", "alone: {hold: {patrol: on}}", "variants.calm", "patrol is held on and off", ""),
    ("mute: {NOR: fishing}", "waive: CAN", "variants.calm", "CAN stands under absent and under waive", ""),
    ("mute: {NOR: fishing}", "mute: {CAN: loan}", "variants.calm.mute.CAN", "has a list of preferences", ""),
    (
        ".NOR.salience: 60",
        ".NOR.salience: 160",
        'variants.what-if.set."issues.fishing.stakes.NOR.salience"',
        "0 to 100",
        "",
    ),
    (
        ".NOR.salience: 60",
        ".NOT.salience: 60",
        'variants.what-if.set."issues.fishing.stakes.NOT.salience"',
        "there is no",
        "",
    ),
    (
        ".NOR.salience: 60",
        ".NOR.salience: x1",
        'variants.what-if.set."issues.fishing.stakes.NOR.salience"',
        "a number",
        "",
    ),
]
ELSEWHERE = {
    ("", '"title" is missing'): "summitry: 1",
    ("bodies.court", "also the id of an actor"): "  court:",
    ("options.pact.sets.patrol", "patrol belongs to NOR"): "sets:",
    ("options.pact.sets", "impossible together"): "sets:",
    ("x-y", "unknown section"): "x-y",
    ("issues.fishing.because", "evidence dated after as_of: f1"): "    because: f1",
    ("claims.c1.in", "the claim was made on 2031-03-09"): "  c1: {by",
    ("variants.calm", "patrol is held on and off"): "  calm:",
}
"""Where a problem stands that is seen elsewhere than in the edited line: a piece of that line."""
CASES = SHAPE + NAMES + SCALES + ACTS + EVIDENCE + VARIANTS


@pytest.mark.parametrize(("old", "new", "path", "fragment", "mend"), CASES, ids=[f"{c[2]}:{c[1][:25]}" for c in CASES])
def test_a_rule(old: str, new: str, path: str, fragment: str, mend: str) -> None:
    text = edited(old, new)
    outcome = checked(text)
    assert outcome.dossier is None
    found = [problem for problem in outcome.problems if problem.path == path and fragment in problem.message]
    assert len(found) == 1, "\n".join(map(str, outcome.problems))
    assert mend in found[0].mend
    lines = text.splitlines()
    where = ELSEWHERE.get((path, fragment))
    edits = [number for number, line in enumerate(lines, 1) if line not in STRAIT.splitlines()]
    line = edits[0] if where is None else next(number for number, line in enumerate(lines, 1) if where in line)
    assert found[0].line == line


@pytest.mark.parametrize(("old", "new", "path", "fragment", "mend"), CASES, ids=[f"{c[2]}:{c[1][:25]}" for c in CASES])
def test_one_mistake_is_not_reported_as_many(old: str, new: str, path: str, fragment: str, mend: str) -> None:
    """Two more at most: an unknown key is a missing one too, and evidence that came too late may serve in several places."""
    most = 12 if "as_of" in fragment or "claim was made" in fragment else 3
    assert len(checked(edited(old, new)).problems) <= most


def test_two_bodies_cannot_decide_one_option() -> None:
    text = edited("by: court, does", "by: [court, panel], does").replace(
        "bodies:\n", "bodies:\n  panel: {members: {SUL: 1}, passes: 1}\n"
    )
    assert [p.message for p in checked(text).problems] == ["two bodies (court and panel) decide one option"]


def test_neither_issue_nor_option_is_too_little() -> None:
    problems = checked("summitry: 1\nid: a\ntitle: b\nactors: {A: x}\n").problems
    assert [p.message for p in problems] == ["there is neither an issue nor an option"]
    assert checked("summitry: 1\nid: a\ntitle: b\nactors: {A: x}\noptions: {o: {by: A}}\n").dossier is not None


def test_sixty_options_are_allowed_and_more_are_not() -> None:
    head = "summitry: 1\nid: a\ntitle: b\nactors: {A: x}\noptions:\n"
    assert checked(head + "".join(f"  o{i}: {{by: A}}\n" for i in range(60))).problems == ()
    problems = checked(head + "".join(f"  o{i}: {{by: A}}\n" for i in range(61))).problems
    assert "61 options" in problems[0].message


def test_a_deal_on_now_is_an_error_if_it_holds_the_event() -> None:
    text = edited("sets: {patrol: off, lend: on}", "sets: {talks: on}").replace("by: [NOR, CAN]", "by: [NOR, SUL]")
    problems = checked(text.replace("now: [patrol]", "now: [patrol, pact]")).problems
    assert any("puts talks on, which is the event" in problem.message for problem in problems)


def test_an_untestable_tangle_of_impossible_is_passed_over() -> None:
    """More than sixteen options in the patterns: not tried, and no error."""
    head = "summitry: 1\nid: a\ntitle: b\nactors: {A: x}\noptions:\n" + "".join(
        f"  o{i}: {{by: A}}\n" for i in range(17)
    )
    patterns = ", ".join(f'"o{i} or not o{i}"' for i in range(17))
    assert not any(
        "no state" in p.message for p in checked(head + f"impossible: [{patterns}]\n").problems if p.path != "now"
    )


def test_many_mistakes_come_together_in_the_order_of_the_file() -> None:
    text = STRAIT.replace("      NOR: {position", "      NRO: {position").replace("when: talks", "when: talks & lend")
    text = text.replace("at: Q2 p1", "at: Q6 p1").replace("salience: 30,", "salience: lots of 1,")
    text = text.replace("  what-if: {set: {issues.fishing.stakes.NOR.salience: 60}}\n", "")
    problems = checked(text).problems
    assert [p.path for p in problems] == [
        "issues.fishing.stakes.NRO",
        "issues.loan.stakes.CAN.salience",
        "consequences[0].when",
        "claims.c1.at",
    ]
    assert str(problems[0]).startswith("strait.summit.yaml:22:7  issues.fishing.stakes.NRO: no actor")
    assert str(problems[0]).endswith('no actor "NRO". Did you mean NOR?')


def test_a_broken_part_is_reported_once_and_still_has_its_name() -> None:
    problems = checked(
        edited("patrol: {by: NOR, does: send patrols}", "patrol: {by: NOR, dose: send patrols, sets: 3}")
    ).problems
    assert [p.path for p in problems] == ["options.patrol.dose", "options.patrol.sets"]


def test_an_empty_section_counts_as_absent() -> None:
    text = STRAIT.split("variants:")[0] + "variants:\n"
    assert checked(text).problems == ()


@pytest.mark.parametrize("tangle", ["not " * 3000 + "talks", "(" * 3000 + "talks" + ")" * 3000, "(" * 3000])
def test_a_tangle_is_a_problem_and_no_recursion_error(tangle: str) -> None:
    for old in ("when: talks", "means: SUL wants talks", "act: not patrol"):
        outcome = checked(edited(old, f"{old.split(':')[0]}: {tangle}"))
        assert all(problem.message for problem in outcome.problems)


# ---- warnings


def warned(text: str) -> list[str]:
    outcome = checked(text)
    assert outcome.problems == ()
    return [str(warning) for warning in outcome.warnings]


@pytest.mark.parametrize(
    ("old", "new", "fragment"),
    [
        ("salience: 30,", "salience: 0.3,", "CAN.salience: the salience 0.3 looks like 0 to 1"),
        ("estimate: a guess}\noptions", "}\noptions", "issues.loan.stakes.CAN: 1 entry has no because and no estimate"),
        ("now: [patrol]", "now: []", "NOR, SUL, CAN do nothing today"),
        ("now: [patrol]", "now: [patrol]", "SUL, CAN do nothing today"),
        ("against: f1, words", "words", None),
        ("people: {linde:", "people: {orme: {name: P. Orme}, linde:", "people.orme: nothing cites it"),
        ("sources:\n", "sources:\n  new: {title: A paper}\n", "sources.new: nothing cites it"),
        ("facts:\n", "facts:\n  f3: {says: nobody asked}\n", "facts.f3: nothing cites it"),
        ("    breach: {NOR: 5 to 15}\n", "", "options.pact: nobody pays for breaking this deal"),
        ("[patrol and lend]", "[patrol and lend, rule]", "options.rule: impossible leaves no state in which it is on"),
        ("how_sure: likely", "how_sure: sort of", 'the word table icd203 does not have "sort of"'),
        ("SUL: Sulmar,", "SUL: Sulmar, lend: Lender,", '"lend" is also the id of an actor'),
    ],
)
def test_a_caution(old: str, new: str, fragment: str | None) -> None:
    lines = warned(edited(old, new))
    assert fragment is None or any(fragment in line for line in lines), lines


def test_two_issues_that_always_move_together() -> None:
    text = STRAIT.replace("moves: {fishing: 20 to 60}", "moves: {fishing: 20, loan: 5}")
    text = text.replace("moves: {loan: 40}", "moves: {fishing: 3, loan: 40}")
    assert any("fishing and loan always move together" in line for line in warned(text))
    assert not any("always move together" in line for line in warned(STRAIT))


def test_numbers_that_claim_too_much() -> None:
    exact = (
        STRAIT.replace("60 to 120", "90")
        .replace("100 to 200", "150")
        .replace("40 to 60", "50")
        .replace("60 to 85", "70")
    )
    exact = exact.replace("20 to 60", "40")
    assert any("every number is exact" in line for line in warned(exact))
    narrow = exact.replace("salience: 50", "salience: 48 to 52").replace("salience: 70", "salience: 68 to 72")
    narrow = narrow.replace("position: 150", "position: 145 to 155")
    assert any("all 3 ranges span a tenth" in line for line in warned(narrow))
    assert not any("ranges span" in line or "is exact" in line for line in warned(STRAIT))


# ---- schema and starter


def as_json(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def test_the_schema_takes_every_shorthand() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(as_json(Document.parse(STRAIT).data))] == []
    assert [error.message for error in validator.iter_errors(as_json(Document.parse(starter("a", "b")).data))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("people:", "poeple:"),
        ("salience: 30,", "saliency: 30,"),
        ("position: 20 to 60, ", ""),
        ("SUL: Sulmar,", "SUL: Sulmar, if: Iffy,"),
        ("reliability: B", "reliability: G"),
        ("passes: 3,", "passes: 0,"),
        ("sets: {patrol: off", "sets: {patrol: of"),
    ],
)
def test_the_schema_refuses_what_has_the_wrong_shape(old: str, new: str) -> None:
    errors = list(
        jsonschema.Draft202012Validator(json_schema()).iter_errors(as_json(Document.parse(edited(old, new)).data))
    )
    assert errors


@pytest.mark.parametrize(
    "title", ["The strait", 'A: "b" # c', "2019", "- x", "@home", "a, b {c}", "Zwei\nZeilen", "null", "yes"]
)
def test_the_starter_is_fine_and_short(title: str) -> None:
    text = starter("Größe & Co 1", title)
    outcome = checked(text)
    assert outcome.problems == ()
    assert outcome.dossier is not None
    assert outcome.dossier.title == " ".join(title.split())
    assert outcome.dossier.id == "grosse-co-1" or outcome.dossier.id == slug("Größe & Co 1")
    assert len(text.splitlines()) <= 18
    assert len(outcome.warnings) <= 1


def test_importing_the_package_is_light() -> None:
    code = "import sys, summitry.dossier; print('pydantic' in sys.modules or 'ruamel' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"
