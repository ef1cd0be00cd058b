"""Learns whose voice a sentence has: `python -m roleplay.audit.make_voice`, after a change to exemplars or scenarios.

The desk speaks in the reader's exemplars and in the questions and moves of the scenarios, customers in the lines of all
scenarios. A logistic regression over words and runs of words, in a fixed order; the same texts give the same weights.
How well it tells them apart in a scenario that it has not seen is printed with it.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roleplay.audit.role import unquoted
from roleplay.audit.voice import SLOTS, VOICE, places
from roleplay.audit.words import sentences
from roleplay.exemplars import load_exemplars
from scenarios.loading import load_library
from scenarios.model import Scenario

_ROUNDS: Final = 30
_RATE: Final = 0.3
_PENALTY: Final = 1e-4
_SEED: Final = 1


def customers_lines(scenario: Scenario) -> list[str]:
    lines = [line for said in scenario.lines.values() for line in said]
    lines += [line for fact in scenario.facts for line in fact.says]
    lines += [line for move in scenario.moves for line in (*move.says, *move.objects, *move.breaks)]
    lines += [line for need in scenario.needs for line in (*need.presses, *need.raises)]
    lines += [line for ending in scenario.endings for line in ending.says]
    lines += [line for trigger in scenario.persona.triggers for line in trigger.says]
    return [line.text for line in (*lines, *scenario.opening.says)]


def desks_lines(scenario: Scenario) -> list[str]:
    asked = [question for fact in scenario.facts for question in fact.asked_by]
    return asked + [example for move in scenario.moves for example in move.examples]


def split(texts: Iterable[str]) -> list[str]:
    """Their sentences of two words and more, each once."""
    return sorted({part for text in texts for part in sentences(unquoted(text)) if " " in part})


def material(scenarios: Sequence[Scenario]) -> tuple[list[str], list[str]]:
    """Sentences of customers, and of the desk."""
    desk = [each.text for each in load_exemplars() if each.acts]
    return (
        split(text for scenario in scenarios for text in customers_lines(scenario)),
        split([*desk, *(text for scenario in scenarios for text in desks_lines(scenario))]),
    )


def learn(customers: Sequence[str], desk: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    """Weights (SLOTS,) and a constant by AdaGrad (Duchi and others 2011); both sides weigh the same."""
    where = [np.array(places(text)) for text in (*customers, *desk)]
    shows = np.array([0.0] * len(customers) + [1.0] * len(desk))
    weigh = len(shows) / 2 / np.array([len(customers), len(desk)])
    weights, seen = np.zeros(SLOTS), np.full(SLOTS, 1e-6)
    constant, seen_constant = 0.0, 1e-6
    order = np.random.default_rng(_SEED)
    for _ in range(_ROUNDS):
        for at in order.permutation(len(shows)):
            places_of, size = where[at], max(1, len(where[at])) ** 0.5
            shown = 1 / (1 + np.exp(-(weights[places_of].sum() / size + constant)))
            error = (shown - shows[at]) * weigh[int(shows[at])]
            slope = error / size + _PENALTY * weights[places_of]
            seen[places_of] += slope * slope
            weights[places_of] -= _RATE * slope / np.sqrt(seen[places_of])
            seen_constant += error * error
            constant -= _RATE * error / seen_constant**0.5
    return weights, constant


def _told_apart(scenarios: Sequence[Scenario], unseen: Scenario) -> str:
    weights, constant = learn(*material([each for each in scenarios if each is not unseen]))

    def above(texts: list[str]) -> float:
        found = [where for where in map(places, split(texts)) if where]
        hits = [bool(weights[where].sum() / len(where) ** 0.5 + constant > 0) for where in found]
        return sum(hits) / max(1, len(hits))

    customers, desk = above(customers_lines(unseen)), above(desks_lines(unseen))
    return f"{unseen.id:24} taken for the desk: {desk:.1%} of the desk's sentences, {customers:.1%} of the customer's\n"


def main() -> None:
    scenarios = [loaded.scenario for loaded in load_library().values()]
    for unseen in scenarios:
        sys.stdout.write(_told_apart(scenarios, unseen))
    weights, constant = learn(*material(scenarios))
    np.savez_compressed(VOICE, weights=weights.astype(np.float16), constant=np.array(constant))
    sys.stdout.write(f"{VOICE.name}: {VOICE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
