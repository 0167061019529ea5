"""What holds of every text: bytes come back, edits keep to their lines, garbage is refused in words."""

from __future__ import annotations

import contextlib
import difflib
import json
import random
import string
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.paths import join, split
from summitry.errors import DossierError
from tests.unit.dossier.strait import STRAIT

KEYS = st.text(alphabet=string.ascii_letters + string.digits + "_", min_size=1, max_size=6).filter(
    lambda key: key.lower() not in ("null", "true", "false")
)
SCALARS = st.one_of(
    st.integers(-1000, 1000).map(str),
    st.sampled_from(
        ["30 to 50", "between 3 and 5", "a and not b", '"quoted: text"', "'it''s'", "on", "2019-04-26", "~"]
    ),
)
COMMENTS = st.sampled_from(["", "   # a remark", "  # 100% [sure]: {yes}"])
# Places of STRAIT whose value is a scalar of its own.
PATHS = sorted(
    path for path in Document.parse(STRAIT).marks if not isinstance(Document.parse(STRAIT).get(path), dict | list)
)


def outcome_of(text: str) -> Document | DossierError:
    try:
        return Document.parse(text, "f.yaml")
    except DossierError as error:
        return error


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Small documents in block and flow style, with comments and blank lines."""
    lines: list[str] = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=5, unique=True)):
        lines += [""] * draw(st.integers(0, 1))
        kind = draw(st.sampled_from(["scalar", "flow", "list", "block", "items"]))
        comment = draw(COMMENTS)
        values = draw(st.lists(SCALARS, min_size=1, max_size=3))
        names = draw(st.lists(KEYS, min_size=len(values), max_size=len(values), unique=True))
        if kind == "scalar":
            lines.append(f"{key}: {values[0]}{comment}")
        elif kind == "flow":
            pairs = ", ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
            lines.append(f"{key}: {{{pairs}}}{comment}")
        elif kind == "list":
            lines.append(f"{key}: [{', '.join(values)}]{comment}")
        elif kind == "block":
            lines += [f"{key}:{comment}", *(f"  {n}: {v}{comment}" for n, v in zip(names, values, strict=True))]
        else:
            lines += [f"{key}:{comment}", *(f"  - {value}{comment}" for value in values)]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + newline.join(lines) + draw(st.sampled_from(["", newline]))


@given(texts())
@settings(deadline=None)
def test_bytes_come_back(tmp_path_factory: object, text: str) -> None:
    document = Document.parse(text)
    assert document.text == text
    folder: Path = tmp_path_factory.mktemp("texts")  # type: ignore[attr-defined]
    (folder / "a.yaml").write_bytes(text.encode())
    Document.read(folder / "a.yaml").save(folder / "b.yaml")
    assert (folder / "b.yaml").read_bytes() == text.encode()


@given(texts(), st.data())
@settings(deadline=None)
def test_an_edit_changes_its_value_and_its_lines_only(text: str, data: st.DataObject) -> None:
    document = Document.parse(text)
    scalars = [path for path in document.marks if not isinstance(document.get(path), dict | list)]
    path = data.draw(st.sampled_from(sorted(scalars)))
    value = data.draw(SCALARS)
    line = document.marks[path].line
    document.set(path, value)
    assert document.get(path) == Document.parse(f"a: {value}").data["a"]
    before, after = text.splitlines(), document.text.splitlines()
    assert len(before) == len(after)
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] in ([], [line])
    if document.undo():
        assert document.text == text


@given(texts(), st.data())
@settings(deadline=None)
def test_taking_out_undoes_putting_in(text: str, data: st.DataObject) -> None:
    document = Document.parse(text)
    holders = [path for path in document.marks if isinstance(document.get(path), dict)]
    path = data.draw(st.sampled_from([*(f"{holder}.zzzzzzz" for holder in sorted(holders)), "zzzzzzz"]))
    document.set(path, data.draw(SCALARS))
    gone = [line for line in difflib.ndiff(text.splitlines(), document.text.splitlines()) if line.startswith("- ")]
    assert len(gone) <= 1
    document.remove(path)
    assert document.data == Document.parse(text).data


@given(st.sampled_from(PATHS), st.text(max_size=30))
@settings(deadline=None)
def test_any_text_as_a_value_is_that_value_or_refused(path: str, value: str) -> None:
    document = Document.parse(STRAIT)
    try:
        document.set(path, value)
    except DossierError:
        refused = True
    else:
        refused = False
    assert not refused or document.text == STRAIT
    rest = {other: document.get(other) for other in PATHS if other != path}
    original = Document.parse(STRAIT)
    assert rest == {other: original.get(other) for other in PATHS if other != path}


@given(st.one_of(st.text(max_size=200), st.text(alphabet="{}[]:,-#&*!|>'\"%@` \n\tab1.\\", max_size=60)))
@settings(deadline=None, max_examples=200)
def test_garbage_is_refused_in_words(text: str) -> None:
    outcome = outcome_of(text)
    if isinstance(outcome, DossierError):
        assert all(problem.message and problem.file == "f.yaml" for problem in outcome.problems)
    else:
        assert outcome.text == text
        check(outcome)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_garbage_in_a_file_is_refused_in_words(tmp_path_factory: object, content: bytes) -> None:
    folder: Path = tmp_path_factory.mktemp("bytes")  # type: ignore[attr-defined]
    path = folder / "a.yaml"
    path.write_bytes(content)
    text = None
    with contextlib.suppress(DossierError):
        text = Document.read(path).text
    assert text is None or text.encode() == content


@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(deadline=None, max_examples=200)
def test_a_damaged_dossier_gives_problems_and_no_traceback(seed: int, wounds: int) -> None:
    """Characters dropped, doubled and swapped, lines cut and copied: a dossier, or problems with places."""
    chance = random.Random(seed)
    text = STRAIT
    for _ in range(wounds):
        place = chance.randrange(len(text))
        size = chance.randrange(1, 12)
        piece = text[place : place + size]
        text = (
            text[:place]
            + chance.choice(["", piece * 2, piece[::-1], chance.choice(":{}[],#'\"-\n ") + piece])
            + text[place + size :]
        )
    document = outcome_of(text)
    if isinstance(document, DossierError):
        assert document.problems
        return
    outcome = check(document)
    assert (outcome.dossier is None) == bool(outcome.problems)
    assert all(problem.line >= 1 for problem in (*outcome.problems, *outcome.warnings))


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-10, 200),
        st.sampled_from(["NOR", "talks", "fishing", "c1", "likely", "x"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["NOR", "by", "when", "in"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from([*Document.parse(STRAIT).marks]), JSON)
@settings(deadline=None, max_examples=200)
def test_any_value_anywhere_gives_problems_and_no_traceback(path: str, value: object) -> None:
    document = Document.parse(STRAIT, "f.yaml")
    document.set(path, json.dumps(value))
    outcome = check(document)
    assert (outcome.dossier is None) == bool(outcome.problems)


@given(st.lists(st.one_of(st.integers(0, 99), st.text(alphabet="ab.[]\" -_é'\\", min_size=1, max_size=5)), min_size=1))
@settings(deadline=None)
def test_paths_join_and_split(parts: list[int | str]) -> None:
    plain = [part.strip() or "x" if isinstance(part, str) else part for part in parts]
    assert list(split(join(plain))) == plain
