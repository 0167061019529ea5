"""What nobody said: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, ends, number, whose
from summitry.brief.wording.catalogue import Fields, negated, template
from summitry.questions.answer import Amount


def _cause(f: Fields, say: Namer) -> str:
    name = say(f["cause"])
    return {"absent": f"{whose(name)} being there", "act": name, "done": name}[f["kind"]]


@template("news.act")
def _(f: Fields, say: Namer) -> str:
    size: Amount = f["size"] if f["more"] else negated(f["size"])
    verb = "brings" if f["more"] else "holds back"
    would = "would bring" if f["more"] else "would hold back"
    return capital(
        f"{_cause(f, say)} {would if f['kind'] == 'done' else verb} {say(f['target'])}:"
        f" {number(size.value)} points of time{ends(size)} {'more' if f['more'] else 'less'} on average."
    )


@template("news.worth")
def _(f: Fields, say: Namer) -> str:
    size: Amount = f["size"] if f["more"] else negated(f["size"])
    verb = ("help" if f["more"] else "hurt") if f["kind"] == "done" else ("helps" if f["more"] else "hurts")
    verb = f"would {verb}" if f["kind"] == "done" else verb
    return capital(
        f"{_cause(f, say)} {verb} {say(f['target'])}, by {say.points(size)}; {100 * f['part']:.0f} % of that comes through what others do in answer."
    )
