"""`summitry edit`: change one entry of a dossier by its path; comments and order stay."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from difflib import unified_diff
from typing import Any

from summitry.cli.check import FAULTY, FINE, aligned, counted
from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.errors import DossierError, Problem, SummitryError

Print = Callable[[str], Any]

_ASSIGNMENT = re.compile(r'\s*((?:"(?:[^"\\]|\\.)*"|[^"=])+?)\s*=\s*(.*\S)\s*', re.DOTALL)
EXAMPLE = '"issues.flow.stakes.BEL.salience = 40 to 60"'


def run(
    file: str | os.PathLike[str],
    assignment: str,
    note: str | None = None,
    dry_run: bool = False,
    print: Print = print,
    preview: bool = False,
    yes: bool = False,
) -> int:
    """Write `path = value` into a dossier; 0 if it was written (or would be), 2 if it was refused.

    What a check would newly complain of is refused, and the file stays as it was. `note` is kept as a comment above. With `preview`,
    what the change moves is computed and shown first; somebody at a terminal is then asked, unless `yes`.
    """
    match = _ASSIGNMENT.fullmatch(assignment)
    if match is None:
        print(f"{assignment!r} is no assignment. Write e.g. {EXAMPLE}")
        return FAULTY
    try:
        document = Document.read(file)
        before, earlier = document.text, _complaints(document)
        document.set(match[1], match[2], note)
    except DossierError as error:
        return _refused(error.problems, print)
    problems = check(document).problems
    fresh = [problem for problem in problems if (problem.path, problem.message) not in earlier]
    if fresh:
        return _refused(fresh, print)
    for line in _changed(before, document.text):
        print(line)
    if preview and before != document.text:
        for line in _moves(Document.parse(before, document.name), document):
            print(line)
        if not (yes or dry_run or _agreed()):
            print("Nothing was written.")
            return FINE
    if dry_run:
        print("Nothing was written (--dry-run).")
        return FINE
    try:
        document.save()
    except OSError as error:
        print(f"{document.name}: the file cannot be written ({error.strerror or error})")
        return FAULTY
    left = f" It still has {counted(len(problems), 'problem')} of before." if problems else ""
    print(f"{document.name} is written.{left}")
    return FINE


def _moves(before: Document, after: Document) -> list[str]:
    """What an edit moves; why it cannot be told, where the dossier has problems."""
    from summitry.brief.editions import difference, lines
    from summitry.cli.progress import bar

    one, two = check(before).dossier, check(after).dossier
    if one is None or two is None:
        return ["What this moves cannot be computed while the dossier has problems (summitry check)."]
    try:
        with bar("what this moves") as progress:
            return lines(difference(one, two, progress=progress))
    except SummitryError as error:
        return [f"What this moves cannot be computed: {error}"]


def _agreed() -> bool:
    """Ask somebody who sits at a terminal; nobody else is asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return input("Save? [Y/n] ").strip().lower() in ("", "y", "yes")


def _complaints(document: Document) -> set[tuple[str, str]]:
    return {(problem.path, problem.message) for problem in check(document).problems}


def _refused(problems: list[Problem] | tuple[Problem, ...], print: Print) -> int:
    for line in aligned(problems):
        print(line)
    print("Nothing was written.")
    return FAULTY


def _changed(before: str, after: str) -> list[str]:
    """Lines taken out and put in, with their marks."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")] or ["Nothing changes."]
