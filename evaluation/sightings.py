"""One thing seen in a conversation: how much of it there was, with the words that show it best.

Always holds: each quote is word for word in its turn; acts that a "but" takes back, and kindness in a message addressed
to the machine, are not counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.acts import Act
from domain.conversation import Turn
from domain.reading import Found, Reading

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


def counted(reading: Reading, *acts: Act) -> Iterator[Found[Act]]:
    """The sightings of these acts in a message that count for the trainee."""
    to_the_machine = reading.has(Act.MANIPULATE_SIMULATOR)
    for found in reading.acts:
        taken_back = found.what in ACKNOWLEDGES and bool(found.quote) and found.quote == reading.but_cancels
        if found.what in acts and (found.what in FAULTS or not (to_the_machine or taken_back)):
            yield found


def counts(reading: Reading, *acts: Act) -> bool:
    """Whether any sighting of these acts in this message counts for the trainee."""
    return next(counted(reading, *acts), None) is not None


def words_of(reading: Reading, *acts: Act) -> str:
    """The words of the first of these acts that counts, or ""."""
    return next((found.quote for found in counted(reading, *acts)), "")


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
