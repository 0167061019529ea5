"""How issues settle, as parts of the brief: how far off such models have been, and what was accepted, round by round, in a challenge model."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, listed
from summitry.brief.outline_model import Block, Table
from summitry.brief.wording.settlement import MISSED, TRACE_HEADERS, missed, model_name, moves_told, trace_rows
from summitry.questions.answer import Answer, Ref
from summitry.questions.contrast import Study
from summitry.questions.settlement import settled
from summitry.worlds.settlement import CHALLENGES, Settlement


def settlement_blocks(study: Study, say: Namer, answers: tuple[Answer, ...]) -> list[Block]:
    """For each issue that was asked about: how far off its model has been elsewhere, and if it is one of challenges, who gave way to whom."""
    out = []
    for answer in answers:
        if answer.key != "settlement":
            continue
        issue = answer.headline.fields["issue"]
        assert isinstance(issue, Ref)
        s = settled(study, issue.id)
        if s.model in MISSED:
            out.append(Block(f"record-{s.issue}", "How far such settlements have been off", _record(s, say)))
        if s.model in CHALLENGES:
            offers = s.at_the_middle().traced()
            taken = [o for o in offers if o.taken]
            lines = (
                f"By {model_name(s.model)}, with every range at its middle. Of {len(offers)} offers {len(taken)} were accepted;"
                f" all of them, with why they were not: summitry lab settle {study.name} --trace.",
                *moves_told(offers, s.actors, s.issue, say),
            )
            table = Table(TRACE_HEADERS, tuple(trace_rows(taken, s.actors, s.issue, say)), (0,))
            out.append(Block(f"settlement-{s.issue}", capital(f"how {say(issue)} settles, round by round"), lines, (),
                             table if taken else None))  # fmt: skip
    return out


def _record(s: Settlement, say: Namer) -> tuple[str, ...]:
    others = [f"{model_name(model)} by {share} %" for model, share in MISSED.items() if model != s.model]
    return (
        f"On 243 contested issues of the European Union {model_name(s.model)} missed the decision by {MISSED[s.model]} % of the scale on"
        f" average, which is {missed(s.model, s.issue, say)} here; {listed(others)}. The ranges above come from the inputs alone and do not include this error.",
        "Source: positions and outcomes in Arregui and Perarnaud (2021), doi:10.34810/data53, as computed by summitry lab backtest deu."
        " It is the record of one body that has to decide; how far it carries over to another is a judgement.",
    )
