"""The audit's two lists, each a file that can be read and added to: the words by which it compares what a line says
with what may be known (`lexicon.yaml`), and the turns of phrase that it listens for (`phrases.yaml`).

Always holds: each file is validated once, each group of phrases compiled once; an entry that is missing makes the audit
deaf, never wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from domain.errors import InvalidContent
from roleplay.audit.words import stem
from scenarios.model import Strict

LEXICON: Final = Path(__file__).with_name("lexicon.yaml")


class _LexiconFile(Strict):
    notions: tuple[tuple[str, ...], ...]
    family: str
    acquaintances: str
    things: str
    deeds: str
    names: str
    everyday: str
    no_names: str
    languages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`notions` maps a stem to the numbers of the rows that it stands in; `everyday` and `kin` (family) are stems, the
    others words as they are written, small; `claims` are family, acquaintances, things and deeds together."""

    notions: dict[str, frozenset[int]]
    family: frozenset[str]
    kin: frozenset[str]
    claims: frozenset[str]
    acquaintances: frozenset[str]
    things: frozenset[str]
    deeds: frozenset[str]
    names: frozenset[str]
    everyday: frozenset[str]
    no_names: frozenset[str]
    languages: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The words of the file. Raises InvalidContent when it is not as it should be."""
    try:
        file = _LexiconFile.model_validate(yaml.safe_load(LEXICON.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise InvalidContent(LEXICON.name, 0, "", f"the words of the audit cannot be used: {error}") from error
    notions: dict[str, set[int]] = {}
    for row, terms in enumerate(file.notions):
        for term in terms:
            notions.setdefault(stem(term), set()).add(row)

    def stemmed(text: str) -> frozenset[str]:
        return frozenset(map(stem, text.split()))

    return Lexicon(
        {name: frozenset(rows) for name, rows in notions.items()},
        frozenset(file.family.split()),
        stemmed(file.family),
        frozenset(" ".join((file.family, file.acquaintances, file.things, file.deeds)).split()),
        frozenset(file.acquaintances.split()),
        frozenset(file.things.split()),
        frozenset(file.deeds.split()),
        frozenset(file.names.split()),
        stemmed(file.everyday),
        frozenset(file.no_names.split()),
        {name: frozenset(listed.split()) for name, listed in file.languages.items()},
    )


def notions_of(found: frozenset[str]) -> frozenset[int]:
    table = lexicon().notions
    return frozenset().union(*(table[each] for each in found if each in table))


# ---------------------------------------------------------------------------------------------------------------------

PHRASES: Final = Path(__file__).with_name("phrases.yaml")


class Phrases(Strict):
    """Regular expressions by what they show; `groups` are the parts that they share, written there as <name>."""

    groups: dict[str, str]
    role_flip: tuple[str, ...]
    helper_talk: tuple[str, ...]
    comment_on_exercise: tuple[str, ...]
    leak: tuple[str, ...]
    won: tuple[str, ...]
    gush: tuple[str, ...]
    settles: tuple[str, ...]
    yields: tuple[str, ...]
    accepts: tuple[str, ...]
    complies: tuple[str, ...]
    engages: tuple[str, ...]
    disbelieves: tuple[str, ...]
    farewell: tuple[str, ...]
    presses_on: tuple[str, ...]


@cache
def load_phrases(path: Path = PHRASES) -> Phrases:
    """The file, validated. Raises InvalidContent when it is not as it should be."""
    try:
        return Phrases.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise InvalidContent(path.name, 0, "", f"the turns of phrase cannot be used: {error}") from error


@cache
def phrases(group: str) -> re.Pattern[str]:
    """One pattern for a group. Raises InvalidContent for an entry that is no regular expression."""
    loaded = load_phrases()
    entries: tuple[str, ...] = getattr(loaded, group)
    try:
        return re.compile("|".join(_arranged([_filled(entry, loaded.groups) for entry in entries])))
    except re.error as error:
        raise InvalidContent(PHRASES.name, 0, group, f"this is no regular expression: {error}") from error


def _arranged(entries: list[str]) -> Iterator[str]:
    """Entries that begin with a word are tried only where a word begins, which spares most of the places of a text."""
    begin = [entry for entry in entries if re.match(r"\\b|[a-z]|\(\?:[a-z]", entry)]
    if begin:
        yield f"(?<!\\w)(?:{'|'.join(f'(?:{entry})' for entry in begin)})"
    yield from (f"(?:{entry})" for entry in entries if entry not in begin)


def _filled(entry: str, groups: dict[str, str]) -> str:
    for name, words in groups.items():
        entry = entry.replace(f"<{name}>", words)
    return entry
