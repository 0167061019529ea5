"""`summitry schema`: the JSON Schema of a dossier, for editors."""

from __future__ import annotations

import json


def run() -> int:
    """Print the schema."""
    from summitry.dossier.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
