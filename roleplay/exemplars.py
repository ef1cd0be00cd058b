"""The authored sentences from which the reader's heads are trained, and their loader.

Each act has sentences that show it, and near misses that a careless reader would take for it. A sentence may show
several acts. Beside them stand sentences that are odd, each kind with near misses. Written for this product; no
sentence of anybody else's data is among them.
"""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from domain.acts import Act
from domain.errors import InvalidContent
from domain.reading import Oddity
from scenarios.model import Strict

EXEMPLARS = Path(__file__).with_name("exemplars.yaml")


class Exemplar(Strict):
    """One sentence and the acts that it shows, none for a plain statement."""

    text: str
    acts: tuple[Act, ...] = ()


class _Entry(Strict):
    """`shows` are sentences for the act; `also` gives further acts to some of them; `near` are misses."""

    shows: tuple[str, ...]
    also: tuple[Exemplar, ...] = ()
    near: tuple[Exemplar, ...] = ()


class OddExemplar(Strict):
    """One sentence and what is odd about it, None for one that only seems so."""

    text: str
    odd: Oddity | None


class _Odd(Strict):
    """`shows` are sentences of the kind; `near` are misses, with nothing odd about them."""

    shows: tuple[str, ...]
    near: tuple[str, ...]


class _File(Strict):
    acts: dict[Act, _Entry]
    plain: tuple[str, ...]
    odd: dict[Oddity, _Odd]


@cache
def _load(path: Path) -> _File:
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise InvalidContent(path.name, 0, "", f"the reader's exemplars cannot be used: {error}") from error


def load_oddities(path: Path = EXEMPLARS) -> tuple[OddExemplar, ...]:
    """All sentences about oddities in the order of the file. Raises InvalidContent."""
    return tuple(
        OddExemplar(text=text, odd=odd)
        for kind, entry in _load(path).odd.items()
        for odd, texts in ((kind, entry.shows), (None, entry.near))
        for text in texts
    )


@cache
def load_exemplars(path: Path = EXEMPLARS) -> tuple[Exemplar, ...]:
    """All exemplars in the order of the file, each text once. Raises InvalidContent."""
    file = _load(path)
    labelled: dict[str, tuple[Act, ...]] = {}
    for act, entry in file.acts.items():
        pairs: list[tuple[str, tuple[Act, ...]]] = [(text, (act,)) for text in entry.shows]
        pairs += [(each.text, (act, *each.acts)) for each in entry.also]
        pairs += [(each.text, each.acts) for each in entry.near]
        for text, acts in pairs:
            labelled[text] = tuple(dict.fromkeys((*labelled.get(text, ()), *acts)))
    for text in file.plain:
        labelled.setdefault(text, ())
    return tuple(Exemplar(text=text, acts=acts) for text, acts in labelled.items())
