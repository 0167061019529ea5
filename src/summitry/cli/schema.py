"""`summitry schema`: the JSON Schema of a dossier, for editors, or of a brief's JSON, for programs that read it."""

from __future__ import annotations

import json


def run(brief: bool = False) -> int:
    """Print the schema."""
    if brief:
        from summitry.brief.data import schema as found
    else:
        from summitry.dossier.schema import json_schema as found
    print(json.dumps(found(), indent=2, ensure_ascii=False))
    return 0
