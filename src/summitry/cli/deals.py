"""`summitry lab deals`: the deals of a dossier, or a scenario of the simulator GENIUS, without a brief."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry.errors import SummitryError

if TYPE_CHECKING:
    from summitry.formats.genius import Scenario as Genius
    from summitry.questions.deals import Deal
    from summitry.worlds.bargains import Scenario

SHOWN = 15
RULES = {
    "nash": "Nash (product of gains)",
    "kalai_smorodinsky": "Kalai–Smorodinsky (share of the best)",
    "egalitarian": "egalitarian (even gains)",
    "utilitarian": "utilitarian (sum of gains)",
}


def run(files: Sequence[str], *, draws: int | None, seed: int, json: bool) -> int:
    """Print what is found of every deal of a dossier, or of the packages of GENIUS files."""
    foreign = [f for f in files if f.lower().endswith(".xml")]
    if foreign and len(foreign) < len(files):
        raise SummitryError("Found a dossier and GENIUS files. Give one dossier, or the *.xml files of one scenario.")
    if foreign:
        return _genius([Path(f) for f in foreign], json)
    if len(files) != 1:
        raise SummitryError(f"Found {len(files)} dossiers, expected one. Run the command once for each.")
    return _dossier(files[0], draws, seed, json)


# ------------------------------------------------------------------------------------------------ a dossier


def _dossier(name: str, draws: int | None, seed: int, json: bool) -> int:
    from summitry.brief.deals import GAINS_TABLE, POINTS, blocks_of
    from summitry.brief.names import Namer
    from summitry.dossier.loading import as_dossier
    from summitry.questions import deals
    from summitry.questions.ask import open_study, suited_draws

    dossier = as_dossier(name)
    taken = suited_draws(dossier) if draws is None else draws
    study = open_study(dossier, name=name, draws=taken, seed=seed)
    found = deals.deals(study)
    blocks = blocks_of(study, Namer(dossier), found, whole=True)
    if json:
        rows = [
            _deal(d, [s.text for s in b.sentences], [dict(s.basis) for s in b.sentences])
            for d, b in zip(found, blocks, strict=True)
        ]
        print(
            jsonlib.dumps(
                {"dossier": dossier.id, "draws": taken, "seed": seed, "deals": rows}, indent=2, ensure_ascii=False
            )
        )
        return 0
    from rich.console import Console

    from summitry.brief import figures

    console = Console(highlight=False)
    if not blocks:
        console.print(f"{dossier.title} has no deal: an option of several owners that sets others (`sets:`).")
    for q, block in enumerate(blocks):
        console.print(("\n" if q else "") + f"[bold]{block.title}[/bold]")
        for sentence in block.sentences:
            console.print(f"· {sentence.text}", markup=False)
        if block.figure is not None and block.figure.kind == "gains":
            _table(console, *figures.table(block.figure))
            console.print(GAINS_TABLE, markup=False)
    if blocks:
        console.print(f"\n{block.lines[0]} {POINTS} {taken} draws, seed {seed}.", markup=False)
    return 0


def _deal(deal: Deal, texts: list[str], findings: list[dict[str, Any]]) -> dict[str, Any]:
    menu = deal.menu
    packages = [
        {
            "clauses": {ref.id: on for ref, on in menu.named(n)},
            "gains": {a: round(float(menu.gains[:, n, k].mean()), 6) for k, a in enumerate(menu.parties)},
            "all_gain": round(float(menu.chosen.zone[:, n].mean()), 6),
            "undominated": round(float(menu.chosen.frontier[:, n].mean()), 6),
            "chosen": {rule: round(float((c == n).mean()), 6) for rule, c in menu.chosen.chosen.items()},
        }
        for n in range(menu.gains.shape[1])
    ]
    return {
        "id": deal.id,
        "parties": list(deal.parties),
        "findings": [{"text": text, **found} for text, found in zip(texts, findings, strict=True)],
        "no_deal": str(menu.world),
        "packages": packages,
    }


# ------------------------------------------------------------------------------------------------ GENIUS files


def _genius(paths: list[Path], json: bool) -> int:
    from summitry.formats.genius import read_genius
    from summitry.worlds.bargains import scenario

    read = read_genius(paths)
    case = read.scenario
    found = scenario(case.items, case.disagreement, [p.discount for p in case.profiles])
    if json:
        print(jsonlib.dumps(_scenario(case, found, read.lost), indent=2, ensure_ascii=False))
        return 0
    from rich.console import Console

    console = Console(highlight=False)
    parties = [p.name for p in case.profiles]
    front = found.frontier
    console.print(
        f"{case.name}: {len(case.issues)} issues, {front.packages:,} packages, {len(front.points)} undominated points",
        markup=False,
    )
    rows = [(RULES[rule], *_choice(case, found, s.package)) for rule, s in found.settlements.items()]
    console.print("Choices, whole packages:")
    _table(console, ("rule", *parties, "levels"), rows)
    if found.mixed:
        console.print("With lotteries between packages (gains over no deal, in expectation):")
        mixed = [
            (RULES[rule], *(f"{g:.4g}" for g in m.gains), " and ".join(f"{w:.0%}" for w in m.weights))
            for rule, m in found.mixed.items()
        ]
        _table(console, ("rule", *parties, "weights"), mixed)
    if found.by_discount is not None:
        for who, pair in zip(parties, (found.by_discount.by_first, found.by_discount.by_second), strict=True):
            console.print(f"Offers in turn, {who} opening (gains): {pair[0]:.4g} and {pair[1]:.4g}", markup=False)
    for roll in found.rolls:
        console.print(_roll(case, found, roll.first, roll.second, roll.to), markup=False)
    console.print("The frontier, best for the first party first:")
    _table(console, (*parties, "levels"), [_choice(case, found, n) for n in range(min(SHOWN, len(front.points)))])
    if len(front.points) > SHOWN:
        console.print(f"… and {len(front.points) - SHOWN} more (--json has all).")
    for line in read.lost:
        console.print(f"Not read: {line}", markup=False)
    return 0


def _choice(case: Genius, found: Scenario, package: int | None) -> tuple[str, ...]:
    if package is None:
        return (*("" for _ in case.profiles), "none: every package leaves somebody below no deal")
    levels = ", ".join(f"{name}={level}" for name, level in _levels(case, found, package).items())
    return (*(f"{u:.4g}" for u in found.frontier.points[package]), levels)


def _levels(case: Genius, found: Scenario, package: int) -> dict[str, str]:
    return {i.name: i.levels[q] for i, q in zip(case.issues, found.frontier.levels[package].tolist(), strict=True)}


def _roll(case: Genius, found: Scenario, first: int, second: int, to: tuple[int, int]) -> str:
    """A log-roll from the middle levels."""
    a, b = case.issues[first], case.issues[second]
    one, other = (p.name for p in case.profiles)
    return (
        f"A trade: {one} gives {other} {a.name}={a.levels[to[0]]} (not {a.levels[found.start[first]]}) for"
        f" {b.name}={b.levels[to[1]]} (not {b.levels[found.start[second]]}); both gain."
    )


def _scenario(case: Genius, found: Scenario, lost: Sequence[str]) -> dict[str, Any]:
    parties = [p.name for p in case.profiles]

    def by_party(numbers: Sequence[float]) -> dict[str, float]:
        return {a: float(x) for a, x in zip(parties, numbers, strict=True)}

    front = found.frontier
    points = [
        {"utilities": by_party(p), "levels": _levels(case, found, n), "makers": float(front.makers[n])}
        for n, p in enumerate(front.points)
    ]
    return {
        "scenario": case.name,
        "packages": front.packages,
        "no_deal": by_party(case.disagreement.tolist()),
        "frontier": points,
        "solutions": {
            r: {"status": s.status, "point": s.package, "gains": by_party(s.gains.tolist())}
            for r, s in found.settlements.items()
        },
        "with_lotteries": {
            r: {
                "status": m.status,
                "points": list(m.packages),
                "weights": list(m.weights),
                "gains": by_party(m.gains.tolist()),
            }
            for r, m in found.mixed.items()
        },
        "not_read": list(lost),
    }


def _table(console: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(*head, box=None)
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)
