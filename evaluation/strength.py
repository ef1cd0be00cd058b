"""What went best: the words that won most with this customer, else the best of the evidence for the trainee."""

from collections.abc import Mapping, Sequence

from domain.reading import Reading
from domain.scorecard import Level, Scorecard
from evaluation.debrief_values import MovedBy, Strength
from evaluation.evidence import cut
from evaluation.moves_of_mood import gain, net, same_words
from evaluation.sightings import FAULTS


def strongest(scorecard: Scorecard, readings: Mapping[int, Reading], moved: Sequence[MovedBy]) -> Strength | None:
    """All that the same words did counts together. None when there is nothing to name: a fault is no strength, even
    where a customer took it kindly or a scenario's rule asked for it."""
    words = {(each.turn, each.quote) for each in moved if each.quote}
    won = [(net(turn, quote, moved), turn, quote) for turn, quote in words]
    won.sort(key=lambda each: (-each[0], each[1], each[2]))
    for gained, turn, quote in won:
        if gained > 0 and not shows_a_fault(readings, turn, quote):
            causes = [each for each in moved if (each.turn, each.quote) == (turn, quote)]
            return Strength(max(causes, key=gain).sentence, quote, turn)
    hurt = {turn for lost, turn, _ in won if lost < 0}
    scored = [
        (each.outcome.value, evidence)
        for each in scorecard.criteria
        if isinstance(each.outcome, Level)
        for evidence in each.evidence
        if evidence.holds
        and evidence.quote
        and evidence.turn not in hurt
        and not shows_a_fault(readings, evidence.turn, evidence.quote)
    ]
    scored.sort(key=lambda pair: -pair[0])
    return Strength(scored[0][1].statement, scored[0][1].quote, scored[0][1].turn) if scored else None


def shows_a_fault(readings: Mapping[int, Reading], turn: int | None, quote: str) -> bool:
    """Whether something is wrong with these words, whatever is good about them."""
    reading = readings.get(turn) if turn is not None else None
    return reading is not None and any(
        found.what in FAULTS and same_words(cut(found.quote), quote) for found in reading.acts
    )
