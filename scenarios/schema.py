"""The JSON Schema of a scenario file, for editors that complete and check while a trainer writes.

Made from the models alone. `python -m scenarios.schema` writes it to scenarios/schema.json; a test says when it has
drifted.
"""

import json
from pathlib import Path

from scenarios.model import Scenario

SCHEMA = Path(__file__).parent / "schema.json"


def schema_text() -> str:
    """The schema as it stands in scenarios/schema.json: JSON Schema 2020-12, two spaces of indent, a final newline."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Scenario.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
