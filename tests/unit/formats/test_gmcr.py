"""Files of GMCR+: what is read, what is refused and why, and that nothing changes on the way out and in."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import DossierError, ForeignFormatError, TooLarge
from summitry.formats.conflict import (
    Condition,
    Conflict,
    Payoffs,
    Preference,
    Ranking,
    Statements,
    holding,
    ranking_of,
)
from summitry.formats.gmcr import gmcr_reading, read_gmcr, write_gmcr


def prisoners(**changes: Any) -> dict[str, Any]:
    """The Prisoner's Dilemma, each preferring first that the other does not defect, then to defect itself."""
    data: dict[str, Any] = {
        "options": [
            {"name": "Row defects", "permittedDirection": "both"},
            {"name": "Column defects", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {"name": "Row", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
            {"name": "Column", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]},
        ],
        "infeasibles": [],
    }
    return {**data, **changes}


def written(folder: Path, data: Any) -> Path:
    path = folder / "case.gmcr"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def faults(folder: Path, data: Any) -> list[str]:
    """The problems of a file, without its name."""
    with pytest.raises(ForeignFormatError) as caught:
        read_gmcr(written(folder, data))
    assert all(problem.file.endswith("case.gmcr") for problem in caught.value.problems)
    return [str(problem).split("case.gmcr", 1)[1].strip() for problem in caught.value.problems]


# ---- what is read


def test_prisoners_dilemma(tmp_path: Path) -> None:
    found = read_gmcr(written(tmp_path, prisoners()))
    assert (found.title, found.decision_makers, found.owners) == ("case", ("Row", "Column"), ((0,), (1,)))
    # CC, DC, CD, DD: the payoffs of the textbook, 3 for both cooperating, 4 for defecting alone, 1 for being had, 2 for both
    assert found.payoffs().tolist() == [[3, 4, 1, 2], [3, 1, 4, 2]]


ELMIRA_OLD: dict[str, Any] = {
    "options": [
        {"name": "Insist", "permittedDirection": "both"},
        {"name": "Modify", "permittedDirection": "fwd"},
        {"name": "Delay", "permittedDirection": "back"},
        {"name": "Accept", "permittedDirection": "both"},
        {"name": "Abandon", "permittedDirection": "fwd"},
    ],
    "decisionMakers": [
        {"name": "Ministry of the Environment", "options": [1], "preferenceVector": []},
        {"name": "Uniroyal", "options": [2, 3, 4], "preferenceVector": []},
        {"name": "Local Government", "options": [0], "preferenceVector": []},
    ],
    "infeasibles": [
        [[2, "Y"], [3, "Y"]],
        [[2, "Y"], [4, "Y"]],
        [[3, "Y"], [4, "Y"]],
        [[2, "N"], [3, "N"], [4, "N"]],
    ],
    "useManualPreferenceVectors": True,
}
"""The aquifer of Elmira (Hipel, Kilgour, Fang and Peng 1997, Applied Mathematics and Computation 83: 117-152), typed from
the nine states and payoffs of the facts in its reference note; the state of Abandon stands for four of the file's twelve.
The old names of keys, and options that are not in the order of their owners."""

S = {1: 1, 2: 2, 3: 3, 4: 4, 5: 7, 6: 8, 7: 9, 8: 10}  # the nine states' numbers among the twelve; s9: 5, 6, 11, 12
RANKINGS = ([7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9])


def elmira() -> dict[str, Any]:
    makers = [
        {**maker, "preferenceVector": [[5, 6, 11, 12] if s == 9 else S[s] for s in ranking]}
        for maker, ranking in zip(ELMIRA_OLD["decisionMakers"], RANKINGS, strict=True)
    ]
    return {**ELMIRA_OLD, "decisionMakers": makers}


def test_old_keys_and_state_numbers_after_sorting_by_owner(tmp_path: Path) -> None:
    found, lost = gmcr_reading(written(tmp_path, elmira()))
    assert lost == ()
    assert found.options == ("Modify", "Delay", "Accept", "Abandon", "Insist")
    assert found.directions == ("on", "off", "both", "on", "both")
    assert found.owners == ((0,), (1,), (1,), (1,), (2,))
    names = [found.state_name(s) for s in found.states().tolist()]
    assert names[:4] == ["NYNNN", "YYNNN", "NNYNN", "YNYNN"]  # s1 to s4 of the paper
    assert names[6:10] == ["NYNNY", "YYNNY", "NNYNY", "YNYNY"]  # s5 to s8
    nine = [0, 1, 2, 3, 6, 7, 8, 9, 4]
    assert found.payoffs()[:, nine].tolist() == [
        [4, 3, 8, 7, 5, 2, 9, 6, 1],
        [9, 2, 4, 8, 6, 1, 3, 7, 5],
        [6, 2, 8, 3, 7, 4, 9, 5, 1],
    ]


def test_compound_conditions_nest(tmp_path: Path) -> None:
    inner = {"compound": True, "members": [[[0, "Y"]], {"compound": True, "members": [[[1, "Y"], [0, "N"]]]}]}
    found = read_gmcr(written(tmp_path, prisoners(infeasibles=[inner])))
    assert found.infeasible == (((1, 1), (3, 2)),)


def test_what_gets_lost_is_said(tmp_path: Path) -> None:
    data = prisoners(weather="fair", program="GMCR+", nodes=[])
    data["decisionMakers"][0]["misperceptions"] = [[[0, "Y"], [1, "Y"]]]
    data["decisionMakers"][1]["preferenceRanking"] = [1, 2, 3, 4]
    lost = (
        "weather: a key that is not known",
        "manual ranking of Column: the file switches it off for statements",
    )
    path = written(tmp_path, data)
    assert gmcr_reading(path).lost == lost
    assert gmcr_reading(path).conflict.hidden == ((((0b11, 0b11),),), ())  # kept for `Conflict.hypergame`
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read_gmcr(path)
    assert [str(one.message).split("lost: ")[1] for one in caught] == list(lost)


def test_statements_that_a_manual_ranking_switches_off_are_said(tmp_path: Path) -> None:
    data = elmira()
    data["decisionMakers"][0]["preferences"] = [[[0, "Y"]]]
    (line,) = gmcr_reading(written(tmp_path, data)).lost
    assert (
        line
        == "preferences of Ministry of the Environment (1 statement): the file switches them off for a manual ranking"
    )


def test_coalitions(tmp_path: Path) -> None:
    three = [{"name": name, "options": [], "preferences": []} for name in "CDE"]
    data = prisoners()
    data["decisionMakers"] += three
    assert read_gmcr(written(tmp_path, {**data, "coalitions": [0, [1, 3], 2, 4]})).coalitions == (
        (0,),
        (1, 3),
        (2,),
        (4,),
    )
    assert read_gmcr(written(tmp_path, {**data, "coalitions": [0, 1, 2, 3, 4]})).coalitions == ()


# ---- what is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", ":1:2  this is no JSON: Expecting property name enclosed in double quotes."),
        ("[1]", "found [1], expected an object with options and decisionMakers."),
        ('{"options": [], "options": []}', 'the key "options" stands twice in one object.'),
        ("{}", "options: found nothing, expected a list."),
    ],
)
def test_no_gmcr_file_at_all(tmp_path: Path, text: str, says: str) -> None:
    assert any(fault.startswith(says) for fault in faults(tmp_path, text))


def test_a_file_that_is_not_there_is_no_dossier_to_begin(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"none\.gmcr  there is no such file"):
        read_gmcr(tmp_path / "none.gmcr")
    with pytest.raises(ForeignFormatError, match="this is a folder"):
        read_gmcr(tmp_path)


def test_conditions_nested_without_end(tmp_path: Path) -> None:
    condition: Any = '[[0, "Y"]]'
    for _ in range(600):
        condition = f'{{"compound": true, "members": [{condition}]}}'
    text = json.dumps(prisoners()).replace('"infeasibles": []', f'"infeasibles": [{condition}]')
    assert faults(tmp_path, text) == ["its conditions are nested too deep to be read."]


def test_all_faults_of_shape_are_told_at_once(tmp_path: Path) -> None:
    data = prisoners(options=[{"name": "A", "permittedDirection": "up"}, {"name": " "}, 7])
    data["decisionMakers"][0]["options"] = [0, 0, True]
    data["decisionMakers"][1] = {"options": [1, 9]}
    assert faults(tmp_path, data) == [
        'options[0].permittedDirection: found "up", expected both, fwd or back. '
        "Write fwd for what can only be switched on, back for only off",
        'options[1].name: found " ", expected a name. Write it in quotes',
        "options[2]: found 7, expected an option with name and permittedDirection. Write it in braces",
        "decisionMakers[1].name: found nothing, expected a name. Write it in quotes",
        "decisionMakers[0].options[2]: found true, expected a number from 0 to 2. Count options from 0",
        "decisionMakers[1].options[1]: found 9, expected a number from 0 to 2. Count options from 0",
        "decisionMakers[0].options[1]: found option 0, also decisionMakers[0].options[0], "
        "expected an owner for each option. Keep one",
    ]


def test_an_option_of_nobody(tmp_path: Path) -> None:
    data = prisoners()
    data["decisionMakers"][1]["options"] = []
    (fault,) = faults(tmp_path, data)
    assert fault.startswith("options[1]: found no decision maker who lists it, expected one. Put 1 into the options")


def test_all_faults_of_content_are_told_at_once(tmp_path: Path) -> None:
    data = prisoners(infeasibles=[[[5, "Y"]], [[0, "y"]], {"compound": False}, "x"], coalitions=[0, [0, 8]])
    data["useManualPreferenceRanking"] = "no"
    data["decisionMakers"][0]["preferences"] = [[[0, "Y"], [0, "N"]]]
    del data["decisionMakers"][1]["preferences"]
    found = faults(tmp_path, data)
    assert [re.split(r"\. (?=Write|Count|Take)", fault)[0] for fault in found] == [
        'useManualPreferenceRanking: found "no", expected true or false',
        "infeasibles[0][0]: found 5, expected a number from 0 to 1",
        'infeasibles[1][0]: found [0, "y"], expected an option and "Y" or "N"',
        'infeasibles[2]: found {"compound": false}, expected a list of [option, "Y" or "N"], '
        'or {"compound": true, "members": [...]}.',
        'infeasibles[3]: found "x", expected a list of [option, "Y" or "N"]',
        "decisionMakers[0].preferences[0][1]: found option 0 both Y and N, expected one of them",
        "decisionMakers[1].preferences: found nothing, expected a list",
        "coalitions[1][1]: found 8, expected a number from 0 to 1",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"coalitions": [0]}, "coalitions: found [0], expected every decision maker once, alone or in a coalition."),
        ({"infeasibles": [[[0, "Y"]], [[0, "N"]]]}, "infeasibles: found conditions that leave no state, expected"),
        (
            {"useManualPreferenceRanking": True},
            "decisionMakers[0].preferenceRanking: found nothing, expected a ranking",
        ),
        ({"decisionMakers": []}, "decisionMakers: found nobody, expected at least one decision maker."),
    ],
)
def test_one_fault(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    assert faults(tmp_path, prisoners(**changes))[0].startswith(says)


@pytest.mark.parametrize(
    ("ranking", "says"),
    [
        (
            [1, 2],
            "decisionMakers[0].preferenceVector: found no place for 2 of 4 states: 3 (NY), 4 (YY), expected every",
        ),
        ([1, 2, [3, 5]], "decisionMakers[0].preferenceVector[2][1]: found 5, expected a state number from 1 to 4."),
        ([0], "decisionMakers[0].preferenceVector[0]: found 0, expected a state number from 1 to 4."),
        ([1, 2, 3, [4, 1]], "decisionMakers[0].preferenceVector[3][1]: found state 1, also decisionMakers[0]"),
        ("1234", 'decisionMakers[0].preferenceVector: found "1234", expected a list.'),
    ],
)
def test_a_ranking_that_does_not_rank_every_state_once(tmp_path: Path, ranking: Any, says: str) -> None:
    data = prisoners(useManualPreferenceVectors=True)
    for maker in data["decisionMakers"]:
        maker["preferenceVector"] = [1, 2, 3, 4]
    data["decisionMakers"][0]["preferenceVector"] = ranking
    assert faults(tmp_path, data)[0].startswith(says)


def test_more_options_than_can_be_numbered(tmp_path: Path) -> None:
    data = prisoners(options=[{"name": f"o{i}"} for i in range(25)])
    data["decisionMakers"][0]["options"] = [0, *range(2, 25)]
    assert len(read_gmcr(written(tmp_path, data)).options) == 25
    with pytest.raises(TooLarge, match="names states by number"):
        read_gmcr(written(tmp_path, {**data, "useManualPreferenceRanking": True}))
    ranked = Conflict("t", ("A",), ("o",) * 25, ((0,),) * 25, ("both",) * 25, (), (Ranking(((0,), (1,))),))
    with pytest.raises(TooLarge, match="to be numbered"):
        write_gmcr(ranked, tmp_path / "many.gmcr")
    assert not (tmp_path / "many.gmcr").exists()


# ---- out and in


@st.composite
def conflicts(draw: st.DrawFn, joint: bool = False) -> Conflict:
    """Conflicts of at most four options in any order of owners, with some state that is feasible."""
    makers, options = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    everything = (1 << options) - 1
    spared = draw(st.integers(0, everything))
    pattern = st.builds(
        lambda mask, value: (mask, value & mask), st.integers(1, everything), st.integers(0, everything)
    )
    conditions = st.lists(pattern, min_size=1, max_size=3, unique=True).map(tuple)
    listed = st.lists(conditions, max_size=3).map(tuple)
    infeasible: tuple[Condition, ...] = tuple(
        one for one in draw(listed) if not any(spared & mask == value for mask, value in one)
    )
    plain = Conflict("x", ("A",), ("o",) * options, ((0,),) * options, ("both",) * options, infeasible, (Statements(),))
    states = plain.states().tolist()
    ranks = st.lists(st.integers(0, 3), min_size=len(states), max_size=len(states)).map(
        lambda row: ranking_of(np.array(row, dtype=float), np.array(states))
    )
    numbers = st.lists(st.floats(-9, 9), min_size=len(states), max_size=len(states)).map(
        lambda row: Payoffs(tuple(zip(states, row, strict=True)))
    )
    kind: st.SearchStrategy[Preference] = draw(st.sampled_from([listed.map(Statements), ranks, ranks | numbers]))
    owner = st.lists(st.integers(0, makers - 1), min_size=1, max_size=2 if joint else 1, unique=True)
    return Conflict(
        title="case",
        decision_makers=tuple(f"D{i}" for i in range(makers)),
        options=tuple(f"option {i}" for i in range(options)),
        owners=tuple(tuple(sorted(draw(owner))) for _ in range(options)),
        directions=tuple(draw(st.sampled_from(["both", "on", "off"])) for _ in range(options)),
        infeasible=infeasible,
        preferences=tuple(draw(kind) for _ in range(makers)),
        coalitions=((0, 1), (2,)) if makers == 3 and draw(st.booleans()) else (),
        hidden=tuple(draw(listed) for _ in range(makers)) if draw(st.booleans()) else (),
    )


def by_name(conflict: Conflict) -> dict[frozenset[str], tuple[float, ...]]:
    """Dense ranks of the feasible states, each known by the names of its options: blind to the order of options."""
    rows = np.array([np.unique(row, return_inverse=True)[1] for row in conflict.payoffs()])
    names = [frozenset(o for i, o in enumerate(conflict.options) if s >> i & 1) for s in conflict.states().tolist()]
    return {name: tuple(rows[:, place].tolist()) for place, name in enumerate(names)}


def unseen_by_name(conflict: Conflict) -> list[set[frozenset[str]]]:
    """The feasible states that each decision maker cannot see, by the names of their options."""
    states = conflict.states()
    unseen = []
    for conditions in conflict.hidden or ((),) * len(conflict.decision_makers):
        gone = {s for condition in conditions for s in states[holding(condition, states)].tolist()}
        unseen.append({frozenset(o for i, o in enumerate(conflict.options) if s >> i & 1) for s in gone})
    return unseen


@given(conflict=conflicts(joint=True))
def test_out_and_in_every_state_is_there_and_ordered_as_it_was(
    conflict: Conflict, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("gmcr") / "case.gmcr"
    lost = write_gmcr(conflict, path)
    found, unread = gmcr_reading(path)
    assert unread == ()
    assert by_name(found) == by_name(conflict)
    assert unseen_by_name(found) == unseen_by_name(conflict)
    assert found.coalitions == conflict.coalitions
    before = {o: (min(conflict.owners[i]), conflict.directions[i]) for i, o in enumerate(conflict.options)}
    assert {o: (found.owners[i][0], found.directions[i]) for i, o in enumerate(found.options)} == before
    joint = sum(len(owners) > 1 for owners in conflict.owners)
    assert len(lost) == joint + sum(isinstance(one, Payoffs) for one in conflict.preferences)


@given(conflict=conflicts())
def test_what_was_read_is_written_to_the_same_bytes_and_read_alike(
    conflict: Conflict, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("gmcr") / "case.gmcr"
    write_gmcr(conflict, path)
    text, found = path.read_bytes(), gmcr_reading(path).conflict
    assert write_gmcr(found, path) == ()
    assert path.read_bytes() == text
    assert gmcr_reading(path).conflict == found


def test_mixed_preferences_become_rankings_and_it_is_said(tmp_path: Path) -> None:
    conflict = read_gmcr(written(tmp_path, prisoners()))
    mixed = Conflict(
        "case",
        conflict.decision_makers,
        conflict.options,
        conflict.owners,
        conflict.directions,
        (),
        (conflict.preferences[0], Ranking(((2,), (0, 3), (1,)))),
        status_quo=0,
    )
    lost = write_gmcr(mixed, tmp_path / "case.gmcr")
    assert lost == (
        "statements of Row: they become a ranking, since GMCR+ ranks by hand for all or for none",
        "status quo NN: a .gmcr file has no place for one",
    )
    data = json.loads((tmp_path / "case.gmcr").read_text())
    assert [maker["preferenceRanking"] for maker in data["decisionMakers"]] == [[2, 1, 4, 3], [3, [1, 4], 2]]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, prisoners())
    before, conflict = path.read_bytes(), read_gmcr(path)
    monkeypatch.setattr(Path, "write_text", lambda *args, **options: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_gmcr(conflict, path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.gmcr"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 6) | st.floats() | st.sampled_from(["Y", "N", "", "\ud800", "fwd"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["compound", "members", "name"]), inner)
    ),
    max_leaves=6,
)


@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = data.draw(
        st.sampled_from([prisoners(), elmira(), prisoners(coalitions=[[0, 1]])]).map(json.dumps).map(json.loads)
    )
    places: list[tuple[Any, Any]] = []
    waiting: list[Any] = [file]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        places += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(ANYTHING)
    try:
        found, _ = gmcr_reading(written(tmp_path_factory.mktemp("any"), file))
    except ForeignFormatError:
        return
    assert found.payoffs().shape == (len(found.decision_makers), len(found.states()))


# ---- names that stand twice, old keys beside new ones, mends that fit


def test_two_decision_makers_of_one_name_are_refused(tmp_path: Path) -> None:
    data = prisoners()
    data["decisionMakers"][1]["name"] = " Row\n"
    assert faults(tmp_path, data) == [
        'decisionMakers[1].name: found "Row", as decisionMakers[0].name, expected a name of its own. Rename one of them'
    ]


def test_options_of_one_name_are_told_apart_by_their_owners(tmp_path: Path) -> None:
    data = prisoners()
    data["decisionMakers"][0]["options"], data["decisionMakers"][1]["options"] = [1], [0, 2]
    data["options"] = [{"name": "Defect", "permittedDirection": "both"}] * 3
    found, lost = gmcr_reading(written(tmp_path, data))
    assert found.options == ("Defect", "Defect (Column)", "Defect (Column, 2)")
    assert lost == (
        'options[0].name "Defect", as options[1].name: it is called "Defect (Column)"',
        'options[2].name "Defect", as options[1].name: it is called "Defect (Column, 2)"',
    )


def test_names_that_stand_twice_are_numbered_when_written(tmp_path: Path) -> None:
    conflict = Conflict(
        "case", ("A", "A"), ("act", "act (2)", "act"), ((0,), (0,), (1,)), ("both",) * 3, (), (Statements(),) * 2
    )
    lost = write_gmcr(conflict, tmp_path / "case.gmcr")
    assert lost == (
        'name of the decision maker "A", which another has: it is called "A (2)"',
        'name of the option "act", which another has: it is called "act (3)"',
    )
    found, unread = gmcr_reading(tmp_path / "case.gmcr")
    assert (found.decision_makers, found.options) == (("A", "A (2)"), ("act", "act (2)", "act (3)"))
    assert unread == ()


@pytest.mark.parametrize(
    ("old", "new", "accepted"),
    [([1, 2, 3, 4], [1, 2, 3, 4], True), ([1, 2, 3, 4], [4, 3, 2, 1], False), (None, [1, 2, 3, 4], False)],
)
def test_a_key_under_both_names_must_say_the_same(tmp_path: Path, old: Any, new: Any, accepted: bool) -> None:
    data = prisoners(useManualPreferenceRanking=True)
    for maker in data["decisionMakers"]:
        maker["preferenceRanking"] = new
    data["decisionMakers"][1]["preferenceVector"] = old
    if accepted:
        assert gmcr_reading(written(tmp_path, data)).conflict.preferences[0] == Ranking(((0,), (1,), (2,), (3,)))
        return
    (fault,) = faults(tmp_path, data)
    assert fault.startswith(f"decisionMakers[1].preferenceRanking: found {json.dumps(new)}, and preferenceVector says")
    assert fault.endswith("expected one of the two. Take one out; preferenceVector is its old name")


def test_a_switch_under_both_names_must_say_the_same(tmp_path: Path) -> None:
    data = prisoners(useManualPreferenceRanking=False, useManualPreferenceVectors=True)
    (fault,) = faults(tmp_path, data)
    assert fault.startswith("useManualPreferenceRanking: found false, and useManualPreferenceVectors says true")


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("1", "Write 1 without quotes"),
        (1.0, "Write 1"),
        (True, "Count options from 0"),
        ("one", "Count options from 0"),
        (7, "Count options from 0"),
    ],
)
def test_the_mend_fits_what_was_found(tmp_path: Path, value: Any, mend: str) -> None:
    data = prisoners()
    data["decisionMakers"][1]["options"] = [value]
    assert faults(tmp_path, data)[0].endswith(f"expected a number from 0 to 1. {mend}")


def test_a_state_number_in_quotes_and_a_switch_in_quotes(tmp_path: Path) -> None:
    data = prisoners(useManualPreferenceRanking=True)
    for maker in data["decisionMakers"]:
        maker["preferenceRanking"] = [1, 2, "3", 4]
    assert faults(tmp_path, data)[0].endswith("expected a state number from 1 to 4. Write 3 without quotes")
    data["useManualPreferenceRanking"] = "True"
    assert faults(tmp_path, data)[0].endswith("expected true or false. Write true without quotes")
    data["useManualPreferenceRanking"] = "no"
    assert faults(tmp_path, data)[0].endswith("expected true or false. Write true or false")


def test_a_key_of_another_name_is_told(tmp_path: Path) -> None:
    data = prisoners()
    data["options"][0]["reversibility"] = "both"
    assert gmcr_reading(written(tmp_path, data)).lost == ("options[0].reversibility: a key that is not known",)
