"""What is written about Summitry is true of it: names, links, versions, and every block that is marked to run."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

import summitry
from summitry.cli.app import app, main
from summitry.errors import SummitryError

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """A fenced block: language, the words after it, its text."""

    language: str
    words: tuple[str, ...]
    text: str


def text_of(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    infos = [(match["info"].split(), match["body"]) for match in found]
    return [Block(info[0], tuple(info[1:]), body) for info, body in infos]


def sections(markdown: str) -> dict[str, str]:
    """Heading of the third level to the text below it."""
    parts = re.split(r"^### (.+)$", markdown, flags=re.MULTILINE)
    return {
        title.strip(): re.split(r"^## ", body, flags=re.MULTILINE)[0]
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def commands() -> Iterator[tuple[str, Any]]:
    def below(group: Any, words: str) -> Iterator[tuple[str, Any]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, f"{words} {name}")
            else:
                yield f"{words} {name}", command

    yield from below(typer.main.get_command(app), "summitry")


def modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(summitry.__path__, "summitry."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(words: str, command: Any) -> None:
    documented = sections(text_of("docs", "reference", "commands.md"))
    body = next((text for title, text in documented.items() if re.match(rf"`{words}[ `]", title)), None)
    assert body is not None, f"docs/reference/commands.md has no section on `{words}`"
    flags = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
    missing = [flag for flag in flags if flag.startswith("-") and not re.search(rf"`{flag}[ `]", body)]
    assert not set(missing) - {"-h", "--help"}


def test_no_command_is_documented_that_is_not_there() -> None:
    known = [words for words, _ in commands()]
    for title in sections(text_of("docs", "reference", "commands.md")):
        assert any(re.match(rf"`{words}[ `]", title) for words in known), title


def test_every_error_class_is_documented() -> None:
    page = text_of("docs", "reference", "errors.md")
    family = {
        name
        for module in modules()
        for name, thing in vars(module).items()
        if inspect.isclass(thing) and issubclass(thing, SummitryError) and not name.startswith("_")
    }
    assert {"DossierError", "TooLarge"} <= family
    assert sorted(name for name in family if f"### `{name}`\n" not in page) == []


def test_every_form_of_question_has_a_section_with_its_key() -> None:
    from summitry.dossier.language import QUESTION_FORMS
    from summitry.questions.catalogue import ANSWERED

    documented = sections(text_of("docs", "reference", "questions.md"))
    assert list(documented) == [form for form, _ in QUESTION_FORMS]
    keys = [re.match(r"\s*Key `([a-z-]+)`", body) for body in documented.values()]
    assert [key and key[1] for key in keys] == list(ANSWERED)


def test_every_form_of_claim_has_a_row_with_an_example_and_what_makes_it_true() -> None:
    from summitry.dossier.language import CLAIM_FORMS, parse_claim

    page = text_of("docs", "reference", "questions.md")
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \| (.+) \|$", page, flags=re.MULTILINE)
    assert [form for form, _, _ in rows] == [form for _, form in CLAIM_FORMS]
    assert [parse_claim(example).key for _, example, _ in rows] == [key for key, _ in CLAIM_FORMS]


def test_every_verdict_is_documented() -> None:
    from summitry.brief.wording.claims import WORDS
    from summitry.questions.verdicts import KEYS

    pages = {name: text_of("docs", "reference", f"{name}.md") for name in ("questions", "json")}
    assert [word for word in WORDS.values() if f"`{word}`" not in pages["questions"]] == []
    assert [key for key in KEYS if f"`{key}`" not in pages["json"]] == []


def test_every_field_of_a_dossier_is_documented() -> None:
    from summitry.dossier import model

    page = text_of("docs", "reference", "dossier.md")
    missing = [
        f"{name}.{alias}"
        for name, part in vars(model).items()
        if inspect.isclass(part) and issubclass(part, model.Part)
        for alias in (field.alias or key for key, field in part.model_fields.items())
        if f"`{alias}`" not in page
    ]
    assert missing == []


def test_every_word_table_is_documented() -> None:
    from summitry.scoring.words import NAMES

    assert [name for name in NAMES if f"`{name}`" not in text_of("docs", "reference", "dossier.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link.split("#")[0] for link in LINK.findall(prose) if not re.match(r"[a-z]+:", link)]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_the_citation_has_the_version_of_the_package() -> None:
    assert re.findall(r"^version: (.+)$", text_of("CITATION.cff"), flags=re.MULTILINE) == [summitry.__version__]


def test_the_changelog_has_a_section_on_this_version() -> None:
    assert f"\n## {summitry.__version__}" in text_of("CHANGELOG.md")


def test_the_licence_is_the_one_that_is_named() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License\n" in text_of("LICENSE")
    assert f"\nlicense: {project['license']}\n" in text_of("CITATION.cff")


def test_the_readme_keeps_its_word_about_length() -> None:
    shown = blocks(ROOT / "README.md")
    dossiers = [block for block in shown if block.language == "yaml"]
    programs = [block for block in shown if block.language == "python"]
    assert [len(block.text.splitlines()) for block in dossiers] == [14]
    assert [len(block.text.splitlines()) <= 30 for block in programs] == [True]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(words for _, words, _ in blocks(page))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_blocks_that_are_marked_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`yaml file=NAME` is written, `python run` is executed, `console run` gives its commands to the command line."""
    monkeypatch.chdir(tmp_path)
    shared: dict[str, Any] = {"__name__": "__main__"}
    for number, block in enumerate(blocks(page), 1):
        for word in block.words:
            if word.startswith("file="):
                Path(word.removeprefix("file=")).write_text(block.text, encoding="utf-8")
            elif word == "run" and block.language == "python":
                exec(compile(block.text, f"{page.name}, block {number}", "exec"), shared)
            elif word == "run" and block.language == "console":
                for line in re.findall(r"^\$ summitry (.+)$", block.text, flags=re.MULTILINE):
                    assert main(shlex.split(line, comments=True)) == 0, f"{page.name}: summitry {line}"
            else:
                pytest.fail(f"{page.name}, block {number}: nobody knows what {word!r} means")


def test_every_example_dossier_loads() -> None:
    from summitry.dossier.loading import bundled

    for name, _ in bundled():
        assert summitry.load(name).id == name
    for path in (ROOT / "examples").rglob("*.summit.yaml"):
        assert summitry.load(str(path)).title
