"""Keep, start, stop: one habit each, found by code in this conversation and worded by hand (`keep_start_stop.yaml`).

Always holds: what is kept worked, and its words did this customer no harm; what is to start was not seen at all; what
is to stop was seen; no line says the opposite of another, nor of the cards. Where there is nothing honest to say, there
is no line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from pydantic import Field, model_validator

from domain.acts import Act
from domain.mood import Pattern
from domain.reading import Oddity, Reading
from domain.scorecard import Decider, Level, Scorecard
from evaluation.coaching import Words, choose, fill
from evaluation.content import Content, load_content
from evaluation.debrief_values import Habit, KeepStartStop, MovedBy
from evaluation.evidence import cut
from evaluation.moves_of_mood import gain, net, same_words
from evaluation.observations import FEATURES
from evaluation.scorer import load_scorer, score_criterion
from evaluation.sightings import ACKNOWLEDGES, FAULTS, NOTHING, Observation, counts
from evaluation.strength import shows_a_fault

LINES: Final = Path(__file__).with_name("keep_start_stop.yaml")
MOVED: Final = 0.5  # mood points, all causes together, from which a habit is worth a line
WON: Final = 0.1  # levels of a dimension from which it is, where the mood says nothing of it
WORTH_STARTING: Final = 0.15  # levels: somebody who does nearly all of it well is not sent back to the beginning
# Two features say that nothing was felt but in stock phrases; whoever acknowledges something has ended that.
_ENDED_BY_FEELING: Final = ("formula_only", "nothing_felt")
_AT_THE_GATE: Final = {"promise": Pattern.PROMISE_BROKEN.value, "put_down": Act.RUDE.value}
_GOOD_PATTERNS: Final = frozenset({Pattern.FACT_FOUND, Pattern.NEED_MET})

Says = Annotated[tuple[Words, ...], Field(min_length=1)]


class Stop(Content):
    """`spoils`: what is not praised or asked for beside it."""

    says: Says
    spoils: tuple[str, ...] = ()


class Lines(Content):
    version: Annotated[int, Field(ge=1)]
    keep: dict[Act, Says]
    start: dict[str, Says]
    stop: dict[str, Stop]

    @model_validator(mode="after")
    def _is_whole(self) -> "Lines":
        if missing := sorted(set(Act) - FAULTS ^ set(self.keep)):
            raise ValueError(f"keep has to name every act that is no fault, and no other: see {missing[0]}")
        if missing := sorted({*FAULTS, *(set(Pattern) - _GOOD_PATTERNS), *Oddity} - set(self.stop)):
            raise ValueError(f"stop has no entry for {missing[0]}")
        known = {*self.keep, *self.start}
        if unknown := sorted(set(self.start) - FEATURES):
            raise ValueError(f"start speaks of {unknown[0]!r}, which cannot be observed")
        for name in (each for habit in self.stop.values() for each in habit.spoils):
            if name not in known:
                raise ValueError(f"spoils names {name!r}, which is neither kept nor started")
        return self

    @property
    def name(self) -> str:
        return f"{self.version} {self.hash}"


@cache
def load_lines(path: Path = LINES) -> Lines:
    """Raises InvalidContent."""
    return load_content(path, Lines)


class Place(NamedTuple):
    """Words of the trainee's."""

    turn: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Played:
    """What the three are found in. `seen` and `readings` are without what was spared; `praised` and `criticised` are
    the words on the other cards; `seed` makes this conversation this one."""

    scorecard: Scorecard
    readings: Mapping[int, Reading]
    seen: Mapping[str, Observation]
    moved: Sequence[MovedBy]
    praised: Sequence[Place]
    criticised: Sequence[Place]
    name: str
    seed: str


def keep_start_stop(played: Played) -> KeepStartStop:
    stopped, stop = _stop(played)
    spoilt = frozenset(load_lines().stop[stopped].spoils) if stopped else frozenset[str]()
    keep = _keep(played, spoilt, [*played.criticised, *_places(stop)])
    return KeepStartStop(keep, _start(played, spoilt), stop)


def _stop(played: Played) -> tuple[str, Habit | None]:
    """What made a gate fire; else the habit that cost this customer's mood most; where the mood shows none, the one
    that cost most levels."""
    stops = load_lines().stop
    for gate in played.scorecard.gates:
        for fault in gate.evidence:
            if gate.fired and not fault.holds:
                habit = _AT_THE_GATE.get(fault.check.partition(":")[0], fault.check)
                return habit, _habit(stops[habit].says, played, Place(fault.turn, fault.quote))
    lost: dict[str, list[MovedBy]] = {}
    for each in played.moved:
        habit = each.cause.removeprefix("trigger:")
        if gain(each) < 0 and habit in stops and not _among(each.turn, each.quote, played.praised):
            lost.setdefault(habit, []).append(each)
    worst = min(lost, key=lambda habit: (sum(map(gain, lost[habit])), habit), default="")
    if worst and sum(map(gain, lost[worst])) <= -MOVED:
        shown = min(lost[worst], key=lambda each: (not each.quote, gain(each)))
        return worst, _habit(stops[worst].says, played, Place(shown.turn, shown.quote))
    better = {
        name: _levels(played, {name: NOTHING})
        for name in sorted(stops)
        if (seen := played.seen.get(name, NOTHING)).quote and not _among(seen.turn, seen.quote, played.praised)
    }
    most = max(better, key=lambda name: better[name], default="")
    if not most or better[most] < WON:
        return "", None
    return most, _habit(stops[most].says, played, Place(played.seen[most].turn, cut(played.seen[most].quote)))


def _keep(played: Played, spoilt: frozenset[str], against: Sequence[Place]) -> Habit | None:
    """The good act whose words won most with this customer, the first in the file of those that won the same; where the
    mood shows none, the one that is worth most levels."""
    found: dict[Act, list[tuple[float, Place]]] = {}
    for act, place in _sightings(played.readings):
        won = net(place.turn, place.quote, played.moved)
        if won >= 0 and act not in spoilt and not _among(*place, against):
            found.setdefault(act, []).append((won, place))
    keeps = load_lines().keep
    moved = {act: round(sum(won for won, _ in found[act]), 2) for act in keeps if act in found}
    if max(moved.values(), default=0.0) < MOVED:
        moved = {act: -_levels(played, {act.value: NOTHING}) for act in moved}
        moved = {act: worth for act, worth in moved.items() if worth >= WON}
    best = max(moved, key=lambda act: moved[act], default=None)
    if best is None:
        return None
    _, place = max(found[best], key=lambda each: each[0])
    return _habit(keeps[best], played, place)


def _start(played: Played, spoilt: frozenset[str]) -> Habit | None:
    """The good thing not seen that would have won most levels."""
    won = {
        name: _levels(played, {name: Observation(1.0)} | _ended(name))
        for name in sorted(load_lines().start)
        if not played.seen.get(name, NOTHING).amount and name not in spoilt
    }
    best = max(won, key=lambda name: won[name], default="")
    if not best or won[best] < WORTH_STARTING:
        return None
    return _habit(load_lines().start[best], played, Place(None, ""))


def _ended(name: str) -> dict[str, Observation]:
    return dict.fromkeys(_ENDED_BY_FEELING, NOTHING) if name in ACKNOWLEDGES else {}


def _levels(played: Played, changed: Mapping[str, Observation]) -> float:
    """What would have been won, in levels of both dimensions together, had this been seen instead. Only criteria that
    are decided from words count."""
    model = load_scorer()
    weights: dict[str, float] = {}
    for each in played.scorecard.criteria:
        if isinstance(each.outcome, Level):
            weights[each.dimension] = weights.get(each.dimension, 0.0) + each.weight
    return sum(
        each.weight
        / weights[each.dimension]
        * (
            score_criterion(model, each.id, {**played.seen, **changed}).level.value
            - score_criterion(model, each.id, played.seen).level.value
        )
        for each in played.scorecard.criteria
        if isinstance(each.outcome, Level)
        and each.decided_by in (Decider.SCORER, Decider.JUDGE)
        and each.id in model.criteria
    )


def _sightings(readings: Mapping[int, Reading]) -> Iterator[tuple[Act, Place]]:
    for turn, reading in readings.items():
        for found in reading.acts:
            quote = cut(found.quote)
            if quote and counts(reading, found.what) and not shows_a_fault(readings, turn, quote):
                yield found.what, Place(turn, quote)


def _habit(says: Sequence[str], played: Played, place: Place) -> Habit:
    return Habit(fill(choose(says, seed=played.seed), {"name": played.name}), place.quote, place.turn)


def _places(habit: Habit | None) -> tuple[Place, ...]:
    return (Place(habit.turn, habit.quote),) if habit is not None else ()


def _among(turn: int | None, quote: str, places: Iterable[Place]) -> bool:
    """Whether these words are, whole or in part, among those."""
    return any(turn == place.turn and same_words(quote, place.quote) for place in places)
