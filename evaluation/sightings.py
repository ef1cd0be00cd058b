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
# What a sentence would win is lost by what else it does: to send somebody away is no deed for them, a promise that
# nobody can keep is no expectation, and blame is no honest cause.
UNDONE_BY: Final = {
    Act.COMMIT_ACTION: Act.COLD_TRANSFER,
    Act.SET_EXPECTATION: Act.FALSE_PROMISE,
    Act.EXPLAIN_CAUSE: Act.BLAME_CUSTOMER,
    Act.ASK_CLOSED: Act.BLAME_CUSTOMER,
    Act.ASK_OPEN: Act.BLAME_CUSTOMER,
}
NO_MERIT: Final = (Act.COLD_TRANSFER, Act.FALSE_PROMISE, Act.BLAME_CUSTOMER, Act.MINIMISE, Act.RUDE)
LIKELY: Final = 0.5  # confidence from which a sentence likely does something


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
        if found.what not in acts:
            continue
        taken_back = found.what in ACKNOWLEDGES and bool(found.quote) and found.quote == reading.but_cancels
        if found.what in FAULTS:
            if found.confidence >= LIKELY:  # nobody is accused of what is likelier not so
                yield found
        elif not (to_the_machine or taken_back or _undone(found, reading)):
            yield found


def _undone(found: Found[Act], reading: Reading) -> bool:
    fault = UNDONE_BY.get(found.what)
    return fault is not None and found.quote in likely(reading, fault)


def likely(reading: Reading, *acts: Act) -> frozenset[str]:
    """The sentences of a message that likely do one of these."""
    return frozenset(each.quote for each in reading.acts if each.what in acts and each.confidence >= LIKELY)


def counts(reading: Reading, *acts: Act) -> bool:
    """Whether any sighting of these acts in this message counts for the trainee."""
    return next(counted(reading, *acts), None) is not None


def words_of(reading: Reading, *acts: Act) -> str:
    """The words of the surest of these acts that counts, or ""."""
    surest = max(counted(reading, *acts), key=lambda found: found.confidence, default=None)
    return surest.quote if surest else ""


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
