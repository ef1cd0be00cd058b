"""How well the reader finds acts: precision, recall and F1 over whole messages that it was not trained on.

Messages at even places are for tuning, those at odd places are held out; a number that is reported or gated comes from
the held-out half. Acts are compared as sets, message by message.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from domain.acts import Act
from domain.conversation import Speaker, Turn
from roleplay.reader import Reader
from scenarios.model import Strict

ACTS_VALIDATION: Final = Path(__file__).parents[1] / "content" / "acts_validation.yaml"

# Found where they are not, these make the customer react unfairly to somebody who did nothing wrong.
HARMFUL: Final = frozenset(
    {
        Act.COLD_TRANSFER,
        Act.BARE_POLICY,
        Act.BLAME_CUSTOMER,
        Act.BLAME_OTHER_TEAM,
        Act.MINIMISE,
        Act.COMMAND,
        Act.FALSE_PROMISE,
        Act.PUSH_SALE,
        Act.RUDE,
        Act.ASK_REPEAT,
        Act.IGNORE_QUESTION,
        Act.MANIPULATE_SIMULATOR,
        Act.OFF_TOPIC,
    }
)


class Labelled(Strict):
    """One message of a trainee, what the customer had said before it, and the acts that it shows."""

    text: str
    customer: str = ""
    acts: tuple[Act, ...] = ()

    @property
    def before(self) -> tuple[Turn, ...]:
        return (Turn(0, Speaker.CUSTOMER, self.customer),) if self.customer else ()


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of true positives, false positives and false negatives, and the rates made of them (0..1)."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """`acts` holds the acts that were labelled or found; the macro average is over those that were labelled."""

    acts: dict[Act, Rate]

    def micro(self, acts: Iterable[Act] = tuple(Act)) -> Rate:
        rates = [self.acts[act] for act in acts if act in self.acts]
        return Rate(sum(r.right for r in rates), sum(r.wrong for r in rates), sum(r.missed for r in rates))

    @property
    def macro_f1(self) -> float:
        labelled = [rate.f1 for rate in self.acts.values() if rate.right + rate.missed]
        return sum(labelled) / len(labelled)


def load_labelled(path: Path = ACTS_VALIDATION) -> tuple[Labelled, ...]:
    return TypeAdapter(tuple[Labelled, ...]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def halves(messages: Sequence[Labelled]) -> tuple[Sequence[Labelled], Sequence[Labelled]]:
    """For tuning, and held out."""
    return messages[::2], messages[1::2]


def found_acts(reader: Reader, message: Labelled) -> frozenset[Act]:
    return frozenset(found.what for found in reader.read(message.text, before=message.before).acts)


def measure(reader: Reader, messages: Sequence[Labelled]) -> Measured:
    right, wrong, missed = Counter[Act](), Counter[Act](), Counter[Act]()
    for message in messages:
        found, labelled = found_acts(reader, message), frozenset(message.acts)
        right.update(found & labelled)
        wrong.update(found - labelled)
        missed.update(labelled - found)
    return Measured(
        {act: Rate(right[act], wrong[act], missed[act]) for act in Act if right[act] + wrong[act] + missed[act]}
    )
