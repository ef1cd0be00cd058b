"""The moment of a line as its cue sets it: what kind of answer it calls for, and what its own authored lines say.

Always holds: these are questions to a cue; nothing here looks at the line.
"""

from typing import Final

from roleplay.audit.words import plain
from roleplay.effects import harms
from roleplay.state import Cue, Piece, Source, lines_of
from scenarios.model import Intent, Scenario

_KIND_INTENTS: Final = frozenset(
    {
        Intent.HEARD, Intent.PLAYED_BACK, Intent.OWNED, Intent.GIVEN_TIME, Intent.EXPLAINED, Intent.THANKED,
        Intent.REFUSED, Intent.CONTENT, Intent.WAITING, Intent.GREETED, Intent.CONFIRM_IDENTITY,
    }
)  # fmt: skip
# Intents whose line must not go along with what was said.
_UNBELIEVED_INTENTS: Final = (Intent.OVERPROMISED, Intent.MANIPULATED, Intent.ABSURD, Intent.REVERSED)
_UNBELIEVED: Final = frozenset(each.value for each in _UNBELIEVED_INTENTS)
_UNBELIEVED_TRIGGERS: Final = frozenset({"false_promise", "manipulate_simulator"})
# What the customer holds against the other person: no room is made for it in the same breath.
_AGAINST: Final = frozenset(
    each.value
    for each in (
        Intent.INSULTED, Intent.BLAMED, Intent.MINIMISED, Intent.COMMANDED, Intent.SOLD_TO, Intent.PASSED_ON,
        Intent.POLICY, Intent.FORMULA, Intent.APOLOGY_LOOP, Intent.BUT, Intent.TOO_EARLY, Intent.IGNORED,
        Intent.ASKED_AGAIN, Intent.DISTRUST, Intent.PRAISED, Intent.NOT_YET, *_UNBELIEVED_INTENTS,
    )
)  # fmt: skip


def pieces_of(cue: Cue) -> tuple[Piece, ...]:
    return tuple(piece for piece in (cue.reaction, *cue.content) if piece)


def unbelieved(cue: Cue) -> bool:
    return any(
        piece.name in (_UNBELIEVED if piece.source is Source.INTENT else _UNBELIEVED_TRIGGERS)
        for piece in pieces_of(cue)
        if piece.source in {Source.INTENT, Source.TRIGGER}
    )


def strays(cue: Cue) -> bool:
    """Whether the cue answers something that has nothing to do with the matter."""
    return any(piece == Piece(Source.INTENT, Intent.OFF_TOPIC.value) for piece in pieces_of(cue))


def holds_against(cue: Cue, scenario: Scenario) -> bool:
    """Whether the cue takes something ill: a harmful act, an objection, a move that hurts."""
    for piece in pieces_of(cue):
        if piece.source is Source.OBJECTION or (piece.source is Source.INTENT and piece.name in _AGAINST):
            return True
        if piece.source is Source.MOVE and harms(scenario.move(piece.name).effects):
            return True
        if piece.source is Source.TRIGGER:
            trigger = next(each for each in scenario.persona.triggers if each.on.value == piece.name)
            if harms(trigger.effects):
                return True
    return False


def softens(cue: Cue, scenario: Scenario) -> bool:
    """Whether the cue itself goes a step towards the other person."""
    for piece in pieces_of(cue):
        if piece.source is Source.MOVE and not harms(scenario.move(piece.name).effects):
            return True
        if piece.source is Source.INTENT and piece.name in {each.value for each in _KIND_INTENTS}:
            return True
        if piece.source is Source.TRIGGER:
            trigger = next(each for each in scenario.persona.triggers if each.on.value == piece.name)
            if not harms(trigger.effects):
                return True
    return False


def authored_words(cue: Cue, scenario: Scenario) -> str:
    """What the cue's own lines say, plain: it may be said."""
    return "\n".join(plain(line.text) for piece in pieces_of(cue) for line in lines_of(scenario, piece))
