"""A fault of the simulator never costs a point: what answers a faulty line of the customer's is spared.

What a trainee does well there counts; what they do wrong does not, for it may be the fault's doing. Always holds: with
no harmed turn nothing changes; sparing twice changes nothing more; no level is lower for it. What does not rest on the
reading of the message stays: the desk, the needs, and insults or threats that are plain in its words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from domain.acts import Act
from domain.conversation import Speaker, Transcript
from domain.mood import Mood, MoodChange
from domain.reading import Reading
from domain.scorecard import Evidence
from evaluation.case import Case
from evaluation.evidence import usable
from evaluation.sightings import FAULTS
from scenarios.conditions import Situation

LEFT_OUT = "Not counted: the customer's line that you answered here was at fault, not you."


class Spared(NamedTuple):
    """The readings and the case as they may be scored, and what was left out of them, with its words."""

    readings: Mapping[int, Reading]
    case: Case | None
    left_out: tuple[Evidence, ...] = ()


def spare(transcript: Transcript, readings: Mapping[int, Reading], case: Case | None) -> Spared:
    """Take out what speaks against the trainee in the messages that answer a harmed turn."""
    if case is None or not case.spared & readings.keys():
        return Spared(readings, case)
    dropped = [(turn, change) for turn, change in case.changes if turn in case.spared and _speaks_against(change)]
    return Spared(
        {turn: _kind(reading) if turn in case.spared else reading for turn, reading in readings.items()},
        replace(
            case,
            changes=tuple(each for each in case.changes if each not in dropped),
            moods=_given_back(transcript, case, dropped),
            situation=_situation(readings, case, [change for _, change in dropped]),
        ),
        usable(_left_out(readings, case, dropped), transcript),
    )


def _situation(readings: Mapping[int, Reading], case: Case, dropped: list[MoodChange]) -> Situation:
    """The last situation without the faults, and the moves that do harm, that were seen in spared turns alone."""
    faults: dict[bool, set[str]] = {True: set(), False: set()}
    moves: dict[bool, set[str]] = {True: set(), False: set()}
    for turn, reading in readings.items():
        faults[turn in case.spared] |= {found.what.value for found in reading.acts if found.what in FAULTS}
        moves[turn in case.spared] |= {found.what for found in reading.moves if _does_harm(case, found.what)}
    situation = case.situation
    return replace(
        situation,
        mood=_undone(situation.mood, dropped),
        acts=situation.acts - (faults[True] - faults[False]),
        moves=situation.moves - (moves[True] - moves[False]),
    )


def _does_harm(case: Case, move: str) -> bool:
    effects = case.scenario.move(move).effects
    return effects.trust - effects.frustration - effects.effort < 0


def _kind(reading: Reading) -> Reading:
    acts = tuple(found for found in reading.acts if found.what not in FAULTS)
    return replace(reading, acts=acts, but_cancels="", odd=(), empty=False)


def _speaks_against(change: MoodChange) -> bool:
    """Whether a change counts against the trainee. What is no fault, such as asking for proof of identity, may cost the
    customer some effort and stays."""
    act = change.cause.removeprefix("trigger:")
    harms = change.trust - change.frustration - change.effort < 0
    return harms and (act not in set(Act) or Act(act) in FAULTS)


def _undone(mood: Mood, changes: list[MoodChange]) -> Mood:
    for change in changes:
        mood = mood.moved(frustration=-change.frustration, trust=-change.trust, effort=-change.effort)
    return mood


def _given_back(transcript: Transcript, case: Case, dropped: list[tuple[int, MoodChange]]) -> tuple[Mood, ...]:
    """The moods without what was dropped, from the message on that caused it."""
    numbers = [turn.number for turn in transcript.by(Speaker.TRAINEE)]
    later = [
        _undone(mood, [change for turn, change in dropped if turn <= number])
        for number, mood in zip(numbers, case.moods[1:], strict=False)
    ]
    return (*case.moods[:1], *later, *case.moods[1 + len(later) :])


def _left_out(readings: Mapping[int, Reading], case: Case, dropped: list[tuple[int, MoodChange]]) -> Iterator[Evidence]:
    seen: set[tuple[int, str]] = set()
    found = [
        (turn, each.what.value, each.quote)
        for turn, reading in sorted(readings.items())
        for each in reading.acts
        if turn in case.spared and each.what in FAULTS
    ]
    found += [(turn, change.cause, change.quote) for turn, change in dropped]
    for turn, check, quote in found:
        if quote and (turn, quote) not in seen:
            seen.add((turn, quote))
            yield Evidence(check, False, LEFT_OUT, quote, turn)
