"""A seal holds, and any change to it is seen; a rubric is read as strictly as a dossier."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summitry.archive.forecasts import OUTSIDE, forecast_hash, forecasts, inside
from summitry.archive.rubric import RubricError, read_rubric
from summitry.archive.seal import SealError, as_seal, content_hash, make_seal, read_seal, save_seal
from summitry.archive.verify import check_content, check_dossier, check_numbers, score
from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.dossier.model import Dossier
from summitry.questions.ask import open_study
from tests.unit.archive.varda import MARCH, RUBRIC, resolved

DAY = datetime.date(2031, 3, 3)


def dossier(text: str = MARCH) -> Dossier:
    return load(Document.parse(text, "varda-march.summit.yaml"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("seal") / "varda.rubric.yaml"
    path.write_text(RUBRIC)
    rubric = read_rubric(path, dossier(), DAY)
    study = open_study(dossier(), draws=6)
    return make_seal(study, rubric, DAY, "command line", file="varda-march.summit.yaml", rubric_file=path.name)


def holds(data: dict[str, Any], case: Dossier | None = None) -> dict[str, bool | None]:
    """Check → does it hold?"""
    checks, seal = check_content(data)
    if seal is not None:
        checks += [check_dossier(seal, case or dossier()), check_numbers(seal, case or dossier())]
    return {check.what: check.holds for check in checks}


def test_a_seal_holds(data: dict[str, Any]) -> None:
    assert holds(data) == {"content": True, "rubric": True, "dossier": True, "numbers": True}
    assert [f["id"] for f in data["forecasts"]] == ["c1", "share", "lend"]
    assert set(data["dossier"]["covers"]) == set(Dossier.model_fields) - set(OUTSIDE)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(entry, (*path, key))
    else:
        yield path


def changed(data: dict[str, Any], path: tuple[Any, ...], *, gone: bool = False) -> dict[str, Any]:
    out = copy.deepcopy(data)
    held = out
    for part in path[:-1]:
        held = held[part]
    old = held[path[-1]]
    if gone:
        del held[path[-1]]
    else:
        held[path[-1]] = old + 1 if isinstance(old, int | float) else f"{old} "
    return out


def test_a_change_to_any_field_is_seen(data: dict[str, Any]) -> None:
    paths = list(leaves(data))
    assert len(paths) > 40
    for path in paths:
        for gone in (False, True):
            checks, _ = check_content(changed(data, path, gone=gone))
            assert not checks[0].holds, (path, gone)
    assert not check_content({**data, "more": 1})[0][0].holds


@pytest.mark.parametrize(
    ("path", "caught"),
    [
        (("forecasts", 0, "share"), "numbers"),
        (("forecasts", 1, "high"), "numbers"),
        (("forecasts", 2, "says"), "numbers"),
        (("rubric", "text"), "rubric"),
        (("rubric", "hash"), "rubric"),
        (("dossier", "hash"), "dossier"),
        (("seed",), "numbers"),
    ],
)
def test_a_change_that_is_hashed_again_is_seen_by_deriving_it_again(
    data: dict[str, Any], path: tuple[Any, ...], caught: str
) -> None:
    forged = changed(data, path)
    forged["hash"] = content_hash(forged)
    found = holds(forged)
    assert found["content"]
    assert not found[caught]


def test_a_forecast_that_was_taken_out_is_missed(data: dict[str, Any]) -> None:
    forged = changed(data, ("forecasts", 2), gone=True)
    forged["hash"] = content_hash(forged)
    assert holds(forged)["numbers"] is False


def test_a_seal_without_its_parts_is_told_and_no_fault(data: dict[str, Any]) -> None:
    for key in data:
        found = holds({k: v for k, v in data.items() if k != key})
        assert found["content"] is False
    assert holds({"summitry_seal": 1})["seal"] is False
    assert holds({**data, "draws": float("nan")})["content"] is False
    assert holds({**data, "draws": 0})["seal"] is False


def test_outcomes_change_neither_the_numbers_nor_the_hash(data: dict[str, Any]) -> None:
    later = resolved(MARCH, {"lend": "true", "c1": "false"}).replace("title: The", "title: On the")
    assert holds(data, dossier(later)) == {"content": True, "rubric": True, "dossier": True, "numbers": True}


def test_a_changed_input_is_seen(data: dict[str, Any]) -> None:
    found = holds(data, dossier(MARCH.replace("salience: 10 to 60", "salience: 60 to 90")))
    assert (found["content"], found["dossier"], found["numbers"]) == (True, False, False)


def test_no_forecast_depends_on_what_the_hash_leaves_out() -> None:
    bare = MARCH.replace("questions: [why BEL wants talks, what next]\n", "")
    bare = bare.replace("by: okafor, in: herald, at: Q1 p1, ", "").replace("title: The Varda water talks", "title: x")
    both = [forecasts(open_study(dossier(text), draws=6)) for text in (MARCH, bare)]
    assert both[0] == both[1]
    more = MARCH + "facts: {f1: {in: herald, says: new, known: 2031-03-01}}\nvariants: {a: {forbid: lend}}\n"
    more = more.replace("means: ARD will not do lend", "means: ARD will not do lend, against: f1")
    assert forecast_hash(dossier(more)) == forecast_hash(dossier())
    assert forecasts(open_study(dossier(more), draws=6)) == both[0]
    assert "issues" in inside(dossier())


def test_the_score_stands_beside_a_base_rate_and_a_coin(data: dict[str, Any]) -> None:
    seal = as_seal(data)
    found = score(seal, dossier(resolved(MARCH, {"lend": "true", "share": "annulled", "c1": "ambiguous"})))
    worlds, rate, coin = found.rated
    said = seal.forecasts[2].share
    assert worlds.brier == pytest.approx((said - 1) ** 2)
    assert (rate.brier, coin.brier) == (0.25, 0.25)
    assert (found.count("annulled"), found.count("ambiguous"), found.count("true")) == (1, 1, 1)


def test_the_other_way_the_score_is_another_and_the_forecast_stays(data: dict[str, Any]) -> None:
    seal = as_seal(data)
    won, lost = (score(seal, dossier(resolved(MARCH, {"lend": came}))) for came in ("true", "false"))
    assert won.rated[0].brier < lost.rated[0].brier
    assert [row.share for row in won.rows] == [row.share for row in lost.rows]


def test_nothing_open_or_known_before_is_scored(data: dict[str, Any]) -> None:
    assert score(as_seal(data), dossier()).rated == ()
    early = resolved(MARCH, {"lend": "true"}).replace("date: 2031-12-31", "date: 2031-03-03")
    found = score(as_seal(data), dossier(early))
    assert found.rated == ()
    assert found.count("known before") == 1


def test_a_seal_is_never_written_over(data: dict[str, Any], tmp_path: Path) -> None:
    path = save_seal(data, tmp_path / "varda.seal.json")
    assert read_seal(path).hash == data["hash"]
    with pytest.raises(SealError, match="never written over"):
        save_seal(data, path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"summitry_seal": 1}'])
def test_what_is_no_seal_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.seal.json"
    path.write_text(text)
    with pytest.raises(SealError):
        read_seal(path)


# ------------------------------------------------------------------------------------------------ rubrics


def problems(text: str, tmp_path: Path, day: datetime.date = DAY, case: Dossier | None = None) -> list[str]:
    path = tmp_path / "rubric.yaml"
    path.write_text(text)
    with pytest.raises(RubricError) as caught:
        read_rubric(path, case or dossier(), day)
    return [str(problem) for problem in caught.value.problems]


def test_all_that_is_wrong_is_said_at_once_each_at_its_line(tmp_path: Path) -> None:
    text = RUBRIC.replace("base_rate: 0.3", "base_rate: 30").replace("by: 2031-12-31", "by: soon", 1)
    text = text.replace("case: varda", "case: vardar").replace("  lend:", "  lent:")
    found = problems(text, tmp_path)
    for place, words in [(":2:", "vardar"), (":6:", '"soon"'), (":14:", "found 30"), (":16:", "Did you mean lend?"), (":3:", "how lend will be decided")]:  # fmt: skip
        assert any(place in line and words in line for line in found), (place, words, found)
    assert len(found) == 5


@pytest.mark.parametrize("field", ["question", "by", "source", "base_rate", "class"])
def test_each_field_is_required(field: str, tmp_path: Path) -> None:
    lines = RUBRIC.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith(f"    {field}:"))
    (found,) = problems("".join(lines[:first] + lines[first + 1 :]), tmp_path)
    assert f'"{field}" is missing' in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no sections"),
        ("- a list", "no sections"),
        ("summitry_rubric: 1\ncase: varda\n", '"forecasts" is missing'),
        ("a: !!python/object:os.system x\n", "!"),
        (RUBRIC.replace("left_out:\n  talks: they have begun\n", ""), "how talks will be decided"),
        (RUBRIC.replace("they have begun", ""), "a reason"),
        (RUBRIC.replace("  talks:", "  lend: no\n  talks:"), "among the forecasts too"),
        (RUBRIC.replace("  talks:", "  c2: no\n  talks:"), "no meaning that can be tested"),
        (RUBRIC.replace("source:", "sauce:", 1), "Did you mean source?"),
    ],
)
def test_what_is_no_rubric_is_refused(text: str, said: str, tmp_path: Path) -> None:
    assert any(said in line for line in problems(text, tmp_path))


def test_a_missing_rubric_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match="no such rubric"):
        read_rubric(tmp_path / "none.yaml", dossier(), DAY)


def test_what_is_known_cannot_be_sealed(tmp_path: Path) -> None:
    case = dossier(resolved(MARCH, {"lend": "true"}))
    (found,) = problems(RUBRIC.replace("2031-12-31", "2032-12-31"), tmp_path, datetime.date(2032, 1, 1), case)
    assert "its outcome has been in the dossier since 2031-12-31" in found
    assert all("sealed on 2032-01-01" in line for line in problems(RUBRIC, tmp_path, datetime.date(2032, 1, 1)))
    assert "after the day of sealing" in problems(RUBRIC, tmp_path, datetime.date(2031, 1, 1))[0]
