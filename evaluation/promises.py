"""Promises and what became of them: the trainee's words set beside the desk's log.

Of a scenario's moves, those with `kept_by` can be checked. Offering one is not yet a promise: it is one when the words
commit. A promise made in the very message after which the customer walked out could not be kept, and is not held
against the trainee; nor is one in an answer to a line in which the simulator was at fault.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.acts import Act
from domain.conversation import Transcript
from domain.endings import EndingKind
from domain.reading import Reading
from evaluation.case import Case


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """One move of the trainee's that the desk can bear out. `committed`: the words promise it, not only offer it."""

    move: str
    turn: int
    quote: str
    committed: bool
    kept: bool
    could_be_kept: bool

    @property
    def broken(self) -> bool:
        return self.committed and not self.kept and self.could_be_kept


def promises(transcript: Transcript, readings: Mapping[int, Reading], case: Case) -> tuple[PromiseKept, ...]:
    """Every move with `kept_by` that was said, once each, at the turn where it was first promised and could be kept
    (or promised at all, or offered)."""
    found: dict[str, PromiseKept] = {}
    last = max(readings, default=-1)
    done = {entry.action for entry in transcript.desk if entry.accepted} | case.situation.desk
    texts = {turn.number: turn.text for turn in transcript.turns}
    for turn, move, said, committed in _said(readings, case):
        quote = said if said in texts.get(turn, "") else ""
        kept_by = case.scenario.move(move).kept_by
        possible = not (turn == last and case.ending is EndingKind.WALKED_OUT) and turn not in case.spared
        promise = PromiseKept(move, turn, quote, committed, bool(done & set(kept_by)), possible)
        if move not in found or _weight(promise) > _weight(found[move]):
            found[move] = promise
    return tuple(sorted(found.values(), key=lambda promise: promise.turn))


def _weight(promise: PromiseKept) -> tuple[bool, bool]:
    """What is promised weighs more than what is offered, and what could be kept more than what could not."""
    return promise.committed, promise.committed and promise.could_be_kept


def _said(readings: Mapping[int, Reading], case: Case) -> Iterator[tuple[int, str, str, bool]]:
    checkable = {move.id for move in case.scenario.moves if move.kept_by}
    for turn, reading in sorted(readings.items()):
        for found in reading.moves:
            if found.what in checkable:
                yield turn, found.what, found.quote, _commits(reading, found.quote)


def _commits(reading: Reading, quote: str) -> bool:
    """Whether the words of a move are words of commitment: one quote lies within the other."""
    said = [found.quote for found in reading.acts if found.what is Act.COMMIT_ACTION]
    said += [promise.quote for promise in reading.promises]
    return any(quote and each and (quote in each or each in quote) for each in said)
