"""One thing seen in a conversation: how much of it there was, with the words that show it best.

Always holds: each quote is word for word in its turn; acts that a "but" takes back, and kindness in a message addressed
to the machine, are not counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.acts import Act
from domain.conversation import Turn
from domain.reading import Reading

ACKNOWLEDGES: Final = (
    Act.NAME_FEELING,
    Act.VALIDATE,
    Act.SPECIFIC_APOLOGY,
    Act.CHECK_UNDERSTANDING,
    Act.TAKE_OWNERSHIP,
)
FAULTS: Final = frozenset(
    {
        Act.GENERIC_APOLOGY,
        Act.EMPTY_FORMULA,
        Act.BARE_POLICY,
        Act.BLAME_CUSTOMER,
        Act.BLAME_OTHER_TEAM,
        Act.MINIMISE,
        Act.COMMAND,
        Act.JARGON,
        Act.FALSE_PROMISE,
        Act.PUSH_SALE,
        Act.RUDE,
        Act.ASK_REPEAT,
        Act.IGNORE_QUESTION,
        Act.COLD_TRANSFER,
        Act.MANIPULATE_SIMULATOR,
        Act.OFF_TOPIC,
    }
)


@dataclass(frozen=True, slots=True)
class Observation:
    """How much of something was seen. `amount` >= 0 counts sightings, a doubtful one for its confidence; `quote` and
    `turn` are of the clearest, "" and None where it does not stand in the trainee's words."""

    amount: float = 0.0
    quote: str = ""
    turn: int | None = None


NOTHING: Final = Observation()
Said = Sequence[tuple[Turn, Reading]]


def counts(reading: Reading, act: Act) -> bool:
    """Whether a sighting of this act in this message counts for the trainee."""
    if act in FAULTS:
        return True
    if reading.has(Act.MANIPULATE_SIMULATOR):
        return False
    return act not in ACKNOWLEDGES or reading.stands(act)


def summed(seen: Iterable[tuple[float, str, int]]) -> Observation:
    """Sightings added up, with the words of the first of the clearest; one without words counts all the same."""
    amount, best, quote, where = 0.0, 0.0, "", None
    for share, words, turn in seen:
        if share <= 0:
            continue
        amount += share
        if words and share > best:
            best, quote, where = share, words, turn
    return Observation(round(amount, 4), quote, where)


def scaled(observation: Observation, share: float) -> Observation:
    return Observation(round(observation.amount * share, 4), observation.quote, observation.turn)
