"""`summitry lab votes`: what a body's rule gives each member, and how it would vote on the eve."""

from __future__ import annotations

import json as jsonlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.dossier.model import Body, Dossier
    from summitry.worlds.ballots import Standing
    from summitry.worlds.divisions import Division


def run(
    dossier: str,
    *,
    body: str | None = None,
    option: str | None = None,
    draws: int = 200,
    seed: int = 0,
    central: bool = False,
    json: bool = False,
) -> int:
    """Print each body's rule, the power of its members, and its votes; with `json` the shape that docs/reference/json.md gives."""
    from summitry.brief.names import Namer
    from summitry.brief.wording.bodies import rule
    from summitry.dossier.loading import as_dossier
    from summitry.worlds.ballots import standing
    from summitry.worlds.divisions import divisions
    from summitry.worlds.draws import Draws
    from summitry.worlds.game import compile_game

    case = as_dossier(dossier)
    bodies = _chosen(case, body, option)
    found = [d for d in divisions(compile_game(case, Draws(draws, seed, central))) if option in (None, d.option)]
    held = {name: standing(case.bodies[name], seed) for name in bodies}
    rules = {name: rule(case.bodies[name], Namer(case)) for name in bodies}
    if json:
        data = {name: _as_data(rules[name], held[name], [d for d in found if d.body == name]) for name in bodies}
        print(
            jsonlib.dumps(
                {"draws": 1 if central else draws, "seed": seed, "bodies": data}, indent=2, ensure_ascii=False
            )
        )
    else:
        for name in bodies:
            _show(case, name, rules[name], held[name], [d for d in found if d.body == name])
    return 0


def _chosen(case: Dossier, body: str | None, option: str | None) -> list[str]:
    """The bodies asked for, sorted."""
    from summitry.errors import QuestionError

    if not case.bodies:
        raise QuestionError("This dossier has no body that votes.", mend="Write bodies: with members and passes.")
    if option is not None:
        decides = case.body_of(option) if option in case.options else None
        if decides is None or body not in (None, decides):
            known = ", ".join(o for o in case.options if case.body_of(o) is not None) or "none"
            raise QuestionError(
                f"{option!r} is no option that {body or 'a body'} decides.", mend=f"Options of bodies: {known}."
            )
        return [decides]
    if body is not None and body not in case.bodies:
        raise QuestionError(f"{body!r} is no body of this dossier.", mend=f"Bodies: {', '.join(sorted(case.bodies))}.")
    return sorted(case.bodies) if body is None else [body]


def _as_data(rule: str, held: Standing, votes: list[Division]) -> dict[str, Any]:
    power = held.power
    members = {
        member: {
            "shapley": None if power is None else float(power.shapley[q]),
            "banzhaf": None if power is None else float(power.banzhaf[q]),
            "banzhaf_absolute": None if power is None else float(power.absolute[q]),
            "can_block": bool(held.blocks[q]),
            "can_carry": bool(held.carries[q]),
        }
        for q, member in enumerate(held.members)
    }
    return {
        "rule": rule,
        "sampled": 0 if power is None else power.samples,
        "decisiveness": None if power is None else power.decisiveness,
        "members": members,
        "options": {v.option: _vote_as_data(v) for v in votes},
    }


def _vote_as_data(vote: Division) -> dict[str, Any]:
    return {
        "switches": "on" if vote.on else "off",
        "passes": float(vote.passes.mean()),
        "members": {
            member: {
                "votes_yes": float((vote.votes[:, q] > 0).mean()),
                "votes_no": float((vote.votes[:, q] < 0).mean()),
                "pivotal": float(vote.pivotal[:, q].mean()),
                "passes_with_yes": float(vote.yes[:, q].mean()),
                "passes_with_no": float(vote.no[:, q].mean()),
            }
            for q, member in enumerate(vote.members)
        },
    }


def _show(case: Dossier, name: str, rule: str, held: Standing, votes: list[Division]) -> None:
    from rich.console import Console

    from summitry.brief.names import Namer, capital
    from summitry.brief.wording.bodies import followers
    from summitry.questions.answer import Ref

    body = case.bodies[name]
    console = Console(highlight=False, markup=False)
    say = Namer(case)
    console.print(f"{capital(say(Ref('body', name)))}: {rule}.")
    console.print(_table_of_power(case, body, held))
    if not (held.blocks.any() or held.carries.any()):
        console.print("By the rule, no member alone can block or carry a proposal.")
    if held.power is None:
        console.print("No power indices: how many unnamed members there are is not known.")
    elif held.power.samples:
        worst = 100 * max(held.power.shapley_error.max(), held.power.banzhaf_error.max())
        console.print(f"Power indices from {held.power.samples} samples; standard errors up to {worst:.2f} points.")
    for vote in votes:
        act = capital(say(Ref("option", vote.option)))
        how = "" if vote.on else ", to end it"
        console.print(
            f"\n{act} ({vote.option}){how}: put to the vote on the eve, it passes in {_percent(vote.passes)} of draws."
        )
        if told := followers(body, say):
            console.print(told)
        console.print(_table_of_votes(case, vote))
    if votes:
        console.print(
            "Shares of draws. Decides: its vote alone turns the result; if yes, if no: the proposal passes if the member votes so."
        )


def _table_of_power(case: Dossier, body: Body, held: Standing) -> Any:
    from summitry.brief.names import bare

    able = bool(held.blocks.any() or held.carries.any())
    table = _table("member", *body.measures, "Shapley–\nShubik %", "Banzhaf\n%", *(["alone it can"] if able else []))
    for q, member in enumerate(held.members):
        weights = [f"{body.weights(m)[member]:g}" for m in body.measures]
        power = held.power
        indices = ["", ""] if power is None else [f"{100 * power.shapley[q]:.2f}", f"{100 * power.banzhaf[q]:.2f}"]
        can = " and ".join(w for w, able in (("block", held.blocks[q]), ("carry", held.carries[q])) if able)
        table.add_row(bare(case.actor_name(member)), *weights, *indices, *([can] if able else []))
    return table


def _table_of_votes(case: Dossier, vote: Division) -> Any:
    from summitry.brief.names import bare

    some = bool((vote.votes == 0).any())
    head = (
        "yes",
        "no",
        *(["abstains"] if some else []),
        "decides",
        "if yes",
        "if no",
    )
    table = _table("member", *head)
    for q, member in enumerate(vote.members):
        cast = vote.votes[:, q]
        shares = (cast > 0, cast < 0, *([cast == 0] if some else []), vote.pivotal[:, q], vote.yes[:, q], vote.no[:, q])
        table.add_row(bare(case.actor_name(member)), *(_percent(share) for share in shares))
    return table


def _table(first: str, *columns: str) -> Any:
    from rich import get_console
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1 if get_console().width >= 80 else 0))
    table.add_column(first, overflow="fold", min_width=11)  # so that few names are cut within a word
    for column in columns:
        table.add_column(column, justify="left" if column == "alone it can" else "right", overflow="fold")
    return table


def _percent(share: Any) -> str:
    return f"{100 * float(share.mean()):.0f} %"
