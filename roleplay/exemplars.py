"""The authored sentences from which the reader's heads are trained, and their loader.

Each act has sentences that show it, and near misses that a careless reader would take for it. A sentence may show
several acts. Written for this product; no sentence of anybody else's data is among them.
"""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from domain.acts import Act
from domain.errors import InvalidContent
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


class _Acts(Strict):
    acts: dict[Act, _Entry]
    plain: tuple[str, ...]


@cache
def load_exemplars(path: Path = EXEMPLARS) -> tuple[Exemplar, ...]:
    """All exemplars in the order of the file, each text once. Raises InvalidContent."""
    try:
        file = _Acts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise InvalidContent(path.name, 0, "", f"the reader's exemplars cannot be used: {error}") from error
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
