"""`summitry lab solve`: the stability of a whole conflict, from a dossier or a `.gmcr` file."""

from __future__ import annotations

import csv
import json as jsonlib
import sys
from collections.abc import Sequence
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
    play: str | None = None,
    figure: str | None = None,
    forbid: Sequence[str] = (),
    hold: Sequence[str] = (),
    json: bool = False,
    table: bool = False,
) -> int:
    """Print equilibria, or what was asked for beside them; with `json` or `table` (CSV) every verdict."""
    from summitry.cli.progress import bar

    dossier = not file.lower().endswith(".gmcr")
    found = _dossier(file, concepts, forbid, hold) if dossier else _gmcr(file, concepts, forbid, hold)
    with bar("Solving", quiet=json or table or found.model.n_states < LONG) as progress:
        found = replace(found, progress=None if progress is None else lambda done, total: progress(1, total))
        _ = found.found
    if figure is not None:
        _figure(found, found.start if start is None else found.state(start), figure)
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
            _inverse(found, found.state(inverse))
        if coalitions is not None:
            _coalitions(found, coalitions)
    return 0


def _gmcr(file: str, concepts: Sequence[str], forbid: Sequence[str], hold: Sequence[str]) -> Analysis:
    from summitry.errors import SummitryError
    from summitry.formats.gmcr import read_gmcr
    from summitry.worlds.analysis import Analysis

    if forbid or hold:
        raise SummitryError("--forbid and --hold are for dossiers: a .gmcr file says itself what is infeasible.")
    conflict = read_gmcr(Path(file))
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

    console = Console(highlight=False, markup=False, soft_wrap=True)
    moves = "moves by utility, every range at its middle; " if found.start is not None else ""
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


def _short(found: Analysis) -> list[str]:
    """Names of decision makers for the table: numbers where names are long."""
    names = list(found.decision_makers)
    return names if max(map(len, names)) <= 5 else [str(k + 1) for k in range(len(names))]


def _stable_for(found: Analysis, concept: str, s: int) -> str:
    return " ".join(name for k, name in enumerate(_short(found)) if found.found.stable[concept][k, s]) or "–"


def _explain(found: Analysis, s: int) -> None:
    print(f"\nState {s} ({_named(found, s)}):")
    for k, who in enumerate(found.decision_makers):
        for concept in found.explained:
            print(f"  {who}, {concept}: {_why(found, k, s, concept)}")


def _why(found: Analysis, k: int, s: int, concept: str) -> str:
    from summitry.worlds.analysis import witness_of

    one = witness_of(found, k, s, concept)
    if one.improvement is None:
        return "stable: there is no better state within one move"
    go = f"by {_step(found, s, one.improvement)} it would come to state {one.improvement}"
    if concept == "R":
        return f"unstable: {go}, which it prefers"
    answers = "; then ".join(
        f"{found.decision_makers[who]} {_step(found, before, to)}" for (who, to), before in zip(one.sanction, [one.improvement, *(t for _, t in one.sanction)], strict=False)
    )  # fmt: skip
    if one.stable:
        undo = (
            f" (it could still go to state {one.counter_move}, which it prefers)"
            if one.counter_move is not None
            else ""
        )
        return f"stable: {go}, but {answers} would leave it no better off in state {one.sanction[-1][1]}{undo}"
    if answers:
        return f"unstable: {go}; {answers} would hurt, but it could go on to state {one.counter_move}"
    return f"unstable: {go}, and nothing that the others can do deters it"


def _step(found: Analysis, before: int, after: int) -> str:
    a, b = int(found.states[before]), int(found.states[after])
    names = (*found.options, *found.marks)
    parts = [name for o, name in enumerate(names) if (b & ~a) >> o & 1]
    parts += [f"dropping {name}" for o, name in enumerate(names) if (a & ~b) >> o & 1]
    return ", ".join(f"“{part}”" if not part.startswith("dropping ") else f"dropping “{part[9:]}”" for part in parts)


def _named(found: Analysis, s: int) -> str:
    return ", ".join(found.names_on(s)) or "nothing on"


def _paths(found: Analysis, start: int | None) -> None:
    from summitry.errors import SummitryError
    from summitry.worlds.analysis import reached_from

    if start is None:
        raise SummitryError("Paths begin at the status quo, and the file names none: give it with --from STATE.")
    improving, any_move = (reached_from(found, start, improving=only) for only in (True, False))
    print(f"\nFrom state {start} ({_named(found, start)}):")
    for s in found.equilibria()[:MOST_ROWS]:
        concepts = " ".join(c for c in found.concepts if found.found.equilibria[c][s])
        if improving.distance[s] >= 0:
            how, path = _count(int(improving.distance[s]), "improvement"), improving.path(s)
        elif any_move.distance[s] >= 0:
            how, path = f"{_count(int(any_move.distance[s]), 'move')}, not all for the better", any_move.path(s)
        else:
            print(f"  state {s} ({concepts}): not reached")
            continue
        steps, at = [], start
        for who, to in path:
            steps.append(f"{found.decision_makers[who]}: {_step(found, at, to)}")
            at = to
        print(f"  state {s} ({concepts}): {how}{': ' if steps else ''}{' → '.join(steps)}")


def _play(found: Analysis, start: int | None, concept: str) -> None:
    from summitry.errors import SummitryError
    from summitry.worlds.analysis import cautious_from

    if start is None:
        raise SummitryError("Play begins at the status quo, and the file names none: give it with --from STATE.")
    chain = cautious_from(found, start, concept)
    print(
        f"\nFrom state {start} ({_named(found, start)}), everybody making its best improvement that nothing deters ({concept}):"
    )
    for members in chain.ends:
        states = [int(chain.states[q]) for q in members]
        kind = "rests in" if len(states) == 1 else f"goes round {len(states)} states:"
        shown = "; ".join(f"state {s} ({_named(found, s)})" for s in states[:8]) + (" …" if len(states) > 8 else "")
        print(f"  {100 * float(chain.last[list(members)].sum()):.0f} %: {kind} {shown}")


def _figure(found: Analysis, start: int | None, figure: str) -> None:
    """Write the state graph as SVG or PNG, by the ending."""
    from summitry.brief.state_graph import state_graph
    from summitry.dossier.files import replacing
    from summitry.errors import SummitryError

    target = Path(figure)
    if target.suffix.lower() not in (".svg", ".png"):
        raise SummitryError(f"--figure {figure}: the ending must be .svg or .png.")
    made = state_graph(found, start).encode()
    if target.suffix.lower() == ".png":
        import vl_convert

        made = vl_convert.svg_to_png(made.decode(), scale=2)
    with replacing(target) as temporary:
        temporary.write_bytes(made)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _inverse(found: Analysis, s: int) -> None:
    from summitry.worlds.analysis import change_of

    print(f"\nWhat would turn state {s} ({_named(found, s)}), all else in its order:")
    for k, who in enumerate(found.decision_makers):
        for concept in found.explained:
            change = change_of(found, k, s, concept)
            verdict = "stable" if change.stable else "unstable"
            if change.passed is None:
                print(f"  {who}, {concept}: {verdict}, whatever its ranking")
                continue
            way = "fall below" if change.stable else "rise above"
            listed = ", ".join(map(str, change.passed[:8])) + (" …" if len(change.passed) > 8 else "")
            print(
                f"  {who}, {concept}: {verdict}; it would have to {way} {_count(len(change.passed), 'state')} ({listed})"
            )


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

    from summitry.errors import SummitryError
    from summitry.worlds.analysis import coalitions_of

    everybody = found.decision_makers
    if text.strip() == "all":
        groups = [list(c) for size in range(1, len(everybody) + 1) for c in combinations(everybody, size)]
    else:
        groups = [[name.strip() for name in part.split("+")] for part in text.split(",")]
    unknown = [name for group in groups for name in group if name not in everybody]
    if unknown:
        raise SummitryError(f"--coalitions: no decision maker {unknown[0]!r}; there are: {', '.join(everybody)}")
    numbers = [[everybody.index(name) for name in group] for group in groups]
    return list(zip(groups, coalitions_of(found, numbers), strict=True))
