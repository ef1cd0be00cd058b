"""What was done about the customer's matter, whatever the tone: how far messages helped and made sure of the facts, and
how far it was settled at the end.

Always holds: a message to the machine does nothing for anybody; in a rehearsal the needs that were met say what was
settled, and elsewhere what the reader makes of the last two turns. Amounts begin where something is worth saying.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from domain.acts import Act
from domain.conversation import Transcript, Turn
from domain.reading import CustomerReading, Progress, Reading
from evaluation import agent_words
from evaluation.case import Case
from evaluation.sightings import NO_MERIT, NOTHING, Observation, Said, likely

WHOLE: Final = 3.0  # of helping, making sure and being settled, each 0..3
A_LITTLE: Final = 0.5
SOME: Final = 1.0  # of helping, on average
BEGUN: Final = 1.0  # of being settled
LAST_SAYS: Final = 2 / 3  # of what was settled: the turn before it says the rest, for many last words say nothing
NO_CALL: Final = 1.0  # of making sure, where nothing calls for it
HELPS: Final = (Act.COMMIT_ACTION, Act.OFFER_OPTION, Act.REFUSE_WITH_REASON, Act.EXPLAIN_CAUSE, Act.SET_EXPECTATION)
MAKES_SURE: Final = (Act.CHECK_UNDERSTANDING, Act.VERIFY_IDENTITY)
ASKS: Final = (Act.ASK_OPEN, Act.ASK_CLOSED)
GUESSES: Final = (Act.ASK_REPEAT, Act.FALSE_PROMISE, Act.BLAME_CUSTOMER)


class _Message(NamedTuple):
    turn: Turn
    reading: Reading
    progress: Progress

    @property
    def helpful(self) -> str:
        """The longest of the sentences that likely help: "Will do." says less than what will be done."""
        helping = likely(self.reading, *HELPS) - likely(self.reading, *NO_MERIT)
        told = sorted(helping, key=lambda quote: (-len(quote), quote))
        return told[0] if told else agent_words.fullest(self.turn.text)

    @property
    def sure(self) -> str:
        """The words that play back or verify, else what was found (a figure or a day that is no offer), else the
        question."""
        helping = likely(self.reading, *HELPS)
        found = (part for part in agent_words.sentences(self.turn.text) if not any(part in each for each in helping))
        return (
            self.reading.quote(*MAKES_SURE)
            or next(filter(agent_words.concrete, found), "")
            or self.reading.quote(*ASKS)
            or agent_words.concrete(self.turn.text)
            or agent_words.fullest(self.turn.text)
        )

    @property
    def careless(self) -> str:
        return self.reading.quote(*GUESSES) or agent_words.fullest(self.turn.text)


def done_about(
    transcript: Transcript,
    said: Said,
    customers: Mapping[int, CustomerReading],
    *,
    case: Case | None,
    spared: frozenset[int],
) -> dict[str, Observation]:
    """The features by name. `spared` are turns that answer a fault of the simulator's."""
    messages = [
        _Message(turn, reading, reading.progress)
        for turn, reading in said
        if reading.progress is not None and not reading.has(Act.MANIPULATE_SIMULATOR) and turn.number not in spared
    ]
    settled = _settled(transcript, said, customers, case)
    seen = {
        "settled": Observation(_above(settled, BEGUN) if settled is not None else 0.0),
        "unsettled": Observation(_above(BEGUN, settled) if settled is not None else 0.0),
    }
    return seen | _helped(messages) | _made_sure(messages)


def _settled(
    transcript: Transcript, said: Said, customers: Mapping[int, CustomerReading], case: Case | None
) -> float | None:
    """How far, None where nothing is known of it."""
    if case is not None and case.scenario.needs:
        return WHOLE * case.share_met(case.scenario.needs)
    answers = {turn.number: reading.progress.settled for turn, reading in said if reading.progress is not None}
    known = answers | {number: each.settled for number, each in customers.items() if answers and number > min(answers)}
    last = [known[turn.number] for turn in transcript.turns if turn.number in known][-2:]
    return LAST_SAYS * last[-1] + (1 - LAST_SAYS) * last[0] if last else None


def _helped(messages: Sequence[_Message]) -> dict[str, Observation]:
    if not messages:
        return dict.fromkeys(("helped_most", "helped_mostly"), NOTHING)
    best = max(messages, key=lambda each: each.progress.helps)
    helps = [each.progress.helps for each in messages]
    return {
        "helped_most": _quoted(_above(best.progress.helps, A_LITTLE), best, best.helpful),
        "helped_mostly": Observation(_above(sum(helps) / len(helps), SOME)),
    }


def _made_sure(messages: Sequence[_Message]) -> dict[str, Observation]:
    if not messages:
        return dict.fromkeys(("checked_most", "checked_mostly", "guessed"), NOTHING)
    checks = [each.progress.checks for each in messages]
    best, worst = (pick(messages, key=lambda each: each.progress.checks) for pick in (max, min))
    mean = sum(checks) / len(checks)
    return {
        "checked_most": _quoted(_above(best.progress.checks, NO_CALL + A_LITTLE), best, best.sure),
        "checked_mostly": Observation(_above(mean, NO_CALL)),
        "guessed": _quoted(_above(NO_CALL, mean), worst, worst.careless),
    }


def _above(value: float, least: float) -> float:
    return round(max(0.0, value - least), 4)


def _quoted(amount: float, message: _Message, words: str) -> Observation:
    return Observation(amount, words, message.turn.number) if amount and words else Observation(amount)
