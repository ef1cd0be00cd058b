"""Cuts texts into the pieces that are embedded, searched and cited.

Guidance is cut where its author cut it, at blank lines, so that a citation names a whole thought. A foreign document
is cut into overlapping runs of sentences, small enough for the encoder to read to the end. A long question is cut into
its sentences, because each may ask for something else.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

CHUNK_WORDS = 120
OVERLAP_WORDS = 30
NEED_WORDS = 4

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?])|(?<=[.!?]["'”’)]))\s+(?=["'“‘(]?[A-Z0-9])"""  # a full stop, and what looks like a beginning
    r"""|\n\s*(?:[-*•]\s+|\d+[.)]\s+)|\n+"""  # a list item, or any new line
)
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|^\s*(?:>|[-*]\s)\s*", re.MULTILINE)


class Block(NamedTuple):
    """A run of lines without a blank one. `line` counts from 0 within the text; a heading has its level, 1 to 6."""

    text: str
    line: int
    level: int


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order, headings included (their `#` removed; a body block has level 0)."""
    found: list[Block] = []
    start = 0
    for end, following in _cuts(text):
        piece = text[start:end]
        body = piece.strip()
        if body:
            line = text[:start].count("\n") + piece[: len(piece) - len(piece.lstrip())].count("\n")
            marks = len(body) - len(body.lstrip("#"))
            is_heading = 1 <= marks <= 6 and body[marks : marks + 1] == " " and "\n" not in body
            found.append(Block(body[marks:].strip(), line, marks) if is_heading else Block(body, line, 0))
        start = following
    return tuple(found)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where each block ends and the next begins."""
    for gap in _BLANK_LINES.finditer(text):
        yield gap.start(), gap.end()
    yield len(text), len(text)


def plain(markdown: str) -> str:
    """The words of a Markdown paragraph without its marks, on one line: what a reader hears, for embedding."""
    without_marks = _MARKS.sub("", markdown)
    return " ".join(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", without_marks).split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and list items of a text, in order, each on one line."""
    return tuple(cleaned for part in _SENTENCE_END.split(text) if (cleaned := " ".join(part.split())))


def windows(text: str, *, size: int = CHUNK_WORDS, overlap: int = OVERLAP_WORDS) -> tuple[str, ...]:
    """Overlapping runs of whole sentences of up to `size` words; a longer sentence is cut at words.

    Each run but the first repeats the last sentences of the one before, up to `overlap` words (0 <= overlap < size).
    A text of up to `size` words is one run; an empty one gives none.
    """
    pieces = [piece for sentence in sentences(text) for piece in _at_most(sentence, size)]
    found: list[str] = []
    current: list[str] = []
    for piece in pieces:
        if current and _count(current) + len(piece.split()) > size:
            found.append(" ".join(current))
            current = _tail(current, min(overlap, size - len(piece.split())))
        current.append(piece)
    if current:
        found.append(" ".join(current))
    return tuple(found)


def _at_most(sentence: str, size: int) -> Iterator[str]:
    parts = sentence.split()
    for start in range(0, len(parts), size):
        yield " ".join(parts[start : start + size])


def _count(pieces: list[str]) -> int:
    return sum(len(piece.split()) for piece in pieces)


def _tail(pieces: list[str], budget: int) -> list[str]:
    """The last whole pieces that hold up to `budget` words together."""
    kept: list[str] = []
    for piece in reversed(pieces):
        if _count(kept) + len(piece.split()) > budget:
            break
        kept.insert(0, piece)
    return kept


def needs(query: str) -> tuple[str, ...]:
    """The separate things that a long question may ask for: its sentences, fragments joined to the one before."""
    found: list[str] = []
    for sentence in sentences(query):
        if found and len(sentence.split()) < NEED_WORDS:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return tuple(dict.fromkeys(found))
