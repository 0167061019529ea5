"""`summitry brief`: the whole brief, printed, saved, opened."""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from pathlib import Path

from summitry.cli.progress import bar

SAVED = {
    "html": "brief.html",
    "md": "brief.md",
    "json": "brief.json",
    "terminal": "brief.txt",
    "pdf": "brief.pdf",
    "docx": "brief.docx",
}
FILES_ONLY = ("pdf", "docx")


def run(
    dossier: str,
    *,
    formats: list[str],
    out: Path | None,
    draws: int | None,
    seed: int,
    variant: str | None,
    what_if: list[str],
    open_: bool | None,
    quiet: bool,
    words: str | None = None,
    reader: str | None = None,
    since: str | None = None,
    template: Path | None = None,
    language: str = "en",
) -> int:
    """Without a folder: print in the one format asked for (terminal). With `out`: save HTML, Markdown and JSON (or those asked for) there.

    Word and PDF are files: without a folder they go into the current one.
    """
    from summitry.brief.look import read_look
    from summitry.brief.make import brief
    from summitry.dossier.loading import as_dossier
    from summitry.questions.ask import suited_draws

    look = read_look(template)  # a fault in it is said before anything is computed
    case = as_dossier(dossier)
    draws = suited_draws(case) if draws is None else draws
    label = (
        f"{case.title} · {len(case.actors)} actors, {len(case.issues)} issues, {len(case.options)} options,"
        f" {len(case.claims)} claims · {draws} draws, two behaviours"
    )
    with bar(label, quiet) as progress:
        made = brief(
            dossier, draws=draws, seed=seed, variant=variant, what_if=what_if, words=words, reader=reader, since=since,
            language=language, progress=progress,
        )  # fmt: skip
    for text in made.unanswered:
        print(f"Not answered: {text}", file=sys.stderr)
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 110))
    prints = out is not None and not quiet
    if out is None and any(f in FILES_ONLY for f in formats):
        out = Path()
    if out is None:
        for format in formats or ["terminal"]:
            print(made.text(format, width).rstrip("\n"))
        return 0
    chosen = formats or ["html", "md", "json"]
    paths = [made.save(out / SAVED[format], format, look) for format in chosen]
    if prints:
        print(made.text("terminal", width).rstrip("\n"))
    if quiet:
        if open_:
            _opened(paths[0])
        return 0
    others = ", ".join(p.suffix for p in paths[1:])
    opened = _opened(paths[0]) if open_ is not False else False
    print(
        f"\nBrief written to {paths[0]}{f' (also {others})' if others else ''}.{' Opening it.' if opened else ''}",
        file=sys.stderr,
    )
    return 0


def _opened(path: Path) -> bool:
    """Open a page where there is a screen to open it on."""
    has_screen = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not has_screen or os.environ.get("CI") or path.suffix != ".html":
        return False
    try:
        return webbrowser.open(path.resolve().as_uri())
    except webbrowser.Error:
        return False
