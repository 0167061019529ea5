"""A first dossier to write over: small, commented, and already able to answer its questions."""

from __future__ import annotations

import json
import re
import unicodedata

from summitry.dossier.yamltree import read_tree
from summitry.errors import DossierError

_STARTER = """\
summitry: 1                                        # write over what follows, then: summitry check FILE
id: {id}
title: {title}
event: talks                                       # the option that the questions are about
actors: {{NOR: Norhaven, SUL: Sulmar}}
issues:
  fishing:
    asks: On how many days a year may both fleets fish in the strait?
    scale: {{none: 0, every day: 365}}
    status_quo: 60 to 90                           # where things stand; a range is central 90 per cent
    estimate: the days of the last five years
    stakes:                                        # position: what each would choose if nobody objected
      NOR: {{position: 150 to 220, salience: 40 to 60, estimate: our reading of what its fleet can do}}
      SUL: {{position: 110 to 180, salience: 60 to 85, estimate: our reading of its ministers}}
options: {{talks: {{by: [NOR, SUL], does: hold the fishing talks}}}}      # joint: both must gain
consequences: [{{when: talks, moves: {{fishing: 20 to 60}}, estimate: what such talks brought elsewhere}}]
questions: [why SUL wants talks, what NOR and SUL share]
"""


def starter(id: str, title: str) -> str:
    """Text of a dossier of seventeen lines that passes `check`: two actors, one issue, one joint option."""
    return _STARTER.format(id=slug(id), title=_yaml_text(" ".join(title.split())))


def slug(text: str) -> str:
    """A text as an id: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "dossier"


def _yaml_text(text: str) -> str:
    """A text as YAML, in quotes only where it would be read as something else."""
    try:
        plain = read_tree(f"title: {text} # end\n").data == {"title": text}
    except DossierError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
