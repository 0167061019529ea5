"""Random but seeded dossiers of a wanted size, for timing. Plain dicts in the shape of the dossier file."""

from __future__ import annotations

import random
from typing import Any


def case(options: int, actors: int, seed: int = 1, exact: bool = True, dear: bool = False) -> dict[str, Any]:
    """A plausible case: own acts spread over the actors, a few joint acts, one deal and one body with a vote that an act needs."""
    dice = random.Random(seed)
    names = [f"A{i:02d}" for i in range(actors)]
    issues = [f"j{i}" for i in range(max(4, actors // 2 + 2))]

    def value(low: float, high: float) -> Any:
        middle = round(dice.uniform(low, high), 3)
        width = round(abs(high - low) * 0.15, 3)
        return middle if exact else f"{middle - width} to {middle + width}"

    opts: dict[str, Any] = {}
    own = options - 4
    for o in range(own):
        opts[f"o{o:02d}"] = {"by": names[o % actors]}
    opts["meeting"] = {"by": dice.sample(names, 2)}
    opts["vote"] = {"by": "body"}
    opts["link"] = {"by": dice.sample(names, 3 if actors > 2 else 2), "needs": "vote"}
    first, second = "o00", "o01"
    opts["deal"] = {
        "by": [names[0], names[1 % actors]],
        "sets": {first: True, second: True},
        "breach": {names[0]: value(4, 12)},
    }
    when = list(opts)
    consequences = [
        {"when": o, "moves": {j: value(-20, 20) for j in dice.sample(issues, 2)}, **cost(opts[o]["by"], value, dear)}
        for o in when
    ]
    for _ in range(options // 3):
        a, b = dice.sample(when, 2)
        text = f"{a} and {b}" if dice.random() < 0.5 else f"{a} and not {b}"
        consequences.append({"when": text, "moves": {dice.choice(issues): value(-15, 15)}})
    return {
        "summitry": 1,
        "id": f"case-{options}-{actors}",
        "title": f"{options} options, {actors} actors",
        "actors": {a: a for a in names},
        "bodies": {"body": {"members": dict.fromkeys(names[:5], 1), "passes": 3, "veto": names[:1]}},
        "issues": {
            j: {
                "scale": {"none": 0, "all": 100},
                "status_quo": value(30, 70),
                "stakes": {
                    a: {"position": value(10, 90), "salience": value(20, 90)} for a in names if dice.random() < 0.6
                },
            }
            for j in issues
        },
        "options": opts,
        "consequences": consequences,
    }


def cost(by: str | list[str], value: Any, dear: bool) -> dict[str, Any]:
    """What acting costs whoever acts; `dear`: most acts are not worth it as things stand, as in a large case most are not."""
    owners = [by] if isinstance(by, str) else by
    ends = (7, 20) if dear else (1, 8)
    return {} if owners == ["body"] else {"costs": {a: value(*ends) for a in owners}}
