"""The committed schema is the one that the models give, and tells an editor what a trainer may write."""

import json

from scenarios.conditions import ATOM_HELP
from scenarios.model import Intent, Scenario
from scenarios.schema import SCHEMA, schema_text


def test_the_committed_schema_has_not_drifted_from_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run: python -m scenarios.schema"


def test_the_schema_knows_every_key_and_refuses_others() -> None:
    schema = json.loads(schema_text())
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values() if "properties" in part)
    assert schema["$defs"]["Intent"]["enum"] == [intent.value for intent in Intent]


def test_a_line_may_be_written_as_text_alone() -> None:
    items = json.loads(schema_text())["$defs"]["Opening"]["properties"]["says"]["items"]
    assert items == {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Line"}]}


def test_an_editor_explains_what_an_atom_is() -> None:
    when = json.loads(schema_text())["$defs"]["When"]["properties"]
    assert {when[part]["items"]["description"] for part in ("all", "any", "none")} == {ATOM_HELP}
