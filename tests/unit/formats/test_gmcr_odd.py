"""Odd, old and hand-made `.gmcr` files: many ways to write one conflict, which must all be read as the same.

The oracles here are written from the format alone: states are counted after the options are sorted by owner, the first
option being the lowest bit; statement j of k is worth 2^(k - j); a tie is an inner list; `fwd` only switches on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.cli.app import main
from summitry.errors import ForeignFormatError
from summitry.formats.conflict import Conflict
from summitry.formats.gmcr import gmcr_reading, write_gmcr

Data = dict[str, Any]


def plain() -> Data:
    """Three decision makers; in the file the options do not stand in the order of their owners."""
    unless_modified = {"compound": True, "members": [[[1, "Y"], [3, "Y"]], [[1, "N"], [3, "Y"]], [[1, "N"], [3, "N"]]]}
    return {
        "options": [
            {"name": "insist", "permittedDirection": "both"},
            {"name": "modify", "permittedDirection": "fwd"},
            {"name": "delay", "permittedDirection": "back"},
            {"name": "accept", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {"name": "Ministry", "options": [1], "preferences": [[[3, "Y"]], [[1, "N"]]]},
            {"name": "Company", "options": [2, 3], "preferences": [unless_modified, [[2, "Y"]]]},
            {"name": "Council", "options": [0], "preferences": [[[3, "Y"]], [[0, "Y"]]]},
        ],
        "infeasibles": [[[2, "Y"], [3, "Y"]], [[2, "N"], [3, "N"]]],
    }


NAMES = ("modify", "delay", "accept", "insist")  # after sorting by owner
PATTERNS = ["NYNN", "YYNN", "NNYN", "YNYN", "NYNY", "YYNY", "NNYY", "YNYY"]  # states 1 to 8


def changed(change: Callable[[Data], object], data: Data | None = None) -> Data:
    data = plain() if data is None else data
    change(data)
    return data


def extras(data: Data) -> None:
    data.update(program="something else", version=[0, 1], coalitionsFull=[[0], 7], nodes=[{"id": 0, "reachable": []}])
    for maker in data["decisionMakers"]:
        maker.update(payoffs=[1, 1, 1], misperceptions=[])


SAME_STATEMENTS: dict[str, Data] = {
    "plain": plain(),
    "keys of the program alone, and payoffs": changed(extras),
    "no direction said where both are": changed(lambda d: [d["options"][i].pop("permittedDirection") for i in (0, 3)]),
    "coalitions as numbers": changed(lambda d: d.update(coalitions=[0, 1, 2])),
    "coalitions as lists of one": changed(lambda d: d.update(coalitions=[[2], [0], [1]])),
    "no coalitions": changed(lambda d: d.update(coalitions=[])),
    "coalitions null": changed(lambda d: d.update(coalitions=None)),
    "a compound of one": changed(
        lambda d: d["infeasibles"].__setitem__(0, {"compound": True, "members": [d["infeasibles"][0]]})
    ),
    "a compound of nothing never holds": changed(lambda d: d["infeasibles"].append({"compound": True, "members": []})),
    "infeasible states named twice": changed(lambda d: d["infeasibles"].extend(d["infeasibles"][:1])),
    "statements said twice": changed(lambda d: d["decisionMakers"][0].update(preferences=[[[3, "Y"]], [[1, "N"]]] * 2)),
    "a statement that always holds": changed(lambda d: d["decisionMakers"][0]["preferences"].append([])),
    "a pair named twice": changed(lambda d: d["decisionMakers"][2]["preferences"][0].append([3, "Y"])),
    "manual rankings are off": changed(lambda d: d.update(useManualPreferenceVectors=False)),
}

BEST_FIRST = [[3, 4], 1, 2, 5, [7, 6], 8]


def ranked(switch: str, key: str, ranking: list[Any]) -> Data:
    data = changed(lambda d: d.update({switch: True}))
    for maker in data["decisionMakers"]:
        del maker["preferences"]
        maker[key] = ranking
    return data


SAME_RANKINGS: dict[str, Data] = {
    "new keys": ranked("useManualPreferenceRanking", "preferenceRanking", BEST_FIRST),
    "old keys": ranked("useManualPreferenceVectors", "preferenceVector", BEST_FIRST),
    "old switch, new ranking": ranked("useManualPreferenceVectors", "preferenceRanking", BEST_FIRST),
    "new switch, old ranking": ranked("useManualPreferenceRanking", "preferenceVector", BEST_FIRST),
    "every group a list": ranked(
        "useManualPreferenceRanking", "preferenceRanking", [[3, 4], [1], [2], [5], [6, 7], [8]]
    ),
    "an empty group": ranked("useManualPreferenceRanking", "preferenceRanking", [[], *BEST_FIRST, []]),
}


def written(folder: Path, data: Any, name: str = "case.gmcr") -> Path:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def canonical(conflict: Conflict, folder: Path) -> bytes:
    path = folder / "out" / "case.gmcr"
    path.parent.mkdir(exist_ok=True)
    write_gmcr(conflict, path)
    return path.read_bytes()


# ---- the same conflict


@pytest.mark.parametrize("data", SAME_STATEMENTS.values(), ids=SAME_STATEMENTS.keys())
def test_statements_written_otherwise_are_the_same_conflict(data: Data, tmp_path: Path) -> None:
    conflict, lost = gmcr_reading(written(tmp_path, data))
    assert lost == ()
    assert conflict.options == NAMES
    assert conflict.directions == ("on", "off", "both", "both")
    assert conflict.coalitions == ()
    assert [conflict.state_name(s) for s in conflict.states().tolist()] == PATTERNS
    assert conflict.payoffs().tolist() == [
        [2, 1, 4, 3, 2, 1, 4, 3],  # accepted, then not modified
        [3, 1, 2, 2, 3, 1, 2, 2],  # accepted if modified, then delayed
        [1, 1, 3, 3, 2, 2, 4, 4],  # accepted, then insisted on
    ]


@pytest.mark.parametrize("data", SAME_RANKINGS.values(), ids=SAME_RANKINGS.keys())
def test_rankings_written_otherwise_are_the_same_conflict(data: Data, tmp_path: Path) -> None:
    conflict, lost = gmcr_reading(written(tmp_path, data))
    assert lost == ()
    assert conflict.payoffs().tolist() == [[5, 4, 6, 6, 3, 2, 2, 1]] * 3
    reference, _ = gmcr_reading(written(tmp_path, SAME_RANKINGS["new keys"]))
    assert canonical(conflict, tmp_path) == canonical(reference, tmp_path)


def test_byte_order_mark_and_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "case.gmcr"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(plain(), indent=1).replace("\n", "\r\n").encode())
    assert gmcr_reading(path) == gmcr_reading(written(tmp_path, plain()))


@pytest.mark.parametrize("absent", [lambda d: d.pop("infeasibles"), lambda d: d.update(infeasibles=None)])
def test_without_infeasible_states_all_are_there(absent: Callable[[Data], object], tmp_path: Path) -> None:
    conflict, lost = gmcr_reading(written(tmp_path, changed(absent)))
    assert lost == ()
    assert len(conflict.states()) == 16


def test_one_way_options_move_one_way(tmp_path: Path) -> None:
    model = gmcr_reading(written(tmp_path, plain())).conflict.model()
    moves = [{(PATTERNS[a], PATTERNS[b]) for a, b in arcs.tolist()} for arcs in model.arcs]
    assert moves[0] == {(p, "Y" + p[1:]) for p in PATTERNS if p[0] == "N"}  # modified for good
    assert moves[1] == {(p, p[0] + "NY" + p[3]) for p in PATTERNS if p[1] == "Y"}  # delay only ends
    assert moves[2] == {(p, p[:3] + "NY"[p[3] == "N"]) for p in PATTERNS}  # back and forth


def test_a_decision_maker_without_options_only_looks_on(tmp_path: Path) -> None:
    data = changed(lambda d: d["decisionMakers"].append({"name": "Nature", "options": [], "preferences": [[[0, "N"]]]}))
    conflict, lost = gmcr_reading(written(tmp_path, data))
    model = conflict.model()
    assert lost == ()
    assert len(model.arcs[3]) == 0
    assert conflict.payoffs()[3].tolist() == [2, 2, 2, 2, 1, 1, 1, 1]


# ---- against the format, for any file


class Case:
    """A random conflict, and what the format says of it, worked out on sets of names."""

    def __init__(self, owners: list[int], statements: list[list[Any]], infeasibles: list[Any]) -> None:
        self.owners, self.statements, self.infeasibles = owners, statements, infeasibles
        by_owner = [o for who in range(3) for o, owner in enumerate(owners) if owner == who]
        settings_of = [dict(zip(by_owner, bits[::-1], strict=True)) for bits in product("NY", repeat=len(owners))]
        self.states = [s for s in settings_of if not any(holds(one, s) for one in infeasibles)]
        self.patterns = ["".join(s[o] for o in by_owner) for s in self.states]

    def data(self) -> Data:
        makers = [
            {"name": f"DM{who}", "options": [o for o, owner in enumerate(self.owners) if owner == who]}
            for who in range(3)
        ]
        for maker, stated in zip(makers, self.statements, strict=True):
            maker["preferences"] = stated
        options = [{"name": f"o{o}"} for o in range(len(self.owners))]
        return {"options": options, "decisionMakers": makers, "infeasibles": self.infeasibles}

    def score(self, who: int, state: dict[int, str]) -> int:
        stated = self.statements[who]
        return sum(2 ** (len(stated) - j) for j, one in enumerate(stated, start=1) if holds(one, state))


def holds(condition: Any, state: dict[int, str]) -> bool:
    if isinstance(condition, dict):
        return any(holds(member, state) for member in condition["members"])
    return all(state[option] == sign for option, sign in condition)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    owners = draw(st.lists(st.integers(0, 2), min_size=1, max_size=5))
    pairs = st.dictionaries(st.sampled_from(range(len(owners))), st.sampled_from("NY"), min_size=1, max_size=3)
    pattern = pairs.map(lambda chosen: [[option, sign] for option, sign in chosen.items()])
    condition = st.recursive(
        pattern,
        lambda inner: st.lists(inner, max_size=3).map(lambda found: {"compound": True, "members": found}),
        max_leaves=4,
    )
    statements = draw(st.lists(st.lists(condition, max_size=4), min_size=3, max_size=3))
    case = Case(owners, statements, draw(st.lists(condition, max_size=2)))
    return case if case.states else Case(owners, statements, [])


@given(cases())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_states_and_statements_are_those_of_the_format(tmp_path: Path, case: Case) -> None:
    conflict, lost = gmcr_reading(written(tmp_path, case.data()))
    assert lost == ()
    assert [conflict.state_name(s) for s in conflict.states().tolist()] == case.patterns
    for who, row in enumerate(conflict.payoffs().tolist()):
        scores = [case.score(who, state) for state in case.states]
        order = sorted(set(scores))
        assert row == [order.index(score) + 1 for score in scores]


@given(cases(), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_ranking_counts_states_after_sorting_by_owner(tmp_path: Path, case: Case, drawn: st.DataObject) -> None:
    numbers = list(range(1, len(case.states) + 1))
    values = drawn.draw(st.lists(st.integers(0, 4), min_size=len(numbers), max_size=len(numbers)))
    groups = [[n for n in numbers if values[n - 1] == value] for value in range(4, -1, -1)]
    ranking = [group if len(group) > 1 else group[0] for group in groups if group]
    data = {**case.data(), "useManualPreferenceVectors": True}
    for maker in data["decisionMakers"]:
        maker["preferenceVector"] = ranking
    conflict, _ = gmcr_reading(written(tmp_path, data))
    assert [conflict.state_name(s) for s in conflict.states().tolist()] == case.patterns
    order = sorted(set(values))
    assert conflict.payoffs().tolist() == [[order.index(value) + 1 for value in values]] * 3


# ---- by the command line


def solved(path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["lab", "solve", str(path), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("data", SAME_STATEMENTS.values(), ids=SAME_STATEMENTS.keys())
def test_every_way_to_write_statements_is_solved_alike(
    data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By hand: the company ends its delay only of a modified order (2 > 1, else 3 > 2) and cannot take it up again; the
    ministry never modifies (2 > 1, 4 > 3), and cannot take that back; the council always insists."""
    found = solved(written(tmp_path, data, "odd.GMCR"), capsys)
    assert found == solved(written(tmp_path, plain()), capsys)
    assert found["equilibria"]["R"] == [4, 6, 7]  # NYNY, NNYY, YNYY


CONVERTED = [
    *(
        SAME_STATEMENTS[name]
        for name in ("plain", "a compound of nothing never holds", "a statement that always holds")
    ),
    *(SAME_RANKINGS[name] for name in ("old keys", "an empty group")),
]


@pytest.mark.parametrize("data", CONVERTED)
def test_every_way_to_write_it_can_be_converted(data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(written(tmp_path, data))
    dossier, back, again = (str(tmp_path / name) for name in ("a.summit.yaml", "b.gmcr", "c.gmcr"))
    assert main(["convert", source, dossier]) == 0
    assert main(["check", dossier]) == 0
    assert main(["convert", source, back]) == 0
    assert main(["convert", back, again]) == 0
    assert Path(back).read_bytes() == Path(again).read_bytes()
    capsys.readouterr()
    assert solved(Path(back), capsys) == solved(Path(source), capsys)


# ---- what is refused, with the place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["decisionMakers"][0].update(options=["1"]), "decisionMakers[0].options[0]"),
        (lambda d: d["infeasibles"][0].__setitem__(0, ["2", "Y"]), "infeasibles[0][0]"),
        (lambda d: d["infeasibles"][0].__setitem__(0, [2.0, "Y"]), "infeasibles[0][0]"),
        (lambda d: d["infeasibles"][0].__setitem__(0, [2, "-"]), "infeasibles[0][0]"),
        (lambda d: d["infeasibles"][0].__setitem__(0, [2, "Y", 1]), "infeasibles[0][0]"),
        (lambda d: d["decisionMakers"][0].update(options=[float("nan")]), "decisionMakers[0].options[0]"),
        (lambda d: d["options"][1].update(permittedDirection=None), "options[1].permittedDirection"),
        (lambda d: d["options"][1].update(name=5), "options[1].name"),
        (lambda d: d["infeasibles"].append([]), "infeasibles"),
        (lambda d: d.update(useManualPreferenceRanking=1), "useManualPreferenceRanking"),
    ],
)
def test_what_has_no_meaning_is_refused_with_its_place(
    change: Callable[[Data], object], place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, changed(change))
    with pytest.raises(ForeignFormatError) as caught:
        gmcr_reading(path)
    assert [problem.path for problem in caught.value.problems] == [place]
    assert main(["lab", "solve", str(path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert place in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("ranking", "place"),
    [
        (["3", 4, 1, 2, 5, 6, 7, 8], "preferenceRanking[0]"),
        ([[3, [4]], 1, 2, 5, 6, 7, 8], "preferenceRanking[0][1]"),
        ([3.0, 4, 1, 2, 5, 6, 7, 8], "preferenceRanking[0]"),
    ],
)
def test_a_ranking_of_other_things_than_numbers(ranking: list[Any], place: str, tmp_path: Path) -> None:
    data = ranked("useManualPreferenceRanking", "preferenceRanking", ranking)
    with pytest.raises(ForeignFormatError) as caught:
        gmcr_reading(written(tmp_path, data))
    assert [problem.path for problem in caught.value.problems] == [f"decisionMakers[{i}].{place}" for i in range(3)]


@pytest.mark.parametrize(("encoding", "says"), [("utf-16", "UTF-16"), ("latin-1", "not UTF-8")])
def test_other_encodings_are_named(encoding: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "case.gmcr"
    text = json.dumps(changed(lambda d: d["options"][0].update(name="insïst")), ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    with pytest.raises(ForeignFormatError, match=says):
        gmcr_reading(path)
