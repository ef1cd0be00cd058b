"""Guidance pages: what the debrief cites, what the help in a conversation shows, what trainees look up.

A page is a Markdown file with YAML front matter that a trainer can edit. Always holds for a loaded page: its id is its
file's name, every skill is an act or a known criterion, it has at least five paragraphs, and each paragraph's id is
`page-id#pN`, N counting body paragraphs from 1 in reading order. A mistake is an InvalidContent that names file, line
and field and says what to write.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from domain.acts import Act
from domain.errors import InvalidContent
from knowledge.chunking import blocks

GUIDANCE = Path(__file__).parent / "guidance"
MIN_PARAGRAPHS = 5

CRITERIA = frozenset(
    {
        "emotional_reaction",
        "interpretation",
        "exploration",
        "genuineness",
        "received",
        "need_found",
        "facts_verified",
        "solution",
        "options_and_expectations",
        "next_step_owned",
        "recovery_order",
        "identity",
        "respect",
        "safety",
        "continuity",
        "long_term",
        "human_over_machine",
        "loop_closed",
    }
)
SKILLS = CRITERIA | frozenset(act.value for act in Act)

_FENCE = "---"
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: _Id
    title: _Text
    summary: _Text
    skills: list[_Text]
    sources: list[_Text]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One citable thought. `text` is Markdown, `heading` the nearest heading above it ("" before the first)."""

    id: str
    page_id: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True)
class GuidancePage:
    """One page. `skills` are acts or criteria that it helps with; `sources` name further reading."""

    id: str
    title: str
    summary: str
    skills: tuple[str, ...]
    sources: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def hash(self) -> str:
        """Twelve hex digits of all that is searched and shown; stored with what cites the page."""
        parts = [self.id, self.title, self.summary, *self.skills, *self.sources]
        parts += [f"{paragraph.heading}\n{paragraph.text}" for paragraph in self.paragraphs]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def load_pages(folder: Path = GUIDANCE) -> tuple[GuidancePage, ...]:
    """Every `*.md` page of a folder, by id. Raises InvalidContent for the first mistake, or when there is no page."""
    pages = tuple(load_page(path) for path in sorted(folder.glob("*.md")))
    if not pages:
        raise InvalidContent(str(folder), 0, "", "no guidance page here; put at least one .md file into this folder")
    return pages


def load_page(path: Path) -> GuidancePage:
    """One page. Raises InvalidContent."""
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidContent(str(path), 0, "", f"cannot be read as UTF-8 text ({error})") from error
    header, body, body_line = _split(path, text)
    front = _front_matter(path, header)
    if front.id != path.stem:
        raise _mistake(path, header, "id", f"{front.id!r} differs from the file's name; write id: {path.stem}")
    if not front.skills:
        raise _mistake(path, header, "skills", "name at least one act or criterion that this page helps with")
    for skill in front.skills:
        if skill not in SKILLS:
            raise _mistake(path, header, "skills", f"{skill!r} is no known act or criterion; {_nearest(skill)}")
    return GuidancePage(
        id=front.id,
        title=front.title,
        summary=front.summary,
        skills=tuple(dict.fromkeys(front.skills)),
        sources=tuple(front.sources),
        paragraphs=_paragraphs(path, front, body, body_line),
    )


def _split(path: Path, text: str) -> tuple[str, str, int]:
    """Front matter, body, and the body's first line number (from 1)."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        raise InvalidContent(str(path), 1, "", "begin with a line of --- , then id, title, summary, skills, sources")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise InvalidContent(str(path), 1, "", "the front matter never ends; close it with a line of ---")


def _front_matter(path: Path, header: str) -> _FrontMatter:
    try:
        return _FrontMatter.model_validate(yaml.safe_load(header))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise InvalidContent(str(path), line, "", f"this is not valid YAML: {error.problem}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise _mistake(path, header, field, _advice(first["type"], first["msg"])) from error


def _advice(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing; add it to the front matter"
    if kind == "extra_forbidden":
        return f"is not a field of a page; use one of {', '.join(_FrontMatter.model_fields)}"
    return message[:1].lower() + message[1:]


def _mistake(path: Path, header: str, field: str, advice: str) -> InvalidContent:
    """At the line where the field's top-level key stands, or line 1 when it is absent."""
    key = re.compile(rf"{re.escape(field.split('.', maxsplit=1)[0])}\s*:")
    line = next((number for number, text in enumerate(header.split("\n"), start=2) if field and key.match(text)), 1)
    return InvalidContent(str(path), line, field, advice)


def _nearest(skill: str) -> str:
    close = get_close_matches(skill, sorted(SKILLS), n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(sorted(SKILLS))}"


def _paragraphs(path: Path, front: _FrontMatter, body: str, body_line: int) -> tuple[Paragraph, ...]:
    heading = ""
    found: list[Paragraph] = []
    for block in blocks(body):
        if block.level == 1:
            raise InvalidContent(
                str(path), body_line + block.line, "", "the title comes from the front matter; use ## for a heading"
            )
        if block.level:
            heading = block.text
            continue
        number = len(found) + 1
        found.append(Paragraph(f"{front.id}#p{number}", front.id, front.title, heading, block.text))
    if len(found) < MIN_PARAGRAPHS:
        advice = f"has {len(found)} paragraphs; write at least {MIN_PARAGRAPHS}, with a blank line between them"
        raise InvalidContent(str(path), body_line, "", advice)
    return tuple(found)


def paragraphs(pages: Iterable[GuidancePage]) -> tuple[Paragraph, ...]:
    """The paragraphs of all pages, in order."""
    return tuple(paragraph for page in pages for paragraph in page.paragraphs)
