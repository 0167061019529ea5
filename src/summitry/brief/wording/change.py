"""What would change an answer: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, draws, number
from summitry.brief.wording.catalogue import Fields, template


@template("change.hinge")
def _(f: Fields, say: Namer) -> str:
    what = say.input(f["path"])
    watch = f" Watch for: {f['watch']}." if f.get("watch") else ""
    return capital(
        f"{what}: below {number(f['limit'])} the headline holds {draws(f['below'])}, above it {draws(f['above'])}.{watch}"
    )


@template("change.none")
def _(f: Fields, say: Namer) -> str:
    return f"No single input, within its stated range, clearly turns it: the headline holds {draws(f['share'])}."
