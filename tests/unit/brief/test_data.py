"""The brief as data: everything that the page tells and what stands behind it; and the one door to all formats."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import jsonschema
import numpy as np
import pytest

from summitry.brief import data, html, markdown, terminal
from summitry.brief.outline_model import Block, Figure, Outline, Row, Said, Section, Sentence, SourceRow, Table
from summitry.brief.render import FORMATS, Anchors, clean, format_name, render, verdict_text
from summitry.errors import SummitryError
from tests.unit.brief import varda

OUTLINE = varda.outline()
TEXT = data.render(OUTLINE)
READ = json.loads(TEXT)


def test_every_field_is_there() -> None:
    assert set(READ) == {field.name for field in fields(Outline)} | {"summitry_brief"}
    section = READ["sections"][0]
    assert set(section) == {field.name for field in fields(Section)}
    for kind, part in (
        (Sentence, section["headline"]),
        (Said, section["said"][0]),
        (Figure, section["figure"]),
        (Row, section["figure"]["rows"][0]),
        (SourceRow, READ["sources"][0]),
        (Block, READ["blocks"][0]),
        (Sentence, READ["blocks"][0]["sentences"][0]),
        (Table, READ["blocks"][0]["table"]),
    ):
        assert set(part) == {field.name for field in fields(kind)}


def test_the_published_schema_fits_and_refuses() -> None:
    schema = data.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(READ, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**READ, "sections": [{"number": "one"}]}, schema)


def test_sentences_bring_what_stands_behind_them() -> None:
    headline = READ["sections"][0]["headline"]
    assert headline["id"] == "1a"
    assert headline["text"] == OUTLINE.sections[0].headline.text
    assert headline["mark"] == "follows"
    assert headline["basis"]["dossier"] == varda.HASH
    assert headline["basis"]["seed"] == 7
    assert headline["notes"][0].startswith("Worlds: ")
    assert headline["command"].startswith("summitry ask ")
    assert READ["sections"][0]["changes"][1]["text"] == "A lender other than Canthe."
    assert READ["sections"][2]["said"][0]["verdict"] is None
    assert READ["sections"][2]["figure"] is None


def test_claims_bring_what_stands_behind_their_verdict() -> None:
    said = READ["sections"][0]["said"][0]
    assert said["verdict"].startswith("✗ contradicted: ")
    assert said["notes"][1] == "Counted over 200 draws, seed 7; <em>looking ahead</em> & short-sighted."
    assert said["command"].startswith("summitry ask ")
    assert said["basis"]["share"] == {"value": 0.04, "low": 0.03, "high": 0.05}
    assert READ["sections"][0]["said"][1]["notes"] == []


def test_what_nobody_said_and_blocks_are_told() -> None:
    nobody = READ["sections"][0]["nobody"]
    assert [sentence["id"] for sentence in nobody] == ["1i"]
    assert nobody[0]["basis"]["worlds"] == ["as things are", "without Ardan"]
    verdicts, ends = READ["blocks"]
    assert verdicts["key"] == "verdicts"
    assert verdicts["lines"] == list(OUTLINE.blocks[0].lines)
    assert verdicts["table"]["headers"] == ["Claim", "Expert", "Verdict", "Draws", ""]
    assert verdicts["table"]["rows"][0][0].endswith("water | money <for> it")
    assert ends["table"] == {
        "headers": ["End state", "Held by", "Share"],
        "rows": [["Talks & loan", "Ardan", "62 %"], ["No talks", "nobody", "8 %"]],
        "numeric": [2],
    }


def test_sorted_and_closed_with_a_newline() -> None:
    assert json.dumps(READ, ensure_ascii=False, indent=2, sort_keys=True) + "\n" == TEXT
    assert data.render(varda.outline()) == TEXT


def test_numpy_sets_and_numbers_without_an_end() -> None:
    basis = {
        "share": np.float64(0.5),
        "draws": np.int64(7),
        "all": np.array([1, 2]),
        "ids": {"b", "a"},
        "no": float("nan"),
    }
    headline = replace(OUTLINE.sections[0].headline, basis=basis)
    outline = replace(OUTLINE, sections=(replace(OUTLINE.sections[0], headline=headline),))
    read = json.loads(data.render(outline))["sections"][0]["headline"]["basis"]
    assert read == {"share": 0.5, "draws": 7, "all": [1, 2], "ids": ["a", "b"], "no": None}


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        data.plain({"x": object()})


def test_one_door() -> None:
    assert render(OUTLINE, "json") == TEXT
    assert render(OUTLINE, "html") == html.render(OUTLINE)
    assert render(OUTLINE, "markdown") == render(OUTLINE, ".md") == markdown.render(OUTLINE)
    assert render(OUTLINE, "terminal", 72) == terminal.render(OUTLINE, 72)
    assert all(format_name(ending) == name for name, ending in FORMATS.items())


def test_an_unknown_format_is_named_with_what_there_is() -> None:
    with pytest.raises(SummitryError, match=r"'htlm'.*html, markdown, json, terminal.*Did you mean html"):
        render(OUTLINE, "htlm")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("follows", "✓ follows"),
        ("follows only if the loan is open", "✓ follows only if the loan is open"),
        ("contradicted: in all", "✗ contradicted: in all"),
        ("cannot be tested here", "– cannot be tested here"),
        ("assumed: line 61", "◇ assumed: line 61"),
        ("✗ contradicted", "✗ contradicted"),
        ("something else", "something else"),
    ],
)
def test_verdicts_bring_a_sign(verdict: str, expected: str) -> None:
    assert verdict_text(verdict) == expected


def test_anchors_are_readable_and_unique() -> None:
    anchors = Anchors()
    assert [anchors.name(text) for text in ("s-1a", "S 1a", "s-1a", "!!", "水", "s-1a-2")] == [
        "s-1a", "s-1a-2", "s-1a-3", "x", "x-2", "s-1a-2-2",
    ]  # fmt: skip


def test_clean_is_one_line_without_codes() -> None:
    assert clean(" a\n\tb\x1b[0m \u202ec ") == "a b[0m c"
    assert clean("66–74\u00a0%") == "66–74\u00a0%"
