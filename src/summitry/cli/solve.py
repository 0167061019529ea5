"""`summitry lab solve`: the stability of a whole conflict, from a dossier or a `.gmcr` file."""

from __future__ import annotations

import csv
import json as jsonlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from summitry.worlds.analysis import Analysis

MOST_ROWS = 40
LONG = 4_096  # states from which a bar is shown
CONCEPTS = ("R", "GMR", "SMR", "SEQ")


def run(
    file: str,
    *,
    concepts: Sequence[str] = CONCEPTS,
    coalitions: str | None = None,
    explain: str | None = None,
    paths: bool = False,
    start: str | None = None,
    inverse: str | None = None,
    stakes: bool = False,
    play: str | None = None,
    figure: str | None = None,
    heat: str | None = None,
    forbid: Sequence[str] = (),
    hold: Sequence[str] = (),
    json: bool = False,
    table: bool = False,
) -> int:
    """Print equilibria, or what was asked for beside them; with `json` or `table` (CSV) every verdict."""
    from summitry.cli.patience import stoppable
    from summitry.cli.progress import bar
    from summitry.errors import SummitryError

    dossier = not file.lower().endswith(".gmcr")
    if stakes and (inverse is None or not dossier):
        raise SummitryError(
            "--stakes belongs to --inverse STATE of a dossier: a .gmcr file has orders of states, no stakes."
        )
    read = _dossier if dossier else _gmcr
    found = stoppable(lambda: read(file, concepts, forbid, hold))
    with bar("Solving", quiet=json or table or found.model.n_states < LONG) as progress:
        found = replace(found, progress=None if progress is None else lambda done, total: progress(1, total))
        stoppable(lambda: found.found)
    if figure is not None:
        _figure(found, found.start if start is None else found.state(start), figure)
    if heat is not None:
        _heat(found, heat)
    if json:
        data = found.as_data()
        if coalitions is not None:
            data["coalitions"] = [
                {
                    "members": members,
                    "stable": {concept: [int(s) for s in on.nonzero()[0]] for concept, on in stable.items()},
                }
                for members, stable in _against(found, coalitions)
            ]
        print(jsonlib.dumps(data, ensure_ascii=False))
    elif table:
        writer = csv.writer(sys.stdout)
        frame = found.to_frame()
        writer.writerow(frame.columns)
        writer.writerows(frame.itertuples(index=False))
    else:
        _show(found)
        if explain is not None:
            _explain(found, found.state(explain))
        if paths or (start is not None and play is None and figure is None):
            _paths(found, found.state(start) if start is not None else found.start)
        if play is not None:
            _play(found, found.state(start) if start is not None else found.start, play.upper())
        if inverse is not None:
            _inverse(found, found.state(inverse), stakes)
        if coalitions is not None:
            _coalitions(found, coalitions)
    return 0


def _gmcr(file: str, concepts: Sequence[str], forbid: Sequence[str], hold: Sequence[str]) -> Analysis:
    from summitry.errors import SummitryError
    from summitry.formats.gmcr import gmcr_reading
    from summitry.worlds.analysis import Analysis

    if forbid or hold:
        raise SummitryError("--forbid and --hold are for dossiers: a .gmcr file says itself what is infeasible.")
    conflict, lost = gmcr_reading(Path(file))
    unseen = [who for who, hidden in zip(conflict.decision_makers, conflict.hidden, strict=False) if hidden]
    if unseen:
        lost = (*lost, f"misperceptions of {', '.join(unseen)}: solved as if everybody saw every feasible state")
    for line in lost:
        print(f"lost: {line}", file=sys.stderr)
    together = ["+".join(conflict.decision_makers[k] for k in group) for group in conflict.coalitions if len(group) > 1]
    if together:
        how = f'--coalitions "{",".join(together)}" says what they would not leave'
        print(f"note: the file has coalitions, and everybody acts alone here; {how}", file=sys.stderr)
    model = conflict.model()
    start = None if conflict.status_quo is None else int(model.states.searchsorted(conflict.status_quo))
    return Analysis(
        conflict.title, conflict.decision_makers, conflict.options, model.states, model, tuple(concepts), (), start
    )


def _dossier(file: str, concepts: Sequence[str], forbid: Sequence[str], hold: Sequence[str]) -> Analysis:
    from summitry.cli.play import switched
    from summitry.dossier.loading import as_dossier
    from summitry.worlds.analysis import of_worlds
    from summitry.worlds.draws import Draws
    from summitry.worlds.world import Worlds

    return of_worlds(Worlds(as_dossier(file), Draws(central=True), given=switched(forbid, hold)), concepts)


def _show(found: Analysis) -> None:
    from rich.console import Console
    from rich.table import Table

    from summitry.brief.verdict_words import VerdictWords

    console = Console(highlight=False, markup=False, soft_wrap=True)
    moves = (
        "every range at its middle, gains and losses that each state brings at once; "
        if found.worlds is not None
        else ""
    )
    counts = ", ".join(f"{concept} {int(on.sum())}" for concept, on in found.found.equilibria.items())
    console.print(
        f"{found.title}: {found.model.n_states:,} states, {len(found.decision_makers)} decision makers; {moves}equilibria: {counts}."
    )
    rows = found.equilibria()
    if not rows:
        console.print("No state is stable for everybody.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("state", "", "on", *found.concepts):
        table.add_column(column, justify="right" if column == "state" else "left", overflow="fold")
    for s in rows[:MOST_ROWS]:
        signs = ["E" if found.found.equilibria[c][s] else _stable_for(found, c, s) for c in found.concepts]
        table.add_row(
            str(s),
            found.pattern(s) if len(found.options) <= 16 else "",
            ", ".join(found.names_on(s)) or "nothing",
            *signs,
        )
    console.print(table)
    if len(rows) > MOST_ROWS:
        console.print(f"… and {len(rows) - MOST_ROWS:,} more equilibria; --json and --csv give all.")
    who = (
        ""
        if _short(found) == list(found.decision_makers)
        else ": " + ", ".join(f"{k} {name}" for k, name in enumerate(found.decision_makers, 1))
    )
    console.print(f"E: an equilibrium, stable for everybody; else those for whom the state is stable{who}.")
    if key := VerdictWords(found).key(rows[:MOST_ROWS]):
        console.print(f"Acts: {'; '.join(key)}.")


def _short(found: Analysis) -> list[str]:
    """Names of decision makers for the table: numbers where names are long."""
    names = list(found.decision_makers)
    return names if max(map(len, names)) <= 5 else [str(k + 1) for k in range(len(names))]


def _stable_for(found: Analysis, concept: str, s: int) -> str:
    return " ".join(name for k, name in enumerate(_short(found)) if found.found.stable[concept][k, s]) or "–"


def _explain(found: Analysis, s: int) -> None:
    from summitry.brief.verdict_words import VerdictWords

    words = VerdictWords(found)
    _told(f"State {s} ({words.state(s)}):", lambda: words.explained(s))


def _paths(found: Analysis, start: int | None) -> None:
    from summitry.brief.verdict_words import VerdictWords
    from summitry.errors import SummitryError

    if start is None:
        raise SummitryError("Paths begin at the status quo, and the file names none: give it with --from STATE.")
    words = VerdictWords(found)
    _told(f"From state {start} ({words.state(start)}):", lambda: words.paths(start, MOST_ROWS))


def _play(found: Analysis, start: int | None, concept: str) -> None:
    from summitry.brief.verdict_words import VerdictWords
    from summitry.errors import SummitryError

    if start is None:
        raise SummitryError("Play begins at the status quo, and the file names none: give it with --from STATE.")
    words = VerdictWords(found)
    head = f"From state {start} ({words.state(start)}), everybody making its best improvement that nothing deters ({concept}):"
    _told(head, lambda: words.ends(start, concept))


def _told(head: str, lines: Callable[[], list[str]]) -> None:
    """A heading and its lines, which may take a while."""
    from summitry.cli.patience import stoppable

    found = stoppable(lines)
    print("\n".join(["", head, *(f"  {line}" for line in found)]))


def _figure(found: Analysis, start: int | None, figure: str) -> None:
    from summitry.brief.state_graph import state_graph

    _write(figure, "--figure", lambda: state_graph(found, start))


def _heat(found: Analysis, target: str) -> None:
    from summitry.brief.verdict_table import verdict_page, verdict_table

    page = target.lower().endswith(".html")
    _write(target, "--table", lambda: verdict_page(found) if page else verdict_table(found), (".svg", ".png", ".html"))


def _write(name: str, flag: str, made: Callable[[], str], endings: Sequence[str] = (".svg", ".png")) -> None:
    """Write a drawing, of the kind that the ending of its file says."""
    from summitry.dossier.files import replacing
    from summitry.errors import SummitryError

    target = Path(name)
    ending = target.suffix.lower()
    if ending not in endings:
        raise SummitryError(f"{flag} {name}: the ending must be {', '.join(endings[:-1])} or {endings[-1]}.")
    content = made().encode()
    if ending == ".png":
        import vl_convert

        content = vl_convert.svg_to_png(content.decode(), scale=2)
    with replacing(target) as temporary:
        temporary.write_bytes(content)


def _inverse(found: Analysis, s: int, stakes: bool) -> None:
    from summitry.brief.verdict_words import VerdictWords
    from summitry.cli.patience import stoppable
    from summitry.cli.progress import bar

    words = VerdictWords(found)
    _told(f"What would turn state {s} ({words.state(s)}), all other states in their order:", lambda: words.inverse(s))
    if stakes:
        from summitry.worlds.inverse_stakes import least_stakes

        with bar("Trying stakes") as progress:
            turns = stoppable(lambda: least_stakes(found, s, progress))
        print("\nThe least change of one number of its own that would turn it, joint steps and votes agreed anew:")
        print("\n".join(f"  {line}" for line in words.stakes(turns)))


def _coalitions(found: Analysis, text: str) -> None:
    print("\nStable against coalitions:")
    for members, stable in _against(found, text):
        for concept, on in stable.items():
            states = [int(s) for s in on.nonzero()[0]]
            shown = ", ".join(map(str, states[:MOST_ROWS])) + (" …" if len(states) > MOST_ROWS else "")
            print(f"  {'+'.join(members)}, {concept}: {shown or 'no state'}")


def _against(found: Analysis, text: str) -> list[tuple[list[str], dict[str, NDArray[np.bool_]]]]:
    """What each coalition that is named would not leave; `all` names all of them."""
    from itertools import combinations

    from summitry.cli.patience import stoppable
    from summitry.errors import SummitryError

    everybody = found.decision_makers
    if text.strip() == "all":
        groups = [list(c) for size in range(1, len(everybody) + 1) for c in combinations(everybody, size)]
    else:
        groups = [[name.strip() for name in part.split("+")] for part in text.split(",")]
    unknown = [name for group in groups for name in group if name not in everybody]
    if unknown:
        raise SummitryError(f"--coalitions: no decision maker {unknown[0]!r}; there are: {', '.join(everybody)}")
    numbers = [[everybody.index(name) for name in group] for group in groups]
    return list(zip(groups, stoppable(lambda: found.coalitional(numbers)), strict=True))
