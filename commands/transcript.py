"""The events of `frontstage play` as a conversation to read, with the mood beside the customer's lines."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from evaluation.coaching import first_name

NAMES, WORDS, NUMBERS = 10, 70, 9  # widths in characters: who speaks, what is said, each figure of the mood
FIGURES = {"frustration": "upset", "trust": "trust", "effort": "effort", "patience": "patience"}
CAUSES = 3  # the strongest causes are named, in so many words


def as_transcript(events: Iterable[dict[str, object]], *, customer: str) -> Iterator[str]:
    """One text for each event, under a heading. What the trainee said stands above the customer's answer, and what it
    did to the mood stands between the two. `customer` is the persona's name."""
    first = first_name(customer)
    yield " " * (NAMES + WORDS) + "".join(f"{label:>{NUMBERS}}" for label in FIGURES.values())
    for event in events:
        if "error" in event:
            yield _block("!", str(event["error"]))
        elif "desk" in event:
            yield _desk(event["desk"])
        elif "customer" in event:
            yield from _turn(event, first)
        else:
            yield from _result(event)


def _block(name: str, text: str, figures: str = "") -> str:
    """A speaker's words, wrapped, with their own line breaks; the figures stand at the end of the first line."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, WORDS - 2)] or [""]
    rest = [" " * NAMES + line for line in lines[1:]]
    return "\n".join([f"{name:<{NAMES}}{lines[0]:<{WORDS}}{figures}".rstrip(), *rest])


def _desk(entry: object) -> str:
    assert isinstance(entry, dict)
    done = "" if entry["accepted"] else "refused: "
    return _block("[desk]", f"{entry['action'].replace('_', ' ')}. {done}{entry['result']}")


def _turn(event: dict[str, object], customer: str) -> Iterator[str]:
    mood, causes = event["mood"], event["because"]
    assert isinstance(mood, dict)
    assert isinstance(causes, list)
    if event.get("said"):
        yield _block("You", str(event["said"]))
        if named := _named(causes):
            yield _block("", f"({named})")
    yield _block(customer, str(event["customer"]), "".join(f"{mood[name]:>{NUMBERS}.1f}" for name in FIGURES)) + "\n"


def _named(causes: Sequence[dict[str, object]]) -> str:
    """The causes that moved the mood most, the strongest first."""

    def strength(cause: dict[str, object]) -> float:
        return sum(abs(float(str(cause[axis]))) for axis in ("frustration", "trust", "effort"))

    strongest = sorted((cause for cause in causes if strength(cause) > 0), key=strength, reverse=True)[:CAUSES]
    return ", ".join(str(cause["cause"]).replace("_", " ") for cause in strongest)


def _result(event: dict[str, object]) -> Iterator[str]:
    ending, card = event["ending"], event["scorecard"]
    assert isinstance(ending, dict)
    assert isinstance(card, dict)
    levels = []
    for dimension in card["dimensions"]:
        outcome = dimension["outcome"]
        level = f"{outcome['value']:.1f} of 5" if "value" in outcome else f"unscored ({outcome['reason']})"
        levels.append(f"{dimension['dimension'].replace('_', ' ')} {level}")
    yield f"Ending: {ending['id'].replace('_', ' ')} ({ending['kind'].replace('_', ' ')}). {', '.join(levels)}."
