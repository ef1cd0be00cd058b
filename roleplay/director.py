"""The director: pure code that decides what a message does to the customer and what the customer does next.

(state, reading) -> (state, cue), with every change of mood named. No I/O, no model, no clock: the same events give
the same states. Effects are authored tables (`effects.yaml`), a persona's triggers and the scenario's moves.
"""

from dataclasses import replace
from typing import NamedTuple

from domain.endings import EndingKind
from domain.mood import MoodChange
from domain.reading import Reading
from roleplay.cueing import make_cue
from roleplay.effects import load_effects
from roleplay.moment import Moment
from roleplay.parting import events
from roleplay.state import Cue, Source, State, intent
from scenarios.conditions import Event
from scenarios.model import Ending, Intent, Scenario


class Decision(NamedTuple):
    """The state after a message, the cue for the customer's answer, and what moved the mood, in order."""

    state: State
    cue: Cue
    changes: tuple[MoodChange, ...]


class Departure(NamedTuple):
    """The state after the trainee has ended the conversation, and the ending that this makes."""

    state: State
    ending: Ending


def direct(scenario: Scenario, state: State, reading: Reading, *, seed: int) -> Decision:
    """What one trainee message does. `seed` is the attempt's; it only chooses among equals."""
    moment = Moment(scenario, replace(state, turn=state.turn + 1), reading, load_effects())
    moment.live()
    ending = _ending(scenario, moment.state, *events(moment))
    cue = make_cue(moment, ending=ending, seed=seed)
    # Only what the line will hold has been told: an ending, or a full mouth, leaves the rest for another time.
    spoken = (piece.name for piece in cue.content if piece.source is Source.FACT)
    told = tuple(dict.fromkeys((*state.told, *spoken)))
    pressed = tuple(piece.name for piece in cue.content if piece.source is Source.NEED)
    raised = tuple(piece.name for piece in cue.content if piece.source is Source.SECOND)
    after = replace(
        moment.state,
        told=told,
        pressed=moment.state.pressed + pressed,
        raised=moment.state.raised + raised,
        strayed=moment.state.strayed + (intent(Intent.DRIFT) in cue.content),
        tone=cue.tone,
        ending=ending.id if ending else moment.state.ending,
    )
    return Decision(after, cue, tuple(moment.changes))


def leave(scenario: Scenario, state: State) -> Departure:
    """The trainee ends the conversation. What stands solved by then counts."""
    moment = Moment(scenario, state, Reading(), load_effects())
    moment.note_needs(felt=False)
    ending = _ending(scenario, moment.state, Event.TRAINEE_LEFT) or _abandoned(scenario)
    return Departure(replace(moment.state, ending=ending.id), ending)


def _ending(scenario: Scenario, state: State, *events: Event) -> Ending | None:
    if not events:
        return None
    situation = state.situation(*events)
    return next((ending for ending in scenario.endings if ending.when.holds(situation)), None)


def _abandoned(scenario: Scenario) -> Ending:
    """For a scenario whose endings forget that the trainee may leave: its abandoned ending, or else its last."""
    kinds = (ending for ending in scenario.endings if ending.kind is EndingKind.ABANDONED)
    return next(kinds, scenario.endings[-1])
