"""A prompt is a Markdown file: front matter that says what it is and what it needs, then a Jinja body.

    ---
    id: customer_cue
    version: 1
    inputs:
      feeling: What the customer feels now, in a few words.
    ---
    You feel: {{ feeling }}

What always holds: the inputs that the front matter names are exactly those that the body uses, and exactly those
that `render` takes. Untrusted text goes through the filter `fence` in the body itself, so that no caller can forget
it. Templates run sandboxed, because trainers edit them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import InvalidContent, InvalidInput, MissingArtefact

PROMPTS_FOLDER = Path(__file__).parent
_ID = re.compile(r"[a-z][a-z0-9_]*")
_FRONT = re.compile(r"---\n(?P<front>.*?\n)---\n(?P<body>.*)", re.DOTALL)
_MANY_BREAKS = re.compile(r"\n{3,}")
_BRACKETS = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›", "﹤": "‹", "﹥": "›"})
# Format characters that people type: joiners within emoji and in Persian or Indic words.
_JOINERS = frozenset("\u200c\u200d")


class WrongInputs(InvalidInput):
    """A prompt was rendered with inputs that are not its own. `missing` and `extra` name them, sorted."""

    def __init__(self, prompt: str, *, missing: Sequence[str], extra: Sequence[str]) -> None:
        faults = [
            f"{label} {', '.join(map(repr, names))}"
            for label, names in (("lacks", missing), ("does not take", extra))
            if names
        ]
        super().__init__(f"The prompt {prompt!r} {' and '.join(faults)}.")
        self.missing, self.extra = tuple(missing), tuple(extra)


class FrontMatter(BaseModel):
    """What a prompt file says of itself. `inputs` maps each name to what it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    inputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A loaded prompt. `hash`, the first 12 hex digits of the file's SHA-256, is stored with all that it made."""

    id: str
    version: int
    hash: str
    inputs: tuple[tuple[str, str], ...]
    body: str

    def render(self, **inputs: str | Sequence[str]) -> str:
        """The text for these inputs, without white space at its ends. Raises WrongInputs."""
        names = {name for name, _ in self.inputs}
        missing, extra = sorted(names - inputs.keys()), sorted(inputs.keys() - names)
        if missing or extra:
            raise WrongInputs(self.id, missing=missing, extra=extra)
        try:
            return _compiled(self.body).render(inputs).strip()
        except TemplateError as error:
            raise InvalidContent(f"prompts/{self.id}.md", 0, "body", f"cannot be rendered: {error.message}") from error


def fence(text: str, label: str = "their_words") -> str:
    """Untrusted text between <label> and </label>, with nothing left inside that could end the fence.

    Angle brackets become ‹ and ›; control characters and invisible ones (which can carry hidden instructions) go;
    three or more line breaks in a row become two. Everything else is as it was written.
    """
    breaks = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(letter for letter in breaks.translate(_BRACKETS) if _visible(letter))
    inner = _MANY_BREAKS.sub("\n\n", seen).strip()
    return f"<{label}>\n{inner}\n</{label}>"


@lru_cache(maxsize=64)
def load_prompt(prompt_id: str, folder: Path = PROMPTS_FOLDER) -> Prompt:
    """The prompt of that file. Raises MissingArtefact when there is none, InvalidContent when it has a mistake."""
    path = folder / f"{prompt_id}.md"
    if not _ID.fullmatch(prompt_id) or not path.is_file():
        raise MissingArtefact(
            f"There is no prompt {prompt_id!r}. Nothing was changed; restore {path} from the release."
        )
    content = path.read_bytes()
    parts = _split(content, path.name)
    front = _front_matter(parts, path.name)
    if front.id != prompt_id:
        raise InvalidContent(path.name, _line_of(parts.front, "id"), "id", f"write the file's own name, {prompt_id}")
    _check_body(parts, front, path.name)
    return Prompt(
        front.id, front.version, hashlib.sha256(content).hexdigest()[:12], tuple(front.inputs.items()), parts.body
    )


class _Parts(NamedTuple):
    front: str
    body: str
    body_line: int


@lru_cache(maxsize=64)  # compiling takes a hundred times as long as rendering
def _compiled(body: str) -> Template:
    return _environment().from_string(body)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["fence"] = fence
    return environment


def _visible(letter: str) -> bool:
    return letter in "\n\t" or letter in _JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}


def _split(content: bytes, file: str) -> _Parts:
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidContent(file, line, "", "is not UTF-8; save it as UTF-8") from error
    match = _FRONT.fullmatch(text)
    if match is None:
        raise InvalidContent(file, 1, "", "begin with a line ---, then id, version and inputs, then a line ---")
    return _Parts(match["front"], match["body"], match["front"].count("\n") + 3)


def _front_matter(parts: _Parts, file: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(parts.front))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 0
        raise InvalidContent(file, line, "", f"is not YAML: {error.problem}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidContent(file, _line_of(parts.front, field), field, first["msg"]) from error


def _line_of(front: str, field: str) -> int:
    """The line in the file where a front matter field stands, 1 (its opening line) when it stands nowhere."""
    key = field.rpartition(".")[2]
    lines = front.split("\n")
    return next((at + 2 for at, line in enumerate(lines) if line.strip().startswith(f"{key}:")), 1)


def _check_body(parts: _Parts, front: FrontMatter, file: str) -> None:
    try:
        used = meta.find_undeclared_variables(_environment().parse(parts.body))
    except TemplateSyntaxError as error:
        line = parts.body_line + error.lineno - 1
        raise InvalidContent(file, line, "body", f"is no template: {error.message}") from error
    for name in sorted(used - front.inputs.keys()):
        line = parts.body_line + next((at for at, line in enumerate(parts.body.split("\n")) if name in line), 0)
        raise InvalidContent(file, line, "body", f"uses {name!r}; say under inputs what it stands for")
    for name in sorted(front.inputs.keys() - used):
        field = f"inputs.{name}"
        raise InvalidContent(file, _line_of(parts.front, field), field, "the body does not use it; take it out")
