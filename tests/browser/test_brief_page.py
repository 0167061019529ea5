"""The page in a browser without scripts: fits a telephone, opens its runs, is reached by keyboard, prints its notes.

`CHROMIUM` names the browser; otherwise the system's, otherwise Playwright's own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from summitry.brief import html
from summitry.brief.make import brief
from tests.unit.brief import varda

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        found = os.environ.get("CHROMIUM") or next(
            filter(None, map(shutil.which, NAMES)), driver.chromium.executable_path
        )
        if not Path(found).exists():
            pytest.skip("no Chromium here; `make browser` installs one")
        running = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(html.render(varda.outline()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: playwright.Browser, address: str) -> Iterator[playwright.Page]:
    """The brief on a telephone, with scripts switched off."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def sideways(page: playwright.Page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("text", ["demo", "endless"])
def test_nothing_scrolls_sideways(browser: playwright.Browser, tmp_path: Path, width: int, text: str) -> None:
    path = tmp_path / "page.html"
    told = varda.outline() if text == "demo" else varda.retold(lambda words: f"{words} {'Wasserverhandlung' * 12}")
    path.write_text(html.render(told), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert sideways(page) <= 0
    outside = page.evaluate(
        "[...document.querySelectorAll('p, li, td, th, dt, dd, pre, h1, h2, h3, summary, svg, a')]"
        ".filter(e => e.checkVisibility() && !e.closest('.skip, .sheet') && e.getBoundingClientRect().right > innerWidth + .5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert outside == []
    frames = page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(e => [e.getBoundingClientRect().right, innerWidth])"
    )
    assert frames
    assert all(right <= window for right, window in frames)
    page.close()


def test_a_wide_table_scrolls_in_its_frame_by_keyboard(page: playwright.Page) -> None:
    wide, small = page.locator(".sheet").all()
    assert wide.evaluate("e => e.scrollWidth - e.clientWidth") > 100
    assert small.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    for cell in wide.locator(".wordy").all():
        assert cell.bounding_box()["width"] >= 150  # none is folded into a few letters a line
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert wide.evaluate("e => e.scrollLeft") > 0
    assert sideways(page) <= 0


def test_tables_have_names_and_headings(page: playwright.Page) -> None:
    table = page.get_by_role("table", name="Claims and verdicts, as a table")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Claim", "Expert", "Verdict", "Draws"]
    assert table.get_by_role("rowheader").count() == 3
    assert page.get_by_role("link", name="End states and what holds them").get_attribute("href") == "#block-ends"


def test_a_verdict_is_seen_and_opens_how_it_was_tested(page: playwright.Page) -> None:
    verdict = page.locator("#said-1-c4 .verdict")
    assert verdict.get_by_text("✗ contradicted: standing alone").is_visible()
    note = verdict.get_by_text("Tested as: BEL holds talks")
    assert not note.is_visible()
    verdict.locator("summary").focus()
    page.keyboard.press("Enter")
    assert note.is_visible()
    assert verdict.get_by_text("claim c4 & nothing else").is_visible()


def test_no_text_of_a_figure_is_cut(page: playwright.Page) -> None:
    for drawing in page.locator(".narrow svg").all():
        frame = drawing.bounding_box()
        for text in drawing.locator("text").all():
            box = text.bounding_box()  # Chromium adds a pixel on each side
            assert box["x"] >= frame["x"] - 1.5
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1.5
            assert box["height"] >= 12


def test_a_mark_opens_its_run_without_scripts(page: playwright.Page) -> None:
    fold = page.locator("#s-1b details")
    note = fold.get_by_text("Worlds: as things are; without the talks")
    assert not note.is_visible()
    fold.locator("summary").click()
    assert note.is_visible()
    assert fold.get_by_text("summitry ask varda.summit.yaml").is_visible()
    fold.locator("summary").click()
    assert not note.is_visible()


def test_an_answer_leads_to_its_section_and_a_passage_to_its_source(page: playwright.Page) -> None:
    page.get_by_role("link", name="Why does Canthe matter to Belmar?").click()
    assert page.url.endswith("#q4")
    assert page.locator("#q4 h2").bounding_box()["y"] < 400
    page.locator("#said-1-c4 summary").first.click()
    page.locator("#said-1-c4").get_by_role("link", name="Five questions on Varda").click()
    assert page.url.endswith("#source-herald")


def test_keyboard_reaches_everything_that_opens(page: playwright.Page) -> None:
    reached = []
    page.keyboard.press("Tab")
    assert page.locator(".skip:focus").is_visible()
    for _ in range(200):
        here = page.locator(":focus")
        if here.count() == 0:
            break
        reached.append(here.inner_text())
        page.keyboard.press("Tab")
        if page.locator(".skip:focus").count():
            break
    assert len(reached) == page.locator("a:visible, summary:visible, .sheet:visible").count()
    fold = page.locator("#s-1a details")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator(".note").is_visible()


def test_folds_are_large_enough_to_touch(page: playwright.Page) -> None:
    for fold in page.locator("summary:visible").all():
        assert fold.bounding_box()["height"] >= 23.5


def test_headings_and_landmarks(page: playwright.Page) -> None:
    levels = [
        int(heading.evaluate("e => e.tagName[1]"))
        for heading in page.locator("h1, h2, h3").all()
        if heading.is_visible()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.get_by_role("banner").count() == page.get_by_role("main").count() == 1
    assert page.get_by_role("contentinfo").count() == 1
    assert page.get_by_role("img").count() == 3


def test_nothing_is_asked_of_the_network(browser: playwright.Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert asked == [address]
    page.close()


def test_half_a_page_of_answers_comes_first(browser: playwright.Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    box = page.locator("#answers").bounding_box()
    assert box["y"] + box["height"] < 900
    page.close()


def test_paper_has_notes_in_place_of_folds(page: playwright.Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("#q1 .endnotes").is_visible()
    assert page.locator("#q1 .endnotes").get_by_text("1a, 1b, 1f, 1g, 1h").is_visible()
    assert page.locator(".skip").is_hidden()
    assert page.locator(".wide").first.is_visible()
    assert page.locator("#block-verdicts .endnotes").is_visible()
    page.set_viewport_size({"width": 658, "height": 1000})  # 174 mm, the text of an A4 page
    for sheet in page.locator(".sheet").all():
        assert sheet.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, as its Playwright package carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: playwright.Browser, address: str, axe: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]] == []
    context.close()


def test_a_real_page_fits_a_telephone_and_pleases_axe(browser: playwright.Browser, tmp_path: Path, axe: str) -> None:
    """A bundled case has what the made-up one lacks: ties, stands, steps, deals clause by clause, promises."""
    page_file = brief("baku-2024", draws=4).save(tmp_path / "brief.html")
    assert page_file.stat().st_size < 1_500_000
    context = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for key in ("ties", "stands", "paths", "pledges", "assumptions"):
        assert page.locator(f"#block-{key}").count() == 1
    page.evaluate(axe)
    assert [(rule["id"], len(rule["nodes"])) for rule in page.evaluate("axe.run(document)")["violations"]] == []
    context.close()
