"""What next: how often each option is on soon and settled, against nothing changes; and where play comes to rest."""

from __future__ import annotations

import numpy as np

from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, Probe, Ref
from summitry.questions.contrast import Study, same_side
from summitry.worlds.interventions import AS_IT_IS


def _headline_probe(changes: list[str], now: set[str]) -> Probe:
    """Do the acts that the headline names mostly differ from the eve?"""
    return lambda s: (
        np.all([(s.share_on(o).said > 0.5) != (o in now) for o in changes] or [True], axis=0)
        * np.ones(s.worlds.draws.size)
    )


def answer(study: Study) -> Answer:
    """P of each option soon and settled; a change is what differs from the eve in more than half of the time."""
    now = set(study.dossier.now)
    shares = {o: study.share_on(o) for o in study.labels.options}
    changes = sorted(
        (o for o in shares if (float(shares[o].said.mean()) > 0.5) != (o in now)),
        key=lambda o: -abs(float(shares[o].said.mean()) - (o in now)),
    )
    rest = study.world().end_states()
    headline = study.finding(
        "next.headline",
        {
            "changes": tuple((Ref("option", o), float(shares[o].said.mean()), o not in now) for o in changes[:4]),
            "count": len(changes),
            "of": len(shares),
            "top": float(rest[0]["probability"]) if rest else 0.0,
        },
        [AS_IT_IS],
        agrees=all(same_side(float(shares[o].said.mean()), float(shares[o].other.mean())) for o in shares),
        probe=_headline_probe(changes[:4], now),
    )
    findings: list[Finding] = [
        study.finding(
            "next.option",
            {
                "option": Ref("option", o),
                "soon": study.mean(study.share_on(o, soon=True).said),
                "settled": study.mean(shares[o].said),
                "short": float(shares[o].other.mean()),
                "now": o in now,
                "draws": study.share(shares[o].said > 0.5),
            },
            [AS_IT_IS],
            agrees=same_side(float(shares[o].said.mean()), float(shares[o].other.mean())),
            holds=(shares[o].said > 0.5) == (float(shares[o].said.mean()) > 0.5),
        )
        for o in sorted(shares, key=lambda o: (-abs(float(shares[o].said.mean()) - (o in now)), o))
    ]
    for end in rest[:3]:
        findings.append(
            study.finding(
                "next.rest",
                {
                    "on": tuple(Ref("option", o) for o in end["states"][0] if "/" not in o),
                    "broken": tuple(o for o in end["states"][0] if "/" in o),
                    "kind": end["kind"],
                    "states": len(end["states"]),
                    "probability": study.share_of_play(float(end["probability"])),
                },
                [AS_IT_IS],
            )
        )
    rows = tuple(
        FigureRow.of_share(Ref("option", o), study.mean(shares[o].said), "settled")
        for o in sorted(shares, key=lambda o: -float(shares[o].said.mean()))
    )
    return Answer(
        "next", "what next", "", headline, tuple(findings), figure=FigureData("next.figure", rows, (0.0, 100.0))
    )
