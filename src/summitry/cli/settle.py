"""`summitry lab settle`: issues that a body settles by bargaining, on their own."""

from __future__ import annotations

import json as jsonlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.errors import SummitryError

if TYPE_CHECKING:
    from summitry.brief.names import Namer
    from summitry.worlds.settlement import Settlement

QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def run(
    dossier: str, *, issue: str | None, variants: bool, trace: bool, draws: int, seed: int, central: bool, json: bool
) -> int:
    """Print every model's outcome for each settled issue; with `json` the shape that docs/reference/json.md gives."""
    from summitry.brief.names import Namer
    from summitry.dossier.loading import as_dossier
    from summitry.worlds.draws import Draws, all_values
    from summitry.worlds.settlement import settled_issues, settlement

    read = as_dossier(dossier)
    known = settled_issues(read)
    if not known:
        raise SummitryError(
            f"{dossier} has no issue that a body settles. Where one must decide, add e.g. settled: {{model: mean, by: council}} to the issue."
        )
    if issue is not None and issue not in known:
        raise SummitryError(f"--issue {issue}: expected one that a body settles: {', '.join(known)}.")
    values = all_values(read, Draws(draws, seed, central))
    found = [settlement(read, j, values) for j in ([issue] if issue else known)]
    if json:
        print(jsonlib.dumps([_data(s, variants, trace) for s in found], indent=2, ensure_ascii=False))
        return 0
    for s in found:
        _show(s, Namer(read), variants, trace)
    return 0


def _models(s: Settlement) -> list[str]:
    """Every model that the dossier gives enough for, its own first."""
    from summitry.worlds.settlement import MODELS

    return [s.model, *(m for m in MODELS if m not in (s.model, "winset"))]


def _ends(numbers: Any) -> dict[str, float]:
    low, middle, high = (round(float(q), 6) for q in np.quantile(numbers, [0.05, 0.5, 0.95]))
    return {"median": middle, "low": low, "high": high}


def _data(s: Settlement, variants: bool, trace: bool) -> dict[str, Any]:
    said = s.dossier.issues[s.issue].settled
    assert said is not None
    models = {}
    for model in _models(s):
        outcome, agreed = s.outcome(model)
        models[model] = {**_ends(outcome), "agreement": float(agreed.mean())}
    won = s.won()
    out: dict[str, Any] = {
        "issue": s.issue, "model": s.model, "by": said.by, "rounds": s.rounds, "status_quo": _ends(s.reference),
        "actors": {
            a: {"position": _ends(s.positions[:, k]), "salience": _ends(s.saliences[:, k]),
                "capability": _ends(s.capabilities[:, k])} for k, a in enumerate(s.actors)
        },
        "models": models,
        "winset": None if won is None else {
            "low": _ends(won.low), "high": _ends(won.high), "nothing": float(won.is_empty.mean())
        },
    }  # fmt: skip
    if variants:
        from summitry.worlds.settlement import OPEN_STEPS

        spread = s.at_the_middle().spread()
        out["variants"] = {
            "readings": len(spread.variants),
            "quantiles": {
                f"{q:g}": round(float(v), 6) for q, v in zip(QUANTILES, spread.quantiles(QUANTILES), strict=True)
            },
            "by_switch": {n: {str(k): round(v, 6) for k, v in spread.by_switch(n).items()} for n in OPEN_STEPS},
        }
    if trace:
        middle = s.at_the_middle()
        out["trace"] = [
            {**asdict(o), "to": s.actors[o.to], "by": s.actors[o.by]} for o in middle.traced(_challenge(s))
        ]  # fmt: skip
    return out


def _challenge(s: Settlement) -> str:
    """The challenge model that is traced: the dossier's, or the paper's reading where it names another model."""
    from summitry.worlds.settlement import CHALLENGES

    return s.model if s.model in CHALLENGES else CHALLENGES[0]


def _show(s: Settlement, say: Namer, variants: bool, trace: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from summitry.brief.names import capital
    from summitry.brief.wording.settlement import TRACE_HEADERS, level, model_name, moves_told, trace_rows
    from summitry.questions.answer import Ref

    console = Console(highlight=False, markup=False)
    j = s.issue

    def ends(numbers: Any) -> str:
        e = _ends(numbers)
        low, high = level(e["low"], j, say), level(e["high"], j, say)
        return level(e["median"], j, say) + (f" ({low} to {high})" if low != high else "")

    unit = s.dossier.issues[j].unit
    console.print(
        f"{capital(say(Ref('issue', j)))}{f', in {unit}' if unit else ''}; without a decision {ends(s.reference)}"
    )
    table = Table("model", "settles at", "agreement", box=None)
    for model in _models(s):
        outcome, agreed = s.outcome(model)
        own = " ←" if model == s.model else ""
        table.add_row(
            f"{model}: {model_name(model)}{own}",
            ends(outcome),
            _agreed(agreed),
        )
    console.print(table)
    console.print("←: the model that the dossier names.")
    won = s.won()
    if won is not None:
        body = s.dossier.issues[j].settled
        assert body is not None
        name, empty = say(Ref("body", str(body.by))), 100 * won.is_empty.mean()
        never = f"; in {empty:.0f} % of draws it would pass no change" if empty > 0 else ""
        told = f"would prefer anything from {ends(won.low)} to {ends(won.high)} to what holds without a decision{never}"
        nothing = "would pass no change: enough votes prefer no other level to what holds without a decision"
        console.print(f"On this issue alone, {name} {told if empty < 100 else nothing}.")
    if variants:
        _show_variants(console, s, say)
    if trace:
        middle = s.at_the_middle()
        offers = middle.traced(_challenge(s))
        console.print(f"\nEvery offer, {_challenge(s)}, with every range at its middle:")
        rows = Table(*TRACE_HEADERS, box=None)
        for row in trace_rows(offers, s.actors, j, say):
            rows.add_row(*row)
        console.print(rows)
        for line in moves_told(offers, s.actors, j, say):
            console.print(line)


def _agreed(agreed: Any) -> str:
    if agreed.all():
        return ""
    if not agreed.any():
        return "in no draw, so no decision"
    return f"in {100 * agreed.mean():.0f} % of draws; else no decision"


def _show_variants(console: Any, s: Settlement, say: Namer) -> None:
    from rich.table import Table

    from summitry.brief.wording.settlement import level
    from summitry.worlds.settlement import OPEN_STEPS

    spread = s.at_the_middle().spread()
    low, _, quarter, middle, rest, _, high = (level(float(v), s.issue, say) for v in spread.quantiles(QUANTILES))
    console.print(
        f"\nThe challenge model in {len(spread.variants)} readings of its equations, {s.rounds} rounds, with every range at its middle:"
        f" it settles from {low} to {high}, in the middle half of the readings from {quarter} to {rest}, in the middle one at {middle}."
    )
    table = Table("step left open", "mean outcome by reading", box=None)
    for step in OPEN_STEPS:
        means = spread.by_switch(step)
        table.add_row(step, ", ".join(f"{k}: {level(v, s.issue, say)}" for k, v in means.items()))
    console.print(table)
