"""Prints how far two annotators agree who labelled the held-out part of our own data apart from each other:
`python -m tests.support.agreement_figures`.

No reader or scorer can be asked to agree with labels more than people do. What is told of messages is F1, as for the
reader, and of conversations weighted kappa, as for the scorer.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from domain.acts import Act
from evaluation.dataset import DATA, Levels, load_conversations
from tests.support.validation_figures import MECHANISMS, f1, kappa, labelled_turns

FOLDER: Final = DATA / "annotators"
WHO: Final = ("first", "second")


class Labelled(NamedTuple):
    """(2, n, acts) whether each annotator saw the act, and (2, n, 3) their levels."""

    acts: NDArray[np.bool_]
    levels: NDArray[np.int64]


@cache
def situations() -> list[dict[str, Any]]:
    """Each held-out situation by its id, with what both annotators saw in each of its replies."""
    loaded: list[dict[str, Any]] = yaml.load((FOLDER / "messages.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def messages() -> Labelled:
    replies = [reply for situation in situations() for reply in situation["replies"]]
    acts = [[[act in reply[who].split() for act in Act] for reply in replies] for who in WHO]
    levels = np.array([reply["levels"] for reply in replies])
    return Labelled(np.array(acts), np.swapaxes(levels, 0, 1))


def conversations() -> dict[str, tuple[list[float], list[float]]]:
    """Of each criterion, and of the satisfaction, the levels of both annotators."""
    second = yaml.safe_load((FOLDER / "conversations.yaml").read_text("utf-8"))
    held_out = [each for each in load_conversations() if each.id in second]
    names = (*Levels.model_fields, "satisfaction")
    first = {each.id: [*each.levels.model_dump().values(), each.satisfaction] for each in held_out}
    return {
        name: ([first[each.id][place] for each in held_out], [second[each.id][place] for each in held_out])
        for place, name in enumerate(names)
    }


def turns() -> dict[str, tuple[list[float], list[float]]]:
    """How far messages help and make sure, and how far the matter is settled after each turn, by both annotators."""
    second = yaml.safe_load((FOLDER / "turns.yaml").read_text("utf-8"))
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ("helps", "checks", "settled")}
    for conversation in (each for each in load_conversations() if each.id in second):
        for number, digits in (pair.split(":") for pair in second[conversation.id].split()):
            said = conversation.turns[int(number)]
            for name, digit in zip(("helps", "checks", "settled") if said.a else ("settled",), digits, strict=True):
                found[name][0].append(float(getattr(said, name)))
                found[name][1].append(float(digit))
    return found


def turns_acts() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(n, acts) of what each annotator saw in the agents' turns of conversations."""
    turns = [turn for conversation in labelled_turns() for turn in conversation["turns"]]
    first, second = (np.array([[act in turn[who].split() for act in Act] for turn in turns]) for who in WHO)
    return first, second


def rows() -> Iterator[tuple[str, str, str]]:
    (first, second), levels = messages()
    count = str(len(first))
    yield "acts, micro-F1", count, f"{f1(first, second):.3f}"
    by_act = [f1(first[:, place], second[:, place]) for place in range(len(Act))]
    yield "acts, macro-F1", count, f"{np.mean(by_act):.3f}"
    for act, value in sorted(zip(Act, by_act, strict=True), key=lambda pair: pair[1])[:5]:
        yield f"{act.value}, F1", count, f"{value:.2f}"
    turns_first, turns_second = turns_acts()
    yield "acts in the turns of conversations, micro-F1", str(len(turns_first)), f"{f1(turns_first, turns_second):.3f}"
    for place, name in enumerate(MECHANISMS):
        own, other = levels[0, :, place], levels[1, :, place]
        yield f"{name}, macro-F1", count, f"{np.mean([f1(own == level, other == level) for level in range(3)]):.3f}"
    for name, (one, two) in (*turns().items(), *conversations().items()):
        yield f"{name}, weighted kappa", str(len(one)), f"{kappa(one, two):.3f}"


if __name__ == "__main__":
    table = Table("figure", "n", "value", title="Two annotators, held out")
    for row in rows():
        table.add_row(*row)
    Console(width=100).print(table)
