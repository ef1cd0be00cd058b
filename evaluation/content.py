"""The authored files of this room (rubric, scorer, causes, coaching) on their way into values.

Always holds for a value that comes out: it fits its model, and its `hash` changes exactly when something that counts in
it does. A mistake is an InvalidContent that names file, line and field.
"""

import hashlib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import InvalidContent
from scenarios.document import read_document
from scenarios.loading import read_text
from scenarios.problems import Finding

HASH_DIGITS = 12


class Content(BaseModel):
    """The base of every authored model: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)

    @property
    def hash(self) -> str:
        """Twelve hex digits over all values; comments and layout of the file do not count."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:HASH_DIGITS]


C = TypeVar("C", bound=Content)


def load_content(path: Path, model: type[C]) -> C:
    """The value in a YAML file. Raises InvalidContent for its first mistake."""
    return parse_content(read_text(path), model, file=path.name)


def parse_content(body: str, model: type[C], *, file: str) -> C:
    """The value in a YAML text; `file` is the name that a mistake is reported under. Raises InvalidContent."""
    document = read_document(body, file=file)
    found = document.findings
    try:
        value = model.model_validate(document.data)
    except ValidationError as error:
        value = None
        errors = error.errors(include_url=False)
        found += tuple(
            Finding(tuple(each["loc"]), each["msg"].removeprefix("Value error, ").lower()) for each in errors
        )
    if found or value is None:
        first = document.problems(found)[0]
        raise InvalidContent(first.file, first.line, first.field, first.advice)
    return value
