"""What would change an answer: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, counted, draws, listed, number
from summitry.brief.wording.catalogue import Fields, template


def _of(f: Fields, text: str) -> str:
    """Under which question, where several are told together."""
    return f"“{f['of']}”: {text}" if f.get("of") else capital(text)


@template("change.hinge")
def _(f: Fields, say: Namer) -> str:
    what = say.input(f["path"])
    watch = f" Watch for: {f['watch']}." if f.get("watch") else ""
    return _of(
        f,
        f"{what}: below {number(f['limit'])} the headline holds {draws(f['below'])}, above it {draws(f['above'])}.{watch}",
    )


@template("change.none")
def _(f: Fields, say: Namer) -> str:
    return _of(
        f, f"no single input, within its stated range, clearly turns it: the headline holds {draws(f['share'])}."
    )


@template("change.flip")
def _(f: Fields, say: Namer) -> str:
    side = "above" if f["above"] else "below"
    where = "within its stated range" if f["inside"] else "beyond its stated range"
    watch = f" Watch for: {f['watch']}." if f.get("watch") else ""
    return _of(f, f"{say.input(f['path'])} {side} {number(f['limit'])} ({where}) would turn it.{watch}")


@template("change.together")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say.input(p)} {'high' if up else 'low'}" for p, up in zip(f["paths"], f["ways"], strict=True)]
    return _of(f, f"within their ranges it takes {counted(len(rows))} together: {listed(rows)}.")


@template("change.nothing")
def _(f: Fields, say: Namer) -> str:
    return _of(
        f,
        f"none of the {counted(f['count'])} inputs that it names or varies with most turns it, alone or together, as far as each can go.",
    )


@template("change.headline")
def _(f: Fields, say: Namer) -> str:
    firm = f["firm"]
    if firm == f["all"]:
        return f"None of the {counted(f['all'])} answers turns on a single input within its stated range."
    return capital(
        f"{counted(f['all'] - firm)} of {counted(f['all'])} answers turn on a single input within its stated range; they stand below."
    )


@template("information.headline")
def _(f: Fields, say: Namer) -> str:
    if not f["paths"]:
        return f"No single one of {f['count']} inputs, known better, would settle much."
    return capital(_information([say.input(p) for p in f["paths"]]))


def _information(names: list[str]) -> str:
    return f"first find out {listed(names)}: they would settle most."


@template("information.input")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say.input(f['path'])}: known to a third of its range, “{f['of']}” is called right in {number(f['gain'])} more of 100 draws."
    )
