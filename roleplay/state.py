"""The customer's whole state between two turns, and the cue for the next line. Values only, JSON both ways.

Always holds: a state is made only by the director (and by the desk, for the world), never by a model or a screen.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain.acts import Act
from domain.errors import InvalidInput
from domain.mood import Ceiling, Mood, Tone
from scenarios.conditions import Event, Situation
from scenarios.model import Intent, Line, Scenario


class Owed(NamedTuple):
    """A promise that the desk has to bear out: the move, the turn in which it was made, the time named or "", and how
    many things had been done at the desk by then."""

    move: str
    turn: int
    when: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """All that the director remembers. Tuples of names are in the order in which things happened.

    `tone` is the one of the last line (None before the first); `ceiling` is how heated this customer may become.
    `heard` is how well the feeling has been met so far (>= 1: heard); `parked` are solutions offered too early, which
    the customer comes back to once heard; `relieved` are needs that were met at some time; `apologies` counts those in
    a row with nothing done in between; `said` are the ids of authored lines already used; `when` is the time that the
    message just answered names; `stalls` counts turns in a row without progress.
    """

    mood: Mood
    world: tuple[tuple[str, str], ...]
    turn: int = 0
    acts: tuple[Act, ...] = ()
    moves: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    relieved: tuple[str, ...] = ()
    heard: float = 0.0
    apologies: int = 0
    insults: int = 0
    goodbyes: int = 0
    stalls: int = 0
    when: str = ""
    ending: str = ""
    ceiling: Ceiling = Ceiling.FULL
    tone: Tone | None = None
    times: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()
    chased: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    hurt: int = 0
    strayed: int = 0

    def situation(self, *events: Event) -> Situation:
        return Situation(
            mood=self.mood,
            acts=frozenset(self.acts),
            moves=frozenset(self.moves),
            desk=frozenset(self.desk),
            facts=frozenset(self.told),
            needs=frozenset(self.needs),
            events=frozenset(events),
            world=self.world,
        )


class Source(StrEnum):
    """Where the words of a piece of content come from in the scenario."""

    FACT = "fact"
    MOVE = "move"
    OBJECTION = "objection"
    BROKEN = "broken"
    NEED = "need"
    SECOND = "second"
    INTENT = "intent"
    TRIGGER = "trigger"
    ENDING = "ending"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to say: a source and the name in it (a fact's id, an intent, an act for a trigger)."""

    source: Source
    name: str


@dataclass(frozen=True, slots=True)
class Cue:
    """What the customer does next. `reaction` comes first, then `content` in order; `spare` is said when the content
    has no unused line left. `allowed` are facts that may be known by now, `forbidden` those that may not be told;
    `when` is the time that the trainee has just named and `earlier` the last one named before, "" when there is none;
    `settled` says that the customer has nothing left to ask for."""

    tone: Tone
    reaction: Piece | None
    content: tuple[Piece, ...]
    spare: tuple[Piece, ...]
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...]
    when: str = ""
    earlier: str = ""
    ending: str = ""
    settled: bool = False


_STATE: TypeAdapter[State] = TypeAdapter(State)


def opening_state(scenario: Scenario, ceiling: Ceiling = Ceiling.FULL) -> State:
    mood = scenario.opening_mood(ceiling)
    return State(
        mood=mood,
        world=tuple((key, record.value) for key, record in scenario.desk.records.items()),
        ceiling=ceiling,
        tone=mood.tone,
    )


def opening_cue(scenario: Scenario, ceiling: Ceiling = Ceiling.FULL) -> Cue:
    return Cue(
        tone=scenario.opening_mood(ceiling).tone,
        reaction=None,
        content=(Piece(Source.OPENING, "opening"),),
        spare=(),
        allowed=(),
        forbidden=tuple(fact.id for fact in scenario.facts),
    )


def state_to_json(state: State) -> str:
    return _STATE.dump_json(state).decode()


def state_from_json(text: str) -> State:
    """Raises InvalidInput when the text is no state."""
    try:
        return _STATE.validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"This is no state: {error.errors(include_url=False)[0]['msg']}.") from error


def intent(which: Intent) -> Piece:
    return Piece(Source.INTENT, which.value)


def lines_of(scenario: Scenario, piece: Piece) -> tuple[Line, ...]:
    """The authored lines behind a piece of a cue."""
    match piece.source:
        case Source.FACT:
            return scenario.fact(piece.name).says
        case Source.MOVE | Source.OBJECTION | Source.BROKEN:
            move = scenario.move(piece.name)
            return {Source.MOVE: move.says, Source.OBJECTION: move.objects, Source.BROKEN: move.breaks}[piece.source]
        case Source.NEED | Source.SECOND:
            need = scenario.need(piece.name)
            return need.presses if piece.source is Source.NEED else need.raises
        case Source.ENDING:
            return scenario.ending(piece.name).says
        case Source.TRIGGER:
            return next(trigger.says for trigger in scenario.persona.triggers if trigger.on.value == piece.name)
        case Source.OPENING:
            return scenario.opening.says
        case Source.INTENT:
            return scenario.lines_for(Intent(piece.name))
