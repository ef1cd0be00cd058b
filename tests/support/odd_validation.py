"""How well the reader finds what is odd about a message, in messages that are not among its exemplars.

The first part of the file is for tuning, the second is held out.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from domain.conversation import Speaker, Turn
from domain.reading import Oddity
from roleplay.reader import Reader
from roleplay.targets import Targets
from scenarios.model import Strict
from tests.support.acts_validation import Rate
from tests.support.moves_validation import scenario_of

ODD_VALIDATION: Final = Path(__file__).parents[1] / "content" / "odd_validation.yaml"


class OddMessage(Strict):
    """One message of a trainee, what the customer had said before it, the trainee's own earlier messages, the case if
    it matters, and what is odd about it."""

    text: str
    customer: str = ""
    own: tuple[str, ...] = ()
    case: str = ""
    odd: tuple[Oddity, ...] = ()

    @property
    def before(self) -> tuple[Turn, ...]:
        earlier = [turn for text in self.own for turn in ((Speaker.TRAINEE, text), (Speaker.CUSTOMER, "I see."))]
        if self.customer:
            earlier.append((Speaker.CUSTOMER, self.customer))
        return tuple(Turn(number, speaker, text) for number, (speaker, text) in enumerate(earlier))


class OddMessages(Strict):
    tuned_on: tuple[OddMessage, ...]
    held_out: tuple[OddMessage, ...]


def load_odd(path: Path = ODD_VALIDATION) -> OddMessages:
    return OddMessages.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def _targets(reader: Reader, case: str) -> Targets:
    return reader.prepare(scenario_of(case))


def found_odd(reader: Reader, message: OddMessage) -> frozenset[Oddity]:
    targets = _targets(reader, message.case) if message.case else None
    return frozenset(each.what for each in reader.read(message.text, before=message.before, targets=targets).odd)


def odd_rates(reader: Reader, messages: Sequence[OddMessage]) -> dict[Oddity, Rate]:
    """The rate of each kind over these messages."""
    pairs = [(found_odd(reader, message), frozenset(message.odd)) for message in messages]
    return {
        kind: Rate(
            sum(kind in found and kind in labelled for found, labelled in pairs),
            sum(kind in found and kind not in labelled for found, labelled in pairs),
            sum(kind not in found and kind in labelled for found, labelled in pairs),
        )
        for kind in Oddity
    }
